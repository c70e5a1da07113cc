"""What other rooms ask about people: what a member has not told yet, and who is worth a conversation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Integer, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from ion.base.vocabulary.places import STATES
from ion.core import reading, tallies
from ion.core.labels import facet_labels, names_in_words
from ion.core.people import HAS_LOGIN, PERSON_SEEN, page_path
from ion.directory.queries.areas import areas_by_state
from ion.models import Organization, Person, PersonTerm

SHARED = ("topic", "role", "state", "area")
"""What two people can have in common and talk about."""
QUESTIONS = (("role", "role"), ("topics", "topic"), ("area", "state"))
"""The three questions after joining, and the facet in which each answer stands; a state alone answers "area"."""

mine, theirs = aliased(PersonTerm), aliased(PersonTerm)


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody worth a conversation; `reasons` are true sentences about what they share with who asks."""

    id: int
    path: str
    name: str
    job_title: str
    organization: str
    ask_me_about: str
    is_sample: bool
    reasons: tuple[str, ...]


FACETS_TOLD = (
    select(PersonTerm.facet).where(PersonTerm.person_id == bindparam("id", type_=Integer)).distinct()
)


def missing_answers(person_id: int) -> list[str]:
    """Which of the three questions a person has not answered: "role", "topics", "area"."""
    told = {facet for (facet,) in reading.rows(FACETS_TOLD, id=person_id)}
    return [question for question, facet in QUESTIONS if facet not in told]


NEAREST = (
    select(theirs.person_id.label("id"), func.count().label("in_common"))
    .select_from(mine)
    .join(theirs, and_(theirs.facet == mine.facet, theirs.key == mine.key))
    .where(mine.person_id == bindparam("id", type_=Integer), mine.facet.in_(SHARED))
    .where(theirs.person_id != mine.person_id)
    .group_by(theirs.person_id)
    .order_by(func.count().desc(), theirs.person_id)
    .limit(bindparam("among"))
    .subquery()
)
"""Who shares most with a person, whoever they are: whether they may be seen is asked of so many only."""
CANDIDATES, EVERYONE = 40, 2**31 - 1
PEERS = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Person.ask_me_about,
        Person.is_sample,
        Organization.name.label("organization"),
    )
    .join(NEAREST, NEAREST.c.id == Person.id)
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(PERSON_SEEN, HAS_LOGIN)
    .order_by(NEAREST.c.in_common.desc(), Person.id)
    .limit(bindparam("limit"))
)
IN_BOTH = (
    select(theirs.person_id, theirs.facet, theirs.key)
    .select_from(mine)
    .join(theirs, and_(theirs.facet == mine.facet, theirs.key == mine.key))
    .where(mine.person_id == bindparam("id", type_=Integer), mine.facet.in_(SHARED))
    .where(theirs.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(theirs.person_id, theirs.facet, theirs.key)
)


def worth_a_conversation(person_id: int, scopes: frozenset[str], limit: int = 2) -> list[Peer]:
    """Members whose page a holder of `scopes` may see, who share most with a person; equals by id.

    Only who signs in is named, never the person who asks, and nobody without something in common.
    """
    kinds = ("person", "organization", "topic", "area")
    return tallies.recall(
        kinds, ("peers", person_id, scopes, limit), lambda: peers_of(person_id, scopes, limit)
    )


def peers_of(person_id: int, scopes: frozenset[str], limit: int) -> list[Peer]:
    asked = {"id": person_id, "scopes": sorted(scopes), "limit": limit}
    rows = reading.rows(PEERS, **asked, among=CANDIDATES).all()
    if len(rows) < limit:  # nearly all of them are hidden, or are no members, or there are no more
        rows = reading.rows(PEERS, **asked, among=EVERYONE).all()
    if not rows:
        return []
    common = reading.rows(IN_BOTH, id=person_id, ids=[row.id for row in rows]).all()
    return [
        Peer(
            id=row.id,
            path=page_path(row.id),
            name=row.name,
            job_title=row.job_title,
            organization=row.organization or row.affiliation,
            ask_me_about=row.ask_me_about,
            is_sample=row.is_sample,
            reasons=reasons((facet, key) for id, facet, key in common if id == row.id),
        )
        for row in rows
    ]


def reasons(common: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What two people share, in words, of (facet, key); a local area says its state too."""
    keys: dict[str, list[str]] = {facet: [] for facet in SHARED}
    for facet, key in common:
        keys[facet].append(key)
    sentences = (
        ("Also works on", in_words("topic", keys["topic"])),
        ("Also in", names_in_words(places(keys["area"], keys["state"]))),
        ("Same partner role:", in_words("role", keys["role"])),
    )
    return tuple(f"{begin} {words}" for begin, words in sentences if words)


def places(areas: Collection[str], states: Collection[str]) -> list[str]:
    """Local areas with their state, then the states that none of them lies in."""
    told = [
        (f"{name} ({STATES.label(state)})", state)
        for state, names in areas_by_state().items()
        for key, name in names.items()
        if key in areas
    ]
    others = [STATES.label(key) for key in states if key not in {state for _, state in told}]
    return [words for words, _ in told] + others


def in_words(facet: str, keys: Collection[str]) -> str | None:
    labels = facet_labels(facet)
    return names_in_words([label for key, label in labels.items() if key in keys])
