"""Outside links as ION staff see them, and which of them are to be checked."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from ion.base.extensions import db
from ion.core import clock, items, reading
from ion.core.access import current
from ion.models import Item, ItemState, LinkUse, OutboxRow, OutsideLink
from ion.upkeep.queries.things import Thing, thing_of

PATH = "/staff/links"
ROUND = "upkeep.check_links"
CHECK = "upkeep.check_link"
FIND = "upkeep.find_links"
BROKEN_AFTER = 2
"""Failures in a row, in different runs, that make a link broken: one soft failure is not news."""
PER_TURN = 40
SHOWN_USES = 5


class Which(StrEnum):
    """Which links a list shows."""

    BROKEN = "broken"
    IGNORED = "ignored"


def live() -> ColumnElement[bool]:
    """SQL: the item is published and not archived."""
    return and_(Item.state == ItemState.PUBLISHED, current(clock.now()))


def is_used() -> ColumnElement[bool]:
    """SQL: some live item holds the link."""
    return exists().where(LinkUse.link_id == OutsideLink.id, LinkUse.item_id == Item.id, live())


def chosen(which: Which) -> ColumnElement[bool]:
    if which is Which.IGNORED:
        return OutsideLink.ignored_at.is_not(None)
    return and_(OutsideLink.failures >= BROKEN_AFTER, OutsideLink.ignored_at.is_(None), is_used())


@dataclass(frozen=True, slots=True)
class Totals:
    """How many links there are in live texts, how many of them were looked at, and how many each list has."""

    all: int
    checked: int
    broken: int
    ignored: int
    last_checked_at: datetime | None


def totals() -> Totals:
    """The counts above the list, in one question."""
    used = and_(OutsideLink.ignored_at.is_(None), is_used())
    row = reading.rows(
        select(
            func.count(case((used, 1))).label("all"),
            func.count(case((and_(used, OutsideLink.checked_at.is_not(None)), 1))).label("checked"),
            func.count(case((chosen(Which.BROKEN), 1))).label("broken"),
            func.count(case((chosen(Which.IGNORED), 1))).label("ignored"),
            func.max(OutsideLink.checked_at).label("last"),
        ).select_from(OutsideLink)
    ).one()
    return Totals(row.all, row.checked, row.broken, row.ignored, row.last)


@dataclass(slots=True)
class LinkRow:
    """A link with the live items that hold it: the first few, and how many there are in all."""

    id: int
    url: str
    problem: str
    answered_at: datetime | None
    checked_at: datetime | None
    is_being_checked: bool
    held_in: list[Thing] = field(default_factory=list)
    held: int = 0

    @property
    def more(self) -> int:
        """How many items hold it besides those named."""
        return self.held - len(self.held_in)


def link_rows(which: Which, scopes: frozenset[str], *, offset: int, limit: int) -> list[LinkRow]:
    """Links of a list, the longest silent first; items that a holder of `scopes` may not know of are only counted."""
    waits = exists().where(OutboxRow.task == CHECK, OutboxRow.subject_id == OutsideLink.id)
    rows = reading.rows(
        select(
            OutsideLink.id,
            OutsideLink.url,
            OutsideLink.problem,
            OutsideLink.answered_at,
            OutsideLink.checked_at,
            waits.label("waits"),
        )
        .where(chosen(which))
        .order_by(OutsideLink.answered_at.is_not(None), OutsideLink.answered_at, OutsideLink.id)
        .offset(offset)
        .limit(limit)
    )
    found = {row.id: LinkRow(*row) for row in rows}
    for id, held, thing in uses(found, scopes):
        found[id].held = held
        if thing is not None:
            found[id].held_in.append(thing)
    return list(found.values())


def uses(ids: Collection[int], scopes: frozenset[str]) -> list[tuple[int, int, Thing | None]]:
    """The first live items that hold each link, as (link id, how many in all, the item)."""
    if not ids:
        return []
    number = func.row_number().over(partition_by=LinkUse.link_id, order_by=(Item.title, Item.id))
    held = func.count().over(partition_by=LinkUse.link_id)
    ranked = (
        select(LinkUse.link_id, Item.id, Item.kind, Item.slug, Item.title, Item.audience)
        .add_columns(number.label("number"), held.label("held"))
        .join(Item, Item.id == LinkUse.item_id)
        .where(LinkUse.link_id.in_(list(ids)), live())
        .subquery()
    )
    rows = reading.rows(
        select(ranked).where(ranked.c.number <= SHOWN_USES).order_by(ranked.c.link_id, ranked.c.number)
    ).all()
    paths = items.paths_of([row for row in rows if row.audience in scopes], scopes)
    return [(row.link_id, row.held, thing_of(row, paths) if row.audience in scopes else None) for row in rows]


def broken_uses(scopes: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    """Every broken link in every live item that a holder of `scopes` may see, for a spreadsheet."""
    rows = reading.rows(
        select(
            OutsideLink.url,
            OutsideLink.problem,
            OutsideLink.answered_at,
            OutsideLink.checked_at,
            Item.id,
            Item.kind,
            Item.slug,
            Item.title,
        )
        .join(LinkUse, LinkUse.link_id == OutsideLink.id)
        .join(Item, Item.id == LinkUse.item_id)
        .where(OutsideLink.failures >= BROKEN_AFTER, OutsideLink.ignored_at.is_(None), live())
        .where(Item.audience.in_(sorted(scopes)))
        .order_by(OutsideLink.url, Item.title, Item.id)
    ).all()
    paths = items.paths_of(rows, scopes)
    for row in rows:
        yield row.url, row.problem, row.answered_at, row.checked_at, row.title, paths.get(row.id, "")


def due(since: datetime, limit: int) -> list[tuple[int, str]]:
    """Links of live texts not looked at since an instant, the longest unseen first, one of each host."""
    rows = reading.rows(
        select(OutsideLink.id, OutsideLink.url)
        .where(OutsideLink.ignored_at.is_(None), is_used())
        .where(or_(OutsideLink.checked_at.is_(None), OutsideLink.checked_at < since))
        .order_by(OutsideLink.checked_at.is_not(None), OutsideLink.checked_at, OutsideLink.id)
    )
    by_host: dict[str, tuple[int, str]] = {}
    for id, url in rows:
        by_host.setdefault(host_of(url), (id, url))
        if len(by_host) == limit:
            break
    return list(by_host.values())


def host_of(url: str) -> str:
    """The host of a kept address, as it is asked one at a time."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Round:
    """The checking that waits or is under way; `down_at` is when the network seemed down, None where it did not."""

    key: str
    turn: int
    due_at: datetime
    down_at: datetime | None


def present_round() -> Round | None:
    """The round that waits or is under way; None for none."""
    row = db.session.scalars(
        select(OutboxRow)
        .where(OutboxRow.task == ROUND, OutboxRow.failed_at.is_(None))
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    down = row.payload.get("down_at")
    return Round(
        row.key, row.payload.get("turn", 0), row.due_at, datetime.fromisoformat(down) if down else None
    )


def url_of(link_id: int) -> str | None:
    """The address of a link; None for an unknown id."""
    url: str | None = db.session.scalar(select(OutsideLink.url).where(OutsideLink.id == link_id))
    return url
