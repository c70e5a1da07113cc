"""The desk: every item that is published this way, where its newest version stands, and who works on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.core import clock, tallies
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.staleness import HANDWORK, untouched
from ion.models import Edition, Item, ItemState, Person, Revision, User, Withdrawal

LATE = timedelta(minutes=15)
"""What should have gone out longer ago than this says that the worker is not running."""
REMEMBERED = timedelta(seconds=30)
MINE = "mine"
TABS = (MINE, "in_review", "scheduled", "drafts", "published", "archived", "stale", "withdrawn")

T = TypeVar("T")
worker, worker_login = aliased(Person), aliased(User)
asker, asker_login = aliased(Person), aliased(User)
STANDING = case(
    (Item.state == ItemState.WITHDRAWN, Item.state), else_=func.coalesce(Edition.state, Item.state)
)
"""Where the newest version of an item stands, as `policies.standing` has it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items: of a tab, for a user (what is theirs), of a kind, with words in the title."""

    user_id: int
    tab: str = MINE
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An item as the desk lists it. `state` is where its newest version stands, `is_live` whether readers have one."""

    id: int
    kind: str
    title: str
    state: ItemState
    is_live: bool
    is_sample: bool
    is_archived: bool
    changed_at: datetime | None
    changed_by: str
    asked_at: datetime | None
    asked_by: str
    publish_at: datetime | None
    zone: str
    published_at: datetime | None
    expires_at: datetime | None
    withdrawn_for: str
    is_late: bool


def conditions(user_id: int) -> dict[str, ColumnElement[bool]]:
    """SQL: what each tab holds. An item may stand in several."""
    now = clock.now()
    is_live = Item.state == ItemState.PUBLISHED
    is_current = or_(Item.expires_at.is_(None), Item.expires_at > now)
    return {
        MINE: or_(Item.owner_id == user_id, Edition.user_id == user_id),
        "in_review": STANDING == ItemState.IN_REVIEW,
        "scheduled": STANDING == ItemState.SCHEDULED,
        "drafts": STANDING == ItemState.DRAFT,
        "published": and_(is_live, is_current),
        "archived": and_(is_live, Item.expires_at <= now),
        "stale": and_(is_live, is_current, untouched()),
        "withdrawn": Item.state == ItemState.WITHDRAWN,
    }


def asked_for(chosen: Filter) -> ColumnElement[bool]:
    """SQL: kind and words, which narrow the counts of all tabs; the tab itself does not."""
    kinds = [chosen.kind] if chosen.kind else list(PUBLISHABLES.kinds())
    parts: list[ColumnElement[bool]] = [Item.kind.in_(kinds)]
    for word in chosen.words.lower().split():
        parts.append(func.lower(Item.title).contains(word, autoescape=True))
    return and_(*parts)


def remembered(name: str, chosen: Filter, compute: Callable[[], T], *more: int) -> T:
    """From memory while nothing of these kinds changes; what follows from the clock alone may be REMEMBERED old."""
    kinds = (*PUBLISHABLES.kinds(), "edition", "setting", "person")
    return tallies.recall(kinds, ("desk", name, chosen, *more), compute, lasts=REMEMBERED)


def counts(chosen: Filter) -> dict[str, int]:
    """How many items each tab holds."""
    every = replace(chosen, tab=MINE)
    return remembered("counts", every, lambda: counted(every))


def counted(chosen: Filter) -> dict[str, int]:
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(tab)
        for tab, condition in conditions(chosen.user_id).items()
    ]
    asked = select(*sums).select_from(Item).join(Edition, Edition.item_id == Item.id, isouter=True)
    asked = asked.join(Revision, HANDWORK, isouter=True)
    found = db.session.execute(asked.where(asked_for(chosen))).one()
    return {tab: int(number) for tab, number in found._mapping.items()}


def rows(chosen: Filter, *, offset: int, limit: int) -> list[DeskRow]:
    """Items of one tab: what waits longest or goes out next comes first, else what was changed last."""
    return remembered("rows", chosen, lambda: read(chosen, offset, limit), offset, limit)


def read(chosen: Filter, offset: int, limit: int) -> list[DeskRow]:
    found = db.session.execute(
        statement()
        .where(asked_for(chosen), conditions(chosen.user_id)[chosen.tab])
        .order_by(*order(chosen.tab), Item.id.desc())
        .offset(offset)
        .limit(limit)
    )
    now = clock.now()
    return [desk_row(row, now) for row in found]


def order(tab: str) -> tuple[Any, ...]:
    if tab == "scheduled":
        return (Edition.publish_at.nulls_last(),)
    if tab == "in_review":
        return (Edition.asked_at.nulls_last(),)
    if tab == "archived":
        return (Item.expires_at.desc(),)
    if tab == "stale":
        return (Item.published_at.nulls_first(),)
    return (func.coalesce(Edition.changed_at, Withdrawal.at, Item.published_at).desc().nulls_last(),)


@cache
def statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Item.id,
            Item.kind,
            Item.title,
            STANDING.label("state"),
            Item.state.label("own_state"),
            Item.is_sample,
            Item.published_at,
            Item.expires_at,
            Edition.changed_at,
            Edition.asked_at,
            Edition.publish_at,
            Edition.zone,
            worker.name.label("changed_by"),
            asker.name.label("asked_by"),
            Withdrawal.reason.label("withdrawn_for"),
        )
        .select_from(Item)
        .join(Edition, Edition.item_id == Item.id, isouter=True)
        .join(Revision, HANDWORK, isouter=True)
        .join(Withdrawal, Withdrawal.item_id == Item.id, isouter=True)
        .join(worker_login, worker_login.id == Edition.user_id, isouter=True)
        .join(worker, worker.id == worker_login.person_id, isouter=True)
        .join(asker_login, asker_login.id == Edition.asked_by_id, isouter=True)
        .join(asker, asker.id == asker_login.person_id, isouter=True)
    )


def desk_row(row: Any, now: datetime) -> DeskRow:
    state = ItemState(row.state)
    return DeskRow(
        id=row.id,
        kind=row.kind,
        title=row.title,
        state=state,
        is_live=row.own_state is ItemState.PUBLISHED,
        is_sample=row.is_sample,
        is_archived=row.expires_at is not None and row.expires_at <= now,
        changed_at=row.changed_at,
        changed_by=row.changed_by or "",
        asked_at=row.asked_at,
        asked_by=row.asked_by or "",
        publish_at=row.publish_at if state is ItemState.SCHEDULED else None,
        zone=row.zone or "",
        published_at=row.published_at,
        expires_at=row.expires_at,
        withdrawn_for=row.withdrawn_for or "",
        is_late=state is ItemState.SCHEDULED and bool(row.publish_at) and row.publish_at < now - LATE,
    )
