"""Who registered for a webinar, narrowed and in an order, with what they answered and whether they were there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from ion.core import reading
from ion.core.people import is_away
from ion.models import Attendance, Organization, Person, Presence, Registration, Standing, User
from ion.webinars.queries.staff.counts import WAS_EXPECTED, WAS_THERE

MEMBER, GUEST = "member", "guest"
ATTENDED, ABSENT = "attended", "absent"
SORTS = ("asked", "latest", "name")
CHUNK = 500

PLACE = case(
    (
        Registration.state == Standing.WAITING,
        func.row_number().over(
            partition_by=(Registration.webinar_id, Registration.state), order_by=Registration.number
        ),
    )
)
"""SQL: the place in line of who waits, from 1."""


@dataclass(frozen=True)
class Filter:
    """Which registrations of a webinar, and in which order; empty fields narrow nothing."""

    webinar_id: int
    standing: str = ""
    who: str = ""
    presence: str = ""
    needs: bool = False
    words: str = ""
    sort: str = SORTS[0]

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What an address says of it, defaults left out."""
        pairs = (
            ("q", self.words),
            ("standing", self.standing),
            ("who", self.who),
            ("presence", self.presence),
            ("needs", "1" if self.needs else ""),
            ("sort", self.sort if self.sort != SORTS[0] else ""),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def is_narrowed(self) -> bool:
        return any(name != "sort" for name, _ in self.parameters)

    @cached_property
    def condition(self) -> ColumnElement[bool]:
        """SQL over Registration, its User and Person."""
        parts: list[ColumnElement[bool]] = [Registration.webinar_id == self.webinar_id]
        if self.standing:
            parts.append(Registration.state == Standing(self.standing))
        if self.who:
            parts.append(
                Registration.user_id.is_(None) if self.who == GUEST else Registration.user_id.is_not(None)
            )
        if self.presence:
            parts.append(WAS_THERE if self.presence == ATTENDED else stayed_away())
        if self.needs:
            parts.append(Registration.needs != "")
        if self.words:
            parts.append(holds(self.words))
        return and_(*parts)


def stayed_away() -> ColumnElement[bool]:
    """SQL over Registration: its person was expected, and was not there."""
    return and_(WAS_EXPECTED, ~WAS_THERE)


def holds(words: str) -> ColumnElement[bool]:
    """SQL: the words stand in a name, an address, or the name of an organization."""
    columns = (
        Registration.name,
        Registration.email,
        Person.name,
        User.email,
        Person.affiliation,
        Organization.name,
    )
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


@dataclass(frozen=True, slots=True)
class Registrant:
    """One registration as ION staff see it.

    `person_id` is None for a guest, `place` in line for who does not wait; `has_page` says whether the person's page
    can be led to. `presence` says how it is known that the person was there (None: not), `minutes` for how long where
    that is known.
    """

    id: int
    name: str
    email: str
    person_id: int | None
    has_page: bool
    organization: str
    standing: Standing
    place: int | None
    asked_at: datetime
    was_waiting: bool
    answers: dict[str, Any]
    needs: str
    presence: Presence | None
    minutes: int | None

    @property
    def who(self) -> str:
        return GUEST if self.person_id is None else MEMBER

    @property
    def was_missed(self) -> bool:
        """Whether the person was expected and is not known to have been there."""
        return self.standing is Standing.REGISTERED and self.presence is None

    def answer(self, key: str) -> str:
        """What was answered to the question of that key, several choices joined; empty for nothing."""
        answer = self.answers.get(key) or ""
        return "; ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def joined(asked: Select[*tuple[Any, ...]], chosen: Filter) -> Select[*tuple[Any, ...]]:
    return (
        asked.select_from(Registration)
        .join(User, User.id == Registration.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .join(Organization, Organization.id == Person.organization_id, isouter=True)
        .where(chosen.condition)
    )


def registrant_total(chosen: Filter) -> int:
    return int(reading.rows(joined(select(func.count(Registration.id)), chosen)).scalar_one())


NAME = func.lower(func.coalesce(Person.name, Registration.name))
ORDERS = {
    "asked": (Registration.number, Registration.id),
    "latest": (Registration.asked_at.desc(), Registration.id.desc()),
    "name": (NAME, Registration.id),
}


def columns_asked(chosen: Filter) -> Select[*tuple[Any, ...]]:
    """Places are counted over the whole line before the filter takes anyone out of it."""
    places = (
        select(Registration.id, PLACE.label("place"))
        .where(Registration.webinar_id == chosen.webinar_id)
        .subquery()
    )
    asked = select(
        Registration.id,
        func.coalesce(Person.name, Registration.name).label("name"),
        func.coalesce(User.email, Registration.email).label("email"),
        Person.id.label("person_id"),
        and_(Person.id.is_not(None), ~is_away(Person)).label("has_page"),
        func.coalesce(Organization.name, Person.affiliation, "").label("organization"),
        Registration.state,
        places.c.place,
        Registration.asked_at,
        Registration.was_waiting,
        Registration.answers,
        Registration.needs,
    )
    return joined(asked, chosen).join(places, places.c.id == Registration.id).order_by(*ORDERS[chosen.sort])


def registrants(chosen: Filter, *, offset: int, limit: int) -> list[Registrant]:
    """Registrations of the filter in its order."""
    rows = reading.rows(columns_asked(chosen).offset(offset).limit(limit)).all()
    return told(rows)


def every_registrant(chosen: Filter) -> Iterator[Registrant]:
    """All of the filter as it is now, each once, some hundreds in memory at a time."""
    asked = joined(select(Registration.id), chosen).order_by(*ORDERS[chosen.sort])
    ids = [row.id for row in reading.rows(asked)]
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = reading.rows(columns_asked(chosen).where(Registration.id.in_(chunk))).all()
        yield from told(rows)


def answered_keys(webinar_id: int) -> list[str]:
    """The key of every question that somebody answered, those that are no longer asked too."""
    asked = select(Registration.answers).where(Registration.webinar_id == webinar_id)
    return sorted({key for row in reading.rows(asked) for key in row.answers or {}})


def told(rows: Any) -> list[Registrant]:
    present = presences([row.id for row in rows])
    return [
        Registrant(
            id=row.id,
            name=row.name,
            email=row.email or "",
            person_id=row.person_id,
            has_page=bool(row.has_page),
            organization=row.organization,
            standing=row.state,
            place=row.place,
            asked_at=row.asked_at,
            was_waiting=row.was_waiting,
            answers=row.answers or {},
            needs=row.needs,
            presence=present.get(row.id, (None, None))[0],
            minutes=present.get(row.id, (None, None))[1],
        )
        for row in rows
    ]


def presences(ids: list[int]) -> dict[int, tuple[Presence, int | None]]:
    """How it is known of these registrations that they were there: a report says more than a check-in."""
    asked = select(Attendance.registration_id, Attendance.presence, Attendance.minutes).where(
        Attendance.registration_id.in_(ids)
    )
    found: dict[int, tuple[Presence, int | None]] = {}
    for id, presence, minutes in reading.rows(asked.order_by(Attendance.id)) if ids else ():
        if id not in found or presence is not Presence.CHECK_IN:
            longest = max(
                (n for n in (minutes, found.get(id, (None, None))[1]) if n is not None), default=None
            )
            found[id] = (presence, longest)
    return found


def registrant(webinar_id: int, id: int) -> Registrant | None:
    """One registration of a webinar; None where it is none of it."""
    chosen = Filter(webinar_id)
    rows = reading.rows(columns_asked(chosen).where(Registration.id == id)).all()
    return told(rows)[0] if rows else None
