"""Mentors as ION staff list them: what they offer, whether they may be asked, what waits for them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from ion.core import reading
from ion.core.labels import label
from ion.core.mentoring import openings
from ion.core.people import is_away
from ion.mentoring.labels import reply_words
from ion.models import (
    MentoringRequest,
    MentorProfile,
    MentorTerm,
    Organization,
    Person,
    RequestState,
    User,
)

PATH = "/staff/mentoring/mentors"
CHUNK = 500


class Which(StrEnum):
    """ACTIVE: neither paused nor ended."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class MentorRow:
    """A mentor in the list. `openings` is of this month; `held` counts conversations that took place, ever; `email` is
    empty for who has no login."""

    id: int
    name: str
    email: str
    organization: str
    topics: tuple[str, ...]
    monthly_limit: int
    openings: int
    reply: str
    waiting: int
    held: int
    is_suspended: bool

    @property
    def path(self) -> str:
        return f"/people/{self.id}"


def counted(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .where(MentoringRequest.mentor_id == MentorProfile.person_id, *conditions)
        .correlate(MentorProfile)
        .scalar_subquery()
    )


ROWS = (
    select(
        MentorProfile.person_id,
        MentorProfile.monthly_limit,
        MentorProfile.usual_reply_hours,
        Person.name,
        Person.affiliation,
        Organization.name.label("organization"),
        User.email,
        is_away(Person).label("is_suspended"),
        counted(MentoringRequest.state == RequestState.ASKED).label("waiting"),
        counted(MentoringRequest.held_at.is_not(None)).label("held"),
    )
    .join(Person, Person.id == MentorProfile.person_id)
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .join(User, User.person_id == Person.id, isouter=True)
)
TOPICS = select(MentorTerm.person_id, MentorTerm.key).where(
    MentorTerm.facet == "topic", MentorTerm.person_id.in_(bindparam("ids", expanding=True))
)
STATES = {
    Which.ACTIVE: and_(MentorProfile.ended_at.is_(None), MentorProfile.paused_at.is_(None)),
    Which.PAUSED: and_(MentorProfile.ended_at.is_(None), MentorProfile.paused_at.is_not(None)),
    Which.ENDED: MentorProfile.ended_at.is_not(None),
}


def chosen(which: Which, words: str) -> ColumnElement[bool]:
    """SQL over ROWS: mentors of that state whose name, e-mail, organization or topic holds the words."""
    if not words:
        return STATES[which]
    named = [
        column.icontains(words, autoescape=True) for column in (Person.name, User.email, Organization.name)
    ]
    return and_(STATES[which], or_(*named))


def totals(words: str) -> dict[Which, int]:
    """How many mentors of each state the words find."""
    counts = [
        ROWS.with_only_columns(func.count()).where(chosen(which, words)).scalar_subquery().label(which.value)
        for which in Which
    ]
    row = reading.rows(select(*counts)).one()
    return {which: int(row._mapping[which.value]) for which in Which}


def mentors(which: Which, words: str, *, offset: int, limit: int) -> list[MentorRow]:
    """By name."""
    order = (func.lower(Person.name), MentorProfile.person_id)
    asked = ROWS.where(chosen(which, words)).order_by(*order).offset(offset).limit(limit)
    return told(reading.rows(asked).all())


def every_mentor(which: Which, words: str) -> Iterator[MentorRow]:
    """All of them, some hundred in memory at a time."""
    offset = 0
    while found := mentors(which, words, offset=offset, limit=CHUNK):
        yield from found
        offset += CHUNK


def told(rows: Sequence[Any]) -> list[MentorRow]:
    ids = [row.person_id for row in rows]
    topics: dict[int, list[str]] = defaultdict(list)
    for person_id, key in reading.rows(TOPICS, ids=ids) if ids else ():
        topics[person_id].append(label("topic", key))
    left = openings(ids)
    return [
        MentorRow(
            row.person_id,
            row.name,
            row.email or "",
            row.organization or row.affiliation,
            tuple(sorted(topics[row.person_id])),
            row.monthly_limit,
            0 if row.is_suspended else left.get(row.person_id, 0),
            reply_words(row.usual_reply_hours),
            row.waiting,
            row.held,
            bool(row.is_suspended),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """A member by their e-mail address: who may be invited, and whether they mentor already."""

    user_id: int
    name: str
    email: str
    is_mentor: bool


KNOWN = (
    select(User.id, User.email, Person.name, MentorProfile.ended_at, MentorProfile.began_at)
    .join(Person, Person.id == User.person_id)
    .join(MentorProfile, MentorProfile.person_id == Person.id, isouter=True)
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    .where(User.email.in_(bindparam("emails", expanding=True)))
)


def known(emails: Collection[str]) -> dict[str, Known]:
    """Members who can sign in, by their e-mail addresses in small letters."""
    rows = reading.rows(KNOWN, emails=sorted(emails)) if emails else ()
    return {
        row.email: Known(row.id, row.name, row.email, row.began_at is not None and row.ended_at is None)
        for row in rows
    }
