"""Mentors who could be asked by a reader, with what they have; remembered, since every suggestion looks at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from ion.base.extensions import db
from ion.core import reading, tallies
from ion.core.matching.index import Index
from ion.core.matching.scoring import Term
from ion.core.mentoring import terms_of
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.core.ports.query import folded_words
from ion.models import MentorProfile, Person, WhoMayAsk

KINDS = ("mentor", "person", "organization")
CHUNK = 5_000
"""Terms are asked for of so many mentors at once: both databases bound the parameters of a statement."""
FEW, OFTEN = 10, 4
"""A word that more than one in four mentors write (and more than ten) is everybody's."""

ACTIVE = (
    select(
        MentorProfile.person_id,
        Person.name,
        Person.zone,
        MentorProfile.talks_about,
        MentorProfile.who_may_ask,
        MentorProfile.away_until,
    )
    .join(Person, Person.id == MentorProfile.person_id)
    .where(MentorProfile.ended_at.is_(None), MentorProfile.paused_at.is_(None))
    .where(PERSON_SEEN, HAS_LOGIN)
    .order_by(MentorProfile.person_id)
)
AMONG = ACTIVE.where(MentorProfile.person_id.in_(bindparam("ids", expanding=True)))


@lru_cache(maxsize=CHUNK)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded; remembered, since the pool is read again whenever one mentor changes."""
    return frozenset(folded_words(text))


@dataclass(frozen=True)
class Mentor:
    """Somebody who takes requests: `away_until` is a date in their `zone`."""

    id: int
    name: str
    zone: str
    talks_about: str
    who_may_ask: WhoMayAsk
    away_until: date | None
    terms: frozenset[Term]

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of what they wrote, in the form in which words are compared."""
        return words_of(self.talks_about)

    @property
    def regions(self) -> frozenset[str]:
        """The ETA Regions of their states."""
        return frozenset(key for facet, key in self.terms if facet == "region")


@dataclass(frozen=True)
class Pool:
    """The mentors by their person id, ascending; `index` is what each of them has, for ranking."""

    mentors: Mapping[int, Mentor]

    @cached_property
    def index(self) -> Index:
        return Index({id: mentor.terms for id, mentor in self.mentors.items()})

    @cached_property
    def written(self) -> dict[str, list[int]]:
        """Who wrote each word, in the form in which words are compared."""
        found: dict[str, list[int]] = {}
        for id, mentor in self.mentors.items():
            for word in mentor.said:
                found.setdefault(word, []).append(id)
        return found

    def speakers(self, word: str) -> Sequence[int]:
        """Who wrote a word; nobody for one that says nothing of them, since many write it."""
        ids = self.written.get(word, [])
        return ids if len(ids) <= max(FEW, len(self.mentors) // OFTEN) else ()

    def having(self, facet: str) -> frozenset[str]:
        """The keys of a facet that any of them has."""
        return frozenset(key for mentor in self.mentors.values() for of, key in mentor.terms if of == facet)


def pool(scopes: frozenset[str]) -> Pool:
    """All mentors with a login whose page a holder of `scopes` may see, but for those who paused or ended.

    Whether they have openings is not in it: ask ion.core.mentoring.openings of the few that matter.
    """
    seen = tallies.held_audiences(scopes)
    name = ("mentoring pool", seen)
    known = tallies.still_right((db.engine, KINDS, name), version())
    if known:  # tallies themselves remember nothing for a session that writes
        return known.value  # type: ignore[no-any-return]
    return tallies.recall(KINDS, name, lambda: made(reading.rows(ACTIVE, scopes=sorted(seen)).all()))


def version() -> tuple[int, ...]:
    """The versions of KINDS as of this moment of a unit of work, whose own writes count; else of this session."""
    if not db.session().info.get(tallies.PAUSED):
        return tallies.version_of(KINDS)
    now = {row.kind: row.number for row in reading.rows(tallies.VERSIONS_NOW)}
    return tuple(now.get(kind, 0) for kind in KINDS)


def mentors(ids: Collection[int], scopes: frozenset[str]) -> Pool:
    """Those of these persons who are in the pool of a holder of `scopes`, read afresh: for where it decides."""
    return made(reading.rows(AMONG, scopes=sorted(scopes), ids=list(ids)).all()) if ids else Pool({})


def made(rows: Sequence[Any]) -> Pool:
    terms = dict[int, frozenset[Term]]()
    for ids in parted([row.person_id for row in rows]):
        terms |= terms_of(ids)
    return Pool(
        {
            row.person_id: Mentor(
                row.person_id,
                row.name,
                row.zone,
                row.talks_about,
                row.who_may_ask,
                row.away_until,
                terms[row.person_id],
            )
            for row in rows
        }
    )


def parted(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(ids), CHUNK):
        yield ids[begin : begin + CHUNK]
