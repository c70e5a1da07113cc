"""Recordings that nobody is shown yet."""

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from ion.core import reading
from ion.models import Item, ItemState, Recording, Webinar
from ion.webinars.queries.filters import PATH


class HeldRecording(NamedTuple):
    """A recording that waits for captions. `path` is None while its webinar is not published."""

    title: str
    path: str | None
    recording: str
    url: str
    reason: str


NO_CAPTIONS = "No captions"


def held(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Recordings without captions of webinars a holder of `scopes` may know of, withdrawn ones left out."""
    return (
        select(*columns)
        .select_from(Recording)
        .join(Webinar, Webinar.item_id == Recording.webinar_id)
        .join(Item, Item.id == Webinar.item_id)
        .where(Recording.published_at.is_(None), Recording.has_captions.is_(False))
        .where(Item.state != ItemState.WITHDRAWN, Item.audience.in_(bindparam("scopes", expanding=True)))
    )


TOTAL = held(func.count(Recording.id))
HELD = (
    held(Item.slug, Item.title, Item.state, Recording.title.label("recording"), Recording.url)
    .order_by(Webinar.starts_at.desc(), Recording.id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)


def held_total(scopes: frozenset[str]) -> int:
    """How many recordings wait for captions."""
    return int(reading.rows(TOTAL, scopes=sorted(scopes)).scalar_one())


def held_recordings(scopes: frozenset[str], *, offset: int, limit: int) -> list[HeldRecording]:
    """Recordings that wait for captions, of the latest webinar first."""
    rows = reading.rows(HELD, scopes=sorted(scopes), offset=offset, limit=limit)
    return [
        HeldRecording(
            title=row.title,
            path=PATH + row.slug if row.state == ItemState.PUBLISHED else None,
            recording=row.recording or row.title,
            url=row.url,
            reason=NO_CAPTIONS,
        )
        for row in rows
    ]
