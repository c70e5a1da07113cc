"""The poll of a page of questions, as `ion.web.quiet` answers it to members: what every member may see, no more."""

import re

from sqlalchemy import Integer, bindparam, func, select

from ion.commons.questions.policies import KINDS
from ion.core.access import MEMBERS, PUBLIC
from ion.models import Item, ItemState, QuestionSheet, SignIn, User
from ion.web.quiet import SIGNED_IN, Poll

POLLS = (
    Poll(
        "questions.index",
        re.compile(r"/questions/(?P<id>\d{1,9})"),
        select(func.coalesce(QuestionSheet.version, 0))
        .select_from(SignIn)
        .join(User, User.id == SignIn.user_id)
        .join(Item, Item.id == bindparam("id", type_=Integer))
        .join(QuestionSheet, QuestionSheet.item_id == Item.id, isouter=True)
        .where(*SIGNED_IN, Item.kind.in_(KINDS), Item.state == ItemState.PUBLISHED)
        .where(Item.audience.in_((PUBLIC, MEMBERS))),
    ),
)
