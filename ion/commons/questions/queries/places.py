"""The item that questions are about, as one reader meets it, and how far its sheet has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, exists, func, select

from ion.base.extensions import db
from ion.commons.questions.policies import KINDS, Phase, Reader, Span, closed, moderates
from ion.core import clock, items, reading
from ion.core.access import PUBLIC, SEEN
from ion.core.memory import Memory
from ion.models import Item, ItemAuthor, QuestionSheet, Recording, Webinar


@dataclass(frozen=True, slots=True)
class Place:
    """An item of which questions are asked. `version` is its sheet's; `recording_id` the first recording of it that is
    out, whose words stand at `<path>/transcript` (0: none)."""

    id: int
    kind: str
    title: str
    path: str
    version: int
    span: Span
    zone: str
    is_archived: bool
    is_moderator: bool
    recording_id: int

    @property
    def phase(self) -> Phase:
        return self.span.phase(clock.now())

    @property
    def is_cancelled(self) -> bool:
        return self.span.cancelled_at is not None

    @property
    def closed(self) -> str:
        """Why no new questions are taken, in words; empty where they are."""
        return closed(self.is_archived, self.is_cancelled)


IS_AUTHOR = exists().where(
    ItemAuthor.item_id == Item.id, ItemAuthor.person_id == bindparam("person_id", type_=Integer)
)
FIRST_RECORDING = (
    select(func.min(Recording.id))
    .where(Recording.webinar_id == Item.id, Recording.published_at.is_not(None))
    .scalar_subquery()
)
PLACE = (
    select(
        Item.id,
        Item.kind,
        Item.slug,
        Item.title,
        Item.expires_at,
        Webinar.starts_at,
        Webinar.ends_at,
        Webinar.cancelled_at,
        Webinar.zone,
        Webinar.moderator_id,
        QuestionSheet.version,
        IS_AUTHOR.label("is_author"),
        FIRST_RECORDING.label("recording_id"),
    )
    .join(Webinar, Webinar.item_id == Item.id, isouter=True)
    .join(QuestionSheet, QuestionSheet.item_id == Item.id, isouter=True)
    .where(Item.id == bindparam("id", type_=Integer), Item.kind.in_(KINDS), SEEN)
)


def place(item_id: int, reader: Reader) -> Place | None:
    """The item, where questions are asked of its kind and the reader may see it."""
    asked = {"id": item_id, "person_id": reader.person_id, "scopes": sorted(reader.scopes)}
    row = reading.rows(PLACE, **asked).one_or_none()
    path = items.paths_of([row], reader.scopes).get(row.id) if row else None
    if row is None or path is None:
        return None
    return Place(
        id=row.id,
        kind=row.kind,
        title=row.title,
        path=path,
        version=row.version or 0,
        span=Span(row.starts_at, row.ends_at, row.cancelled_at),
        zone=row.zone or "",
        is_archived=row.expires_at is not None and row.expires_at <= clock.now(),
        is_moderator=moderates(reader, is_author=row.is_author, moderator_id=row.moderator_id),
        recording_id=row.recording_id or 0,
    )


VERSION = (
    select(Item.id, QuestionSheet.version)
    .join(QuestionSheet, QuestionSheet.item_id == Item.id, isouter=True)
    .where(Item.id == bindparam("id", type_=Integer), Item.kind.in_(KINDS), SEEN)
)


def version_of(item_id: int, scopes: frozenset[str]) -> int | None:
    """The version of an item's sheet, 0 where nothing was asked yet; None where a holder of `scopes` sees no item.

    This is all that a page which looks for news asks: two reads by primary key, in one question.
    """
    row = reading.rows(VERSION, id=item_id, scopes=sorted(scopes)).one_or_none()
    return None if row is None else row.version or 0


FRESH = timedelta(seconds=2)
"""How old the version may be that a visitor's page is answered from."""
_recent: Memory[tuple[int | None, datetime]] = Memory(500)


def recent_version(item_id: int) -> int | None:
    """`version_of` for visitors, whom nobody has to be looked up for: at most FRESH old."""
    key, at = (db.engine, item_id), clock.now()
    found = _recent.get(key)
    if found is None or not timedelta() <= at - found[1] < FRESH:
        found = (version_of(item_id, frozenset({PUBLIC})), at)
        _recent.keep(key, found)
    return found[0]


def forget_recent() -> None:
    """Read every version anew."""
    _recent.forget()
