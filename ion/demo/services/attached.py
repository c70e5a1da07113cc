"""What real people made of the sample network, which goes with it."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from ion.base.extensions import db
from ion.demo.services.samples import Samples, samples
from ion.demo.services.unmentoring import made_of_it
from ion.models import (
    Comment,
    ConversationMember,
    File,
    Follow,
    GroupMember,
    ItemLike,
    Message,
    Person,
    Question,
    Registration,
    Revision,
    SavedItem,
    Standing,
)
from ion.models.revision import IMPORTED


def attached() -> dict[str, int]:
    """How many likes, comments, files, edits … of real people are on sample content, by those names.

    People whose profile names a sample organization are told too: they keep its name as text.
    """
    found = samples()
    counts = {what: db.session.scalar(asked) or 0 for what, asked in questions(found).items()}
    return {what: number for what, number in counts.items() if number}


def questions(found: Samples) -> dict[str, Select[*tuple[Any, ...]]]:
    ids, users = found.item_ids, found.users
    is_edit = (
        Revision.note != IMPORTED,
        Revision.person_id.is_(None) | Revision.person_id.not_in(found.people),
    )
    return {
        "likes": counted(ItemLike.item_id.in_(ids), ItemLike.user_id.not_in(users)),
        "saved items": counted(SavedItem.item_id.in_(ids), SavedItem.user_id.not_in(users)),
        "follows": counted(found.among_keys(Follow.kind, Follow.key), Follow.user_id.not_in(users)),
        "comments": counted(
            Comment.item_id.in_(ids), Comment.person_id.not_in([*found.people, *found.named])
        ),
        "registrations": counted(
            Registration.webinar_id.in_(ids),
            Registration.state != Standing.CANCELLED,
            real(Registration.user_id, found),
        ),
        "questions": counted(Question.item_id.in_(ids), real(Question.user_id, found)),
        "people in sample groups": counted(GroupMember.group_id.in_(ids), GroupMember.user_id.not_in(users)),
        "messages": counted(
            Message.conversation_id.in_(
                select(ConversationMember.conversation_id).where(ConversationMember.user_id.in_(users))
            ),
            real(Message.user_id, found),
        ),
        "files": counted(found.among(File.parent_kind, File.parent_id), real(File.user_id, found)),
        "edits": counted(Revision.item_id.in_(ids), *is_edit),
        "people at a sample organization": counted(
            Person.organization_id.in_(found.organizations), ~Person.is_sample
        ),
    } | made_of_it(found)


def real(user_id: Any, found: Samples) -> ColumnElement[bool]:
    """SQL: the user is no sample person."""
    return or_(user_id.is_(None), user_id.not_in(found.users))


def counted(*conditions: Any) -> Select[*tuple[Any, ...]]:
    return select(func.count()).where(*conditions)
