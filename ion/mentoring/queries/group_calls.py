"""A group call as its mentor sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from ion.core import reading
from ion.mentoring.queries.call_parts import Group
from ion.mentoring.queries.calls import group
from ion.models import GroupCall, MentoringNeed, MentoringRequest, Person, RequestState


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited: `path` is their request, `has_joined` their answer (no answer yet where False)."""

    name: str
    path: str
    question: str
    has_joined: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group call, and who was invited to it. Whoever said no is not listed."""

    call: Group
    invited: Sequence[Invited]
    conversation_id: int | None
    offered_at: datetime

    @property
    def path(self) -> str:
        return f"/mentoring/group-calls/{self.call.id}"


OWN = select(GroupCall.offered_at).where(
    GroupCall.id == bindparam("id"), GroupCall.mentor_id == bindparam("mentor_id")
)
INVITED = (
    select(
        MentoringRequest.id,
        MentoringRequest.state,
        MentoringRequest.conversation_id,
        MentoringNeed.question,
        Person.name,
    )
    .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    .join(Person, Person.id == MentoringNeed.mentee_id)
    .where(
        MentoringRequest.group_call_id == bindparam("id"),
        MentoringRequest.state.in_([RequestState.ASKED, RequestState.ACCEPTED]),
    )
    .order_by(Person.name, MentoringRequest.id)
)


def group_page(mentor_id: int, call_id: int) -> GroupPage | None:
    """The mentor's own group call; None for anybody else's."""
    own = reading.rows(OWN, id=call_id, mentor_id=mentor_id).one_or_none()
    call = group(call_id) if own else None
    if own is None or call is None:
        return None
    rows = reading.rows(INVITED, id=call_id).all()
    joined = RequestState.ACCEPTED
    invited = [
        Invited(row.name, f"/mentoring/requests/{row.id}", row.question, row.state is joined) for row in rows
    ]
    conversations = [row.conversation_id for row in rows if row.conversation_id and row.state is joined]
    return GroupPage(call, invited, conversations[0] if conversations else None, own.offered_at)
