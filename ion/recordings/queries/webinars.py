"""The webinar that reports and recordings belong to, as its readers and as ION staff know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, and_, bindparam, select

from ion.core import clock, reading
from ion.core.access import SEEN
from ion.core.spans import length_in_words, us_span
from ion.models import Item, ItemState, Webinar

KIND = "webinar"
PATH = "/webinars/"
STAFF_PATH = "/staff/webinars/"
KNOWN = and_(Item.kind == KIND, Item.audience.in_(bindparam("scopes", expanding=True)))
"""SQL: a webinar that ION staff who hold `scopes` may know of, whatever its state."""


@dataclass(frozen=True, slots=True)
class Held:
    """A webinar: what it is called and when it was held. `path` leads readers to it where it is published."""

    id: int
    slug: str
    title: str
    state: ItemState
    host: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    length_minutes: int
    cancelled_at: datetime | None
    expires_at: datetime | None
    takes_registration: bool
    is_sample: bool

    @property
    def path(self) -> str:
        return PATH + self.slug

    @property
    def desk(self) -> str:
        """Its page for ION staff."""
        return f"{STAFF_PATH}{self.id}"

    @property
    def is_out(self) -> bool:
        return self.state is ItemState.PUBLISHED

    @property
    def is_over(self) -> bool:
        """Whether it took place and has ended."""
        return self.cancelled_at is None and self.ends_at <= clock.now()

    @property
    def is_archived(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def when(self) -> str:
        """From when to when, in its own zone."""
        return us_span(self.starts_at, self.ends_at, ZoneInfo(self.zone))

    @property
    def length(self) -> str:
        return length_in_words(self.length_minutes)


COLUMNS = (
    Item.id,
    Item.slug,
    Item.title,
    Item.state,
    Webinar.host,
    Webinar.starts_at,
    Webinar.ends_at,
    Webinar.zone,
    Webinar.length_minutes,
    Webinar.cancelled_at,
    Item.expires_at,
    Webinar.takes_registration,
    Item.is_sample,
)
WEBINAR = select(*COLUMNS).join(Webinar, Webinar.item_id == Item.id)
BY_SLUG = WEBINAR.where(Item.kind == KIND, Item.slug == bindparam("slug"), SEEN)
BY_ID = WEBINAR.where(Item.id == bindparam("id", type_=Integer), KNOWN)


def seen(slug: str, scopes: frozenset[str]) -> Held | None:
    """The published webinar of that slug, or None where the reader may not know of one."""
    return held(reading.rows(BY_SLUG, slug=slug, scopes=sorted(scopes)).one_or_none())


def known(id: int, scopes: frozenset[str]) -> Held | None:
    """The webinar of that id whatever its state, for ION staff who may know of it."""
    return held(reading.rows(BY_ID, id=id, scopes=sorted(scopes)).one_or_none())


def held(row: Any) -> Held | None:
    return Held(*row) if row else None
