"""What a person wrote or presents here, as far as the reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, func, select

from ion.core import clock, items, reading, tallies
from ion.core.access import SEEN
from ion.core.ports.subjects import SUBJECTS
from ion.models import Item, ItemAuthor, Practice, Webinar

KINDS = ("practice", "post", "webinar", "deck")
"""What a person is shown to have written or presented."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """Something a person wrote, presents, or posted for others. `zone` is a webinar's own, None without an hour."""

    path: str
    title: str
    kind_label: str
    at: datetime
    zone: ZoneInfo | None
    is_attempt: bool
    is_archived: bool
    is_cancelled: bool
    is_sample: bool
    is_for_others: bool


POST = "post"
PERSON = bindparam("id", type_=Integer)
SIGNED = exists().where(ItemAuthor.item_id == Item.id, ItemAuthor.person_id == PERSON)
HAS_AUTHORS = exists().where(ItemAuthor.item_id == Item.id)


def by_person() -> ColumnElement[bool]:
    """SQL: what the person wrote or presents, and the posts that they posted."""
    theirs = select(ItemAuthor.item_id).where(ItemAuthor.person_id == PERSON)
    posted = select(Item.id).where(Item.posted_by_id == PERSON, Item.kind == POST)
    return and_(Item.id.in_(theirs.union(posted)), SEEN, Item.kind.in_(KINDS))


WHEN = func.coalesce(Webinar.starts_at, Item.published_at)
WRITTEN = (
    select(
        Item.id,
        Item.kind,
        Item.slug,
        Item.title,
        Item.expires_at,
        Item.is_sample,
        Practice.form,
        Webinar.zone,
        Webinar.cancelled_at,
        WHEN.label("at"),
        and_(~SIGNED, HAS_AUTHORS).label("is_for_others"),
    )
    .join(Webinar, Webinar.item_id == Item.id, isouter=True)
    .join(Practice, Practice.item_id == Item.id, isouter=True)
    .where(by_person())
    .order_by(WHEN.desc(), Item.id.desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
WRITTEN_TOTAL = select(func.count()).select_from(Item).where(by_person())


def written_total(id: int, scopes: frozenset[str]) -> int:
    """How many things of KINDS a person wrote, presents or posted that a holder of `scopes` may see."""

    def read() -> int:
        return int(reading.rows(WRITTEN_TOTAL, id=id, scopes=sorted(scopes)).scalar_one())

    return tallies.recall(KINDS, ("written", id, scopes), read)


def written_rows(id: int, scopes: frozenset[str], *, offset: int, limit: int) -> list[WrittenRow]:
    """What a person wrote, presents or posted, newest first: webinars by their hour, all else by publication."""
    name = ("written rows", id, scopes, offset, limit)
    return tallies.recall(KINDS, name, lambda: read_rows(id, scopes, offset, limit))


def read_rows(id: int, scopes: frozenset[str], offset: int, limit: int) -> list[WrittenRow]:
    asked = {"id": id, "scopes": sorted(scopes), "offset": offset, "limit": limit}
    rows, at = reading.rows(WRITTEN, **asked).all(), clock.now()
    paths = items.paths_of(rows, scopes)
    return [
        WrittenRow(
            path=paths[row.id],
            title=row.title,
            kind_label=SUBJECTS[row.kind].label,
            at=row.at,
            zone=ZoneInfo(row.zone) if row.zone else None,
            is_attempt=row.form == "attempt",
            is_archived=row.expires_at is not None and row.expires_at <= at,
            is_cancelled=row.cancelled_at is not None,
            is_sample=row.is_sample,
            is_for_others=bool(row.is_for_others),
        )
        for row in rows
        if row.id in paths
    ]
