"""Who is kept apart: pairs of people, and organizations of which one oversees the other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.models import BarKind, MentoringBar, Organization, Oversight, Person, User

PATH = "/staff/mentoring/apart"
KINDS = {
    BarKind.STAFF: "ION staff decided so",
    BarKind.SUPERVISOR: "One supervises the other",
    BarKind.ENDED_EARLY: "Their mentorship ended early",
}
one, other, placer = aliased(Person), aliased(Person), aliased(Person)
grantor, grantee = aliased(Organization), aliased(Organization)


@dataclass(frozen=True, slots=True)
class Bar:
    """Two people who are never matched. `words` is the reason that ION staff wrote; `by` is empty for nobody."""

    person_id: int
    person: str
    other_id: int
    other: str
    kind: BarKind
    words: str
    at: datetime
    by: str

    @property
    def why(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Overseen:
    """`grantor` funds or reviews `grantee`."""

    grantor_id: int
    grantor: str
    grantee_id: int
    grantee: str
    at: datetime


BARS = (
    select(
        MentoringBar.person_id,
        one.name.label("person"),
        MentoringBar.other_id,
        other.name.label("other"),
        MentoringBar.kind,
        MentoringBar.words,
        MentoringBar.at,
        placer.name.label("by"),
        func.count().over().label("total"),
    )
    .join(one, one.id == MentoringBar.person_id)
    .join(other, other.id == MentoringBar.other_id)
    .join(User, User.id == MentoringBar.placed_by_id, isouter=True)
    .join(placer, placer.id == User.person_id, isouter=True)
    .order_by(MentoringBar.at.desc(), MentoringBar.person_id, MentoringBar.other_id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
OVERSEEN = (
    select(
        Oversight.grantor_id,
        grantor.name.label("grantor"),
        Oversight.grantee_id,
        grantee.name.label("grantee"),
        Oversight.at,
    )
    .join(grantor, grantor.id == Oversight.grantor_id)
    .join(grantee, grantee.id == Oversight.grantee_id)
    .order_by(func.lower(grantor.name), func.lower(grantee.name))
    .limit(500)
)
PERSON = (
    select(Person.id)
    .join(User, User.person_id == Person.id)
    .where(func.lower(User.email) == bindparam("email"))
)


def bars(*, offset: int, limit: int) -> tuple[list[Bar], int]:
    """Pairs of people, the newest first, and how many there are (0 beyond the end)."""
    rows = reading.rows(BARS, offset=offset, limit=limit).all()
    found = [
        Bar(row.person_id, row.person, row.other_id, row.other, row.kind, row.words, row.at, row.by or "")
        for row in rows
    ]
    return found, rows[0].total if rows else 0


def overseen() -> list[Overseen]:
    """Organizations, by name."""
    return [Overseen(*row) for row in reading.rows(OVERSEEN)]


def person_with(email: str) -> int | None:
    """The person who signs in with this address; None for nobody."""
    found: int | None = reading.rows(PERSON, email=email.strip().casefold()).scalar()
    return found
