"""Webinars as lists show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, literal, null, select

from ion.core import clock, reading, tallies
from ion.core.bylines import Name, named
from ion.core.labels import facet_labels, names_in_words
from ion.core.people import page_id
from ion.models import Item, ItemAuthor, ItemTerm, Person, Revision, Webinar
from ion.webinars.offers import Offer, offer_of
from ion.webinars.phases import Phase, phase_of
from ion.webinars.policies import Conditions
from ion.webinars.queries.filters import (
    IS_FULL,
    PAST,
    PATH,
    RECORDED,
    Filter,
    condition,
    next_turn,
)
from ion.webinars.when import Times

REMEMBERED = timedelta(seconds=30)
KINDS = ("webinar", "topic", "person", "organization")
"""What a page of webinars is made of."""

SAVED_AT = (
    select(Revision.at)
    .where(Revision.item_id == Item.id, Revision.number == Item.live_revision)
    .scalar_subquery()
)
CHANGED_AT = func.coalesce(SAVED_AT, Item.published_at)
"""SQL: when what is shown now was saved."""


TERMS = (
    Webinar.takes_registration,
    Webinar.cancelled_at,
    Webinar.starts_at,
    Webinar.ends_at,
    Webinar.zone,
    Webinar.opens_at,
    Webinar.closes_at,
    Webinar.capacity,
    Webinar.promotes_until,
    Webinar.join_minutes,
)


class Label(NamedTuple):
    """A topic as a page names it: its words and the list it leads to."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class WebinarRow:
    """A webinar as a list shows it."""

    id: int
    path: str
    title: str
    summary: str
    series: str
    host: str
    times: Times
    phase: Phase
    offer: Offer
    opens_at: datetime | None
    presenter_names: list[str]
    topics: list[Label]
    has_recording: bool
    published_at: datetime
    changed_at: datetime
    archived: bool
    is_sample: bool

    @property
    def presenters(self) -> str | None:
        """Who presents, in words; None for nobody."""
        return names_in_words(self.presenter_names)


@cache
def list_statement(shape: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """The list's question for filters of one shape, built once: the next first, of the past the last first.

    Which webinars stand on the page is settled first, so that recordings and changes are looked up for these alone.
    """
    order = (Webinar.starts_at.desc(), Item.id.desc()) if PAST in shape else (Webinar.starts_at, Item.id)
    of_page = (
        select(Item.id)
        .join(Webinar, Webinar.item_id == Item.id)
        .where(condition(shape))
        .order_by(*order)
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
        .correlate(None)
    )
    return (
        select(
            Item.id,
            Item.slug,
            Item.title,
            Item.summary,
            Item.published_at,
            Item.expires_at,
            Item.is_sample,
            Webinar.series,
            Webinar.host,
            Webinar.length_minutes,
            *TERMS,
            IS_FULL.label("is_full"),
            RECORDED.label("has_recording"),
            CHANGED_AT.label("changed_at"),
        )
        .join(Webinar, Webinar.item_id == Item.id)
        .where(Item.id.in_(of_page))
        .order_by(*order)
    )


def webinar_rows(chosen: Filter, *, offset: int, limit: int) -> list[WebinarRow]:
    """Webinars of the filter: the next first, of the past the last first."""
    asked = chosen.parameters | {"offset": offset, "limit": limit}
    rows = reading.rows(list_statement(chosen.shape), **asked).all()
    labels = labels_of([row.id for row in rows], chosen.scopes)
    names, at = facet_labels("topic"), clock.now()
    return [webinar_row(row, labels[row.id], names, at) for row in rows]


def webinar_row(row: Any, labels: "Labels", names: Mapping[str, str], at: datetime) -> WebinarRow:
    phase = phase_of(row.starts_at, row.ends_at, row.cancelled_at, at)
    return WebinarRow(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        series=row.series,
        host=row.host,
        times=Times.of(row),
        phase=phase,
        offer=offer_of(terms_in(row), at, is_full=bool(row.is_full)),
        opens_at=row.opens_at,
        presenter_names=[each.name for each in labels.presenters],
        topics=topic_labels(labels.topics, names),
        has_recording=row.has_recording,
        published_at=row.published_at,
        changed_at=changed_at(row),
        archived=row.expires_at is not None and row.expires_at <= at,
        is_sample=row.is_sample,
    )


def terms_in(row: Any) -> Conditions:
    """What registration depends on, of a row with the columns of TERMS; of what is out alone."""
    return Conditions(
        is_out=True,
        **{column.key: row._mapping[column.key] for column in TERMS},
        has_join_link=False,
    )


def changed_at(row: Any) -> datetime:
    """When the webinar last changed: saved anew, or cancelled."""
    saved: datetime = row.changed_at
    return max(saved, row.cancelled_at or saved)


def remembered_rows(chosen: Filter, *, offset: int, limit: int) -> list[WebinarRow]:
    """`webinar_rows` from memory until anything they show changes, or a webinar or a registration begins or ends.

    That a webinar is full or has places again shows within REMEMBERED: not every seat makes all lists stale.
    """
    name = ("rows", chosen, offset, limit, next_turn())
    return tallies.recall(
        KINDS, name, lambda: webinar_rows(chosen, offset=offset, limit=limit), lasts=REMEMBERED
    )


@dataclass(slots=True)
class Labels:
    presenters: list[Name]
    ids: list[int]
    topics: list[str]


ABOUT = (
    select(
        ItemTerm.item_id,
        literal(-1).label("position"),
        ItemTerm.key.label("words"),
        null().label("person"),
        null().label("page"),
    )
    .where(ItemTerm.facet == "topic", ItemTerm.item_id.in_(bindparam("ids", expanding=True)))
    .union_all(
        select(ItemAuthor.item_id, ItemAuthor.position, Person.name, Person.id, page_id(Person))
        .join(Person, Person.id == ItemAuthor.person_id)
        .where(ItemAuthor.item_id.in_(bindparam("ids", expanding=True)))
    )
    .order_by("position", "words")
)
"""Topics (position -1) and presenters of some webinars, in one question."""


def labels_of(ids: Collection[int], scopes: frozenset[str]) -> dict[int, Labels]:
    """The presenters in order, as a holder of `scopes` may meet them, and the topic keys of each webinar."""
    found = {id: Labels([], [], []) for id in ids}
    for item_id, position, words, person, page in reading.rows(ABOUT, ids=list(ids), scopes=sorted(scopes)):
        if position < 0:
            found[item_id].topics.append(words)
        else:
            found[item_id].presenters.append(named(words, page))
            found[item_id].ids.append(person)
    return found


def topic_labels(keys: Sequence[str], names: Mapping[str, str]) -> list[Label]:
    return [Label(names.get(key, key), f"{PATH}?topic={key}") for key in keys]
