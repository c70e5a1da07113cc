"""The front page of mentoring for everyone: openings in counts, and a few mentors who agreed to be named."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from ion.base.vocabulary.roles import ROLES
from ion.core import clock, reading, tallies
from ion.core.access import MEMBERS, PUBLIC
from ion.core.labels import facet_labels
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.core.times import SITE_ZONE
from ion.mentoring.queries.room import IS_ACTIVE, offered
from ion.models import MentorProfile, MentorTerm, Person, PersonTerm

SHOWN_TO_VISITORS = 3
COUNTED = frozenset({PUBLIC, MEMBERS})
"""Visitors read in numbers what members read by name."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many openings there are this month for one topic or state, with how many mentors."""

    key: str
    label: str
    openings: int
    mentors: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is this month: all openings, and those of each topic and state that has any, the most first."""

    openings: int
    mentors: int
    topics: Sequence[Room]
    states: Sequence[Room]


TERMS = (
    select(MentorTerm.facet, MentorTerm.key, MentorTerm.person_id)
    .where(MentorTerm.facet == "topic")
    .union_all(
        select(PersonTerm.facet, PersonTerm.key, PersonTerm.person_id)
        .join(MentorProfile, MentorProfile.person_id == PersonTerm.person_id)
        .where(PersonTerm.facet == "state")
    )
)


def offer() -> Offered:
    """What mentors offer this month, for everyone."""
    room = {id: openings for id, openings in offered(COUNTED).items() if openings}
    return Offered(sum(room.values()), len(room), rooms("topic", room), rooms("state", room))


def rooms(facet: str, room: Mapping[int, int]) -> list[Room]:
    labels, found = facet_labels(facet), []
    for key, ids in mentors_of(facet).items():
        openings = [room[id] for id in ids if id in room]
        if openings and key in labels:
            found.append(Room(key, labels[key], sum(openings), len(openings)))
    return sorted(found, key=lambda each: (-each.openings, each.label))


def mentors_of(facet: str) -> Mapping[str, Sequence[int]]:
    """The mentors of each topic, or in each state."""

    def read() -> dict[str, dict[str, list[int]]]:
        found: dict[str, dict[str, list[int]]] = {"topic": {}, "state": {}}
        for of, key, id in reading.rows(TERMS):
            found[of].setdefault(key, []).append(id)
        return found

    return tallies.recall(("mentor", "person"), "mentors by topic and state", read)[facet]


@dataclass(frozen=True, slots=True)
class Named:
    """A mentor as visitors read of them, who agreed to it: first name, partner role, and some topics."""

    name: str
    role: str
    topics: Sequence[str]
    is_sample: bool


OPEN_NAMES = select(Person.id, Person.name, Person.is_sample).where(
    MentorProfile.person_id == Person.id,
    MentorProfile.is_shown_publicly.is_(True),
    IS_ACTIVE,
    HAS_LOGIN,
    PERSON_SEEN,
)
WORDS = (
    select(PersonTerm.person_id, PersonTerm.facet, PersonTerm.key)
    .where(PersonTerm.facet == "role", PersonTerm.person_id.in_(bindparam("ids", expanding=True)))
    .union_all(
        select(MentorTerm.person_id, MentorTerm.facet, MentorTerm.key).where(
            MentorTerm.facet == "topic", MentorTerm.person_id.in_(bindparam("ids", expanding=True))
        )
    )
)


def named() -> list[Named]:
    """A few of the mentors who agreed to be named to visitors, others every day; nobody without a partner role."""
    today = clock.now().astimezone(SITE_ZONE).date()
    return tallies.recall(("mentor", "person", "topic"), ("named mentors", today), lambda: read_named(today))


def read_named(today: date) -> list[Named]:
    rows = reading.rows(OPEN_NAMES, scopes=sorted(COUNTED)).all()
    said: dict[int, dict[str, list[str]]] = {row.id: {"role": [], "topic": []} for row in rows}
    for id, facet, key in reading.rows(WORDS, ids=list(said)) if said else ():
        said[id][facet].append(key)
    drawn = sorted((row for row in rows if said[row.id]["role"]), key=lambda row: lot(today, row.id))
    topics = facet_labels("topic")
    return [
        Named(
            name=row.name.split()[0],
            role=ROLES.label(sorted(said[row.id]["role"])[0]),
            topics=[topics[key] for key in sorted(said[row.id]["topic"]) if key in topics][:3],
            is_sample=row.is_sample,
        )
        for row in drawn[:SHOWN_TO_VISITORS]
    ]


def lot(today: date, id: int) -> str:
    return hashlib.sha256(f"{today}:{id}".encode()).hexdigest()
