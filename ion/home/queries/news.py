"""What is new for one member, each thing with the reasons why it is shown to this member."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from ion.base.vocabulary.places import ETA_REGIONS
from ion.core import clock, items, reading
from ion.core.labels import label
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.home.queries.newest import FACETS, LONGEST, Newest, Pair, newest
from ion.models import Follow, Person, PersonTerm

SHOWN = 5
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Interests:
    """What one member cares about: own facet values (with the ETA Regions of the states), and what is followed.

    `told` are the facets of which the member said anything at all.
    """

    own: frozenset[Pair]
    followed: frozenset[Pair]
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class News:
    """One new thing and why this member is shown it, the strongest reason first."""

    subject: Subject
    kind_label: str
    reasons: tuple[str, ...]


class Reason(NamedTuple):
    """How much something weighs for a member, and what it is: followed or not, a facet or "person", and the key."""

    weight: int
    is_followed: bool
    kind: str
    key: str


ANYTHING = Reason(0, False, "", "")
WANTED = union_all(
    select(literal("own").label("source"), PersonTerm.facet, PersonTerm.key).where(
        PersonTerm.person_id == bindparam("person_id")
    ),
    select(literal("follow"), Follow.kind, Follow.key).where(Follow.user_id == bindparam("user_id")),
)


def interests(user_id: int, person_id: int) -> Interests:
    """What the member said and follows; the ETA Regions follow from the states."""
    rows = reading.rows(WANTED, user_id=user_id, person_id=person_id).all()
    said = {(row.facet, row.key) for row in rows if row.source == "own"}
    regions = items.regions_of([key for facet, key in said if facet == "state"])
    return Interests(
        own=frozenset(pair for pair in said if pair[0] in FACETS)
        | {("region", region) for region in regions},
        followed=frozenset((row.facet, row.key) for row in rows if row.source == "follow"),
        told=frozenset(facet for facet, _ in said),
    )


def window(before: datetime | None) -> tuple[datetime, bool]:
    """From when on things are new, and whether that is the last visit: never more than LONGEST ago."""
    at = clock.now()
    if before is None or before < at - LONGEST:
        return at - FORTNIGHT, False
    return before, True


def news(cares: Interests, since: datetime, person_id: int, scopes: frozenset[str]) -> list[News]:
    """The new things that have most to do with the member, the newest of equals first; never the member's own."""
    pool = newest(scopes)
    fresh = bisect_left(pool.published, True, key=lambda at: at <= since)
    found: dict[int, list[Reason]] = {}
    for reason, places in concerning(cares, pool):
        for place in places:
            if place < fresh:
                found.setdefault(place, []).append(reason)
    if not cares.own and not cares.followed:
        found = {place: [ANYTHING] for place in range(fresh)}
    mine = frozenset(pool.written.get(person_id, ()))
    ranked = sorted(
        (place for place in found if place not in mine),
        key=lambda place: (-sum(reason.weight for reason in found[place]), place),
    )[:SHOWN]
    return told({pool.ids[place]: found[place] for place in ranked}, scopes)


def concerning(cares: Interests, pool: Newest) -> Iterator[tuple[Reason, Sequence[int]]]:
    """Every reason that the member has for any thing of the pool, with the places it holds for."""
    for kind, key in cares.followed:
        if kind == "person" and key.isdecimal():
            yield Reason(3, True, kind, key), pool.written.get(int(key), ())
        else:
            yield Reason(3, True, kind, key), pool.having.get((kind, key), ())
    for facet, key in cares.own - cares.followed:
        yield Reason(1 if facet == "region" else 2, False, facet, key), pool.having.get((facet, key), ())


def told(reasons: Mapping[int, Sequence[Reason]], scopes: frozenset[str]) -> list[News]:
    """These things, in their order, with the reasons in words; what may not be seen any more is left out."""
    subjects = items.subjects(reasons, scopes)
    names = names_of({reason.key for each in reasons.values() for reason in each if reason.kind == "person"})
    return [
        News(subjects[id], SUBJECTS[subjects[id].kind].label, in_words(each, names))
        for id, each in reasons.items()
        if id in subjects
    ]


NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))


def names_of(keys: Collection[str]) -> dict[str, str]:
    """The names of followed persons, by the key under which they are followed."""
    rows = reading.rows(NAMES, ids=[int(key) for key in keys]) if keys else ()
    return {str(id): name for id, name in rows}


def in_words(reasons: Iterable[Reason], names: Mapping[str, str]) -> tuple[str, ...]:
    """The two strongest reasons; the ETA Region only where nothing else is known."""
    words = {(reason.weight, sentence(reason, names)) for reason in reasons}
    ordered = sorted(words, key=lambda each: (-each[0], each[1]))
    strong = [words for weight, words in ordered if weight > 1 and words]
    return tuple((strong or [words for _, words in ordered if words])[:2])


OWN_WORDS = {"topic": "Your topic", "role": "Your partner role", "state": "Your state"}


def sentence(reason: Reason, names: Mapping[str, str]) -> str:
    """One reason in words; empty for one that has lost its name."""
    kind, key = reason.kind, reason.key
    if reason == ANYTHING:
        return "New on ION"
    if reason.is_followed:
        name = names.get(key, "") if kind == "person" else label(kind, key)
        return f"You follow {name}" if name else ""
    if kind == "region":
        return f"ETA Region {key}, like your state" if key in ETA_REGIONS else ""
    return f"{OWN_WORDS[kind]}: {label(kind, key)}"
