"""A mentor's own profile: what the form shows, and what it offers from what somebody wrote, saved and follows."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam, func, literal, select, union_all

from ion.core import reading
from ion.core.labels import facet_labels
from ion.core.mentoring import OFFERED
from ion.models import (
    Follow,
    Item,
    ItemAuthor,
    ItemState,
    ItemTerm,
    MentorProfile,
    MentorTerm,
    Person,
    PersonTerm,
    SavedItem,
    User,
    WhoMayAsk,
)

MOST = {"topic": 10, "stage": 6, "sector": 6, "population": 6}
"""How many of each facet a mentor may name."""
PREFILLED = {"topic": 5, "stage": 2, "sector": 3, "population": 3}
"""How many of each are ticked for somebody who has not answered yet."""
WEIGHTS = {"wrote": 4, "page": 3, "follows": 2, "saved": 1}
"""What is nearer to somebody's own work is offered first."""

Terms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a mentor says of their mentoring: the four answers, and two consents. Terms are keys by facet."""

    terms: Terms = field(default_factory=dict)
    talks_about: str = ""
    monthly_limit: int = 2
    when_words: str = ""
    who_may_ask: WhoMayAsk = WhoMayAsk.MEMBERS
    is_shown_publicly: bool = False
    shows_record: bool = False


@dataclass(frozen=True, slots=True)
class Mentoring:
    """A person who mentors, for themselves: the offer, and where it stands."""

    offer: Offer
    away_until: date | None
    is_paused: bool
    has_ended: bool
    began_at: datetime


PROFILE = select(
    MentorProfile.talks_about,
    MentorProfile.monthly_limit,
    MentorProfile.when_words,
    MentorProfile.who_may_ask,
    MentorProfile.is_shown_publicly,
    MentorProfile.shows_record,
    MentorProfile.away_until,
    MentorProfile.paused_at,
    MentorProfile.ended_at,
    MentorProfile.began_at,
).where(MentorProfile.person_id == bindparam("id", type_=Integer))
TERMS = (
    select(MentorTerm.facet, MentorTerm.key)
    .where(MentorTerm.person_id == bindparam("id", type_=Integer))
    .order_by(MentorTerm.facet, MentorTerm.key)
)


def mentoring_of(person_id: int) -> Mentoring | None:
    """What a person says of their mentoring, ended or not; None for who never began."""
    row = reading.rows(PROFILE, id=person_id).first()
    if row is None:
        return None
    terms: dict[str, list[str]] = {facet: [] for facet in OFFERED}
    for facet, key in reading.rows(TERMS, id=person_id):
        terms.setdefault(facet, []).append(key)
    offer = Offer(
        terms={facet: tuple(keys) for facet, keys in terms.items()},
        talks_about=row.talks_about,
        monthly_limit=row.monthly_limit,
        when_words=row.when_words,
        who_may_ask=row.who_may_ask,
        is_shown_publicly=row.is_shown_publicly,
        shows_record=row.shows_record,
    )
    return Mentoring(offer, row.away_until, row.paused_at is not None, row.ended_at is not None, row.began_at)


PERSON_ID = bindparam("id", type_=Integer)
FACETS: BindParameter[str] = bindparam("facets", expanding=True)
WROTE = (
    select(literal("wrote").label("way"), ItemTerm.facet, ItemTerm.key)
    .join(ItemAuthor, ItemAuthor.item_id == ItemTerm.item_id)
    .join(Item, Item.id == ItemTerm.item_id)
    .where(ItemAuthor.person_id == PERSON_ID, Item.state == ItemState.PUBLISHED, ItemTerm.facet.in_(FACETS))
)
SAVED = (
    select(literal("saved").label("way"), ItemTerm.facet, ItemTerm.key)
    .join(SavedItem, SavedItem.item_id == ItemTerm.item_id)
    .join(User, User.id == SavedItem.user_id)
    .where(User.person_id == PERSON_ID, ItemTerm.facet.in_(FACETS))
)
FOLLOWS = (
    select(literal("follows").label("way"), Follow.kind.label("facet"), Follow.key)
    .join(User, User.id == Follow.user_id)
    .where(User.person_id == PERSON_ID, Follow.kind.in_(FACETS))
)
PAGE = select(literal("page").label("way"), PersonTerm.facet, PersonTerm.key).where(
    PersonTerm.person_id == PERSON_ID, PersonTerm.facet.in_(FACETS)
)
SIGNS = union_all(WROTE, SAVED, FOLLOWS, PAGE).subquery()
KNOWN = select(SIGNS.c.way, SIGNS.c.facet, SIGNS.c.key, func.count().label("times")).group_by(
    SIGNS.c.way, SIGNS.c.facet, SIGNS.c.key
)
ABOUT = select(Person.ask_me_about, Person.audience).where(Person.id == PERSON_ID)


@dataclass(frozen=True, slots=True)
class Start:
    """What the form begins with for somebody who has not answered yet; `is_from_here` where something was found."""

    offer: Offer
    is_from_here: bool


def suggested(person_id: int) -> Start:
    """An offer from what somebody wrote, says on their page, follows and saved, the nearest to their work first."""
    weights: dict[str, Counter[str]] = {facet: Counter() for facet in OFFERED}
    for way, facet, key, times in reading.rows(KNOWN, id=person_id, facets=list(OFFERED)):
        weights[facet][key] += WEIGHTS[way] * times
    terms = {facet: best(counted, facet) for facet, counted in weights.items()}
    about: Any = reading.rows(ABOUT, id=person_id).one()
    return Start(Offer(terms=terms, talks_about=about.ask_me_about), any(terms.values()))


def best(counted: Counter[str], facet: str) -> tuple[str, ...]:
    """The keys that weigh most and are still listed; equal ones in the order of their list."""
    listed = [key for key in facet_labels(facet) if counted[key]]
    return tuple(sorted(listed, key=lambda key: -counted[key])[: PREFILLED[facet]])


def audience_of(person_id: int) -> str:
    """Who sees the person's page; a mentor whose page ION staff alone see is found by nobody."""
    return str(reading.rows(ABOUT, id=person_id).one().audience)


def choices(facet: str, held: Collection[str]) -> list[tuple[str, str]]:
    """What a facet offers, as (key, label): what is held first, even where it is no longer listed."""
    labels = facet_labels(facet)
    first = [(key, labels.get(key, key)) for key in held]
    return [*first, *((key, label) for key, label in labels.items() if key not in set(held))]
