"""Who is in a cohort, with names; the page of a person is linked only where the reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select

from ion.cohorts.labels import SIDES
from ion.core import reading
from ion.core.bylines import Name, named
from ion.core.people import HAS_LOGIN, PERSON_SEEN, page_id
from ion.models import CohortMember, CohortRank, MentoringNeed, Organization, Person, Side, User


@dataclass(frozen=True, slots=True)
class Someone:
    """A person in a cohort: `question` is what a mentee asks, `has_need` whether they said it."""

    id: int
    name: Name
    job_title: str
    organization: str
    side: Side
    openings: int
    question: str
    ranked: int = 0
    is_sample: bool = False

    @property
    def path(self) -> str | None:
        return self.name.path

    @property
    def side_words(self) -> str:
        return SIDES[self.side]

    @property
    def work(self) -> str:
        """What they do, and where, in one line."""
        return ", ".join(filter(None, (self.job_title, self.organization)))


RANKED = (
    select(func.count())
    .select_from(CohortRank)
    .where(CohortRank.cohort_id == CohortMember.cohort_id, CohortRank.person_id == CohortMember.person_id)
    .correlate(CohortMember)
    .scalar_subquery()
)
CAN_BE_MATCHED = exists().where(
    User.person_id == CohortMember.person_id, User.suspended_at.is_(None), User.confirmed_at.is_not(None)
)
"""SQL: somebody signs in as this person and is not suspended: others are matched with nobody."""
PEOPLE = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Person.is_sample,
        Organization.name.label("organization"),
        page_id(Person).label("page"),
        CohortMember.side,
        CohortMember.openings,
        MentoringNeed.question,
        RANKED.label("ranked"),
    )
    .select_from(CohortMember)
    .join(Person, Person.id == CohortMember.person_id)
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .join(
        MentoringNeed,
        (MentoringNeed.cohort_id == CohortMember.cohort_id)
        & (MentoringNeed.mentee_id == CohortMember.person_id),
        isouter=True,
    )
    .where(CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None))
    .order_by(func.lower(Person.name), Person.id)
)
NAMES = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Organization.name.label("organization"),
        page_id(Person).label("page"),
    )
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
)
IDS = (
    select(CohortMember.person_id, CohortMember.side, CohortMember.openings)
    .where(CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None))
    .where(CAN_BE_MATCHED)
    .order_by(CohortMember.person_id)
)


def someone(row: Any) -> Someone:
    return Someone(
        row.id,
        named(row.name, row.page),
        row.job_title,
        row.organization or row.affiliation,
        row.side,
        row.openings,
        row.question or "",
        row.ranked,
        row.is_sample,
    )


def people(
    cohort_id: int,
    scopes: frozenset[str],
    *,
    side: Side | None = None,
    words: str = "",
    offset: int,
    limit: int,
) -> list[Someone]:
    """People in the cohort by name, of one side or both, those whose name has these words."""
    asked = narrowed(PEOPLE, side, words).offset(offset).limit(limit)
    return [someone(row) for row in reading.rows(asked, cohort_id=cohort_id, scopes=sorted(scopes))]


def people_total(cohort_id: int, *, side: Side | None = None, words: str = "") -> int:
    counted = (
        select(func.count())
        .select_from(CohortMember)
        .join(Person, Person.id == CohortMember.person_id)
        .where(CohortMember.cohort_id == cohort_id, CohortMember.left_at.is_(None))
    )
    return int(reading.rows(narrowed(counted, side, words)).scalar() or 0)


def narrowed(asked: Any, side: Side | None, words: str) -> Any:
    if side is not None:
        asked = asked.where(CohortMember.side == side)
    return asked.where(func.lower(Person.name).contains(words.lower(), autoescape=True)) if words else asked


def these(cohort_id: int, ids: Collection[int], scopes: frozenset[str]) -> dict[int, Someone]:
    """Those of these persons who are in the cohort, by id."""
    if not ids:
        return {}
    asked = PEOPLE.where(Person.id.in_(bindparam("ids", expanding=True)))
    found = reading.rows(asked, cohort_id=cohort_id, scopes=sorted(scopes), ids=list(ids))
    return {row.id: someone(row) for row in found}


def names(ids: Collection[int], scopes: frozenset[str]) -> dict[int, Name]:
    """The names of persons, in the cohort or no more, by id."""
    if not ids:
        return {}
    found = reading.rows(NAMES, ids=list(ids), scopes=sorted(scopes))
    return {row.id: named(row.name, row.page) for row in found}


def sides(cohort_id: int) -> tuple[list[int], dict[int, int]]:
    """The mentees who can be matched, and the openings of the mentors who can, by person."""
    rows = reading.rows(IDS, cohort_id=cohort_id).all()
    mentees = [row.person_id for row in rows if row.side == Side.MENTEE]
    return mentees, {row.person_id: row.openings for row in rows if row.side == Side.MENTOR}


NAMED = (
    select(CohortMember.person_id, CohortMember.side, Person.name)
    .join(Person, Person.id == CohortMember.person_id)
    .join(User, User.person_id == Person.id, isouter=True)
    .where(CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None))
    .where(or_(func.lower(Person.name) == bindparam("words"), func.lower(User.email) == bindparam("words")))
)
NUMBERED = (
    select(CohortMember.person_id, CohortMember.side, Person.name)
    .join(Person, Person.id == CohortMember.person_id)
    .where(CohortMember.cohort_id == bindparam("cohort_id"), CohortMember.left_at.is_(None))
    .where(Person.id == bindparam("id"))
)


def number_in(words: str) -> int:
    """12 for "Name #12"; 0 where no number is named."""
    number = words.rpartition("#")[2].strip()
    return int(number) if "#" in words and number.isascii() and number.isdigit() and len(number) < 10 else 0


def typed(cohort_id: int, words: str, side: Side) -> list[tuple[int, str]]:
    """Those of that side of the cohort whom "Name", "Name #12" or an email address means."""
    plain = " ".join(words.split())
    if number := number_in(plain):
        rows = reading.rows(NUMBERED, cohort_id=cohort_id, id=number)
    else:
        rows = reading.rows(NAMED, cohort_id=cohort_id, words=plain.lower())
    return [(row.person_id, row.name) for row in rows if row.side == side]


MEANT = (
    select(Person.id, Person.name)
    .where(PERSON_SEEN, HAS_LOGIN)
    .where(or_(func.lower(Person.name) == bindparam("words"), Person.id == bindparam("id")))
    .order_by(Person.id)
    .limit(5)
)


def members_meant(words: str, scopes: frozenset[str]) -> list[tuple[int, str]]:
    """Members whose page the reader may see and whom "Name" or "Name #12" means."""
    plain = " ".join(words.split())
    number = number_in(plain)
    name = "" if number else plain.lower()
    rows = reading.rows(MEANT, words=name, id=number, scopes=sorted(scopes))
    return [(row.id, row.name) for row in rows]
