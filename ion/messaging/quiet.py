"""The two polls of messages, as `ion.web.quiet` answers them: what is new in an open conversation, and the badges."""

import re

from sqlalchemy import Integer, bindparam, select

from ion.models import Conversation, ConversationMember, SignIn, User
from ion.web.login import MESSAGES, UNREAD
from ion.web.quiet import SIGNED_IN, Poll

POLLS = (
    Poll(
        "messaging.changes",
        re.compile(r"/messages/(?P<id>\d{1,9})/new"),
        select(Conversation.version)
        .select_from(SignIn)
        .join(User, User.id == SignIn.user_id)
        .join(ConversationMember, ConversationMember.user_id == User.id)
        .join(Conversation, Conversation.id == ConversationMember.conversation_id)
        .where(*SIGNED_IN, Conversation.id == bindparam("id", type_=Integer))
        .where(ConversationMember.left_at.is_(None)),
    ),
    Poll(
        "messaging.badge",
        re.compile(r"/messages/badge"),
        select(MESSAGES, UNREAD).select_from(SignIn).join(User, User.id == SignIn.user_id).where(*SIGNED_IN),
    ),
)
