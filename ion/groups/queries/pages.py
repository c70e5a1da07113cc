"""Groups as their list and their pages show them, and their calls."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, func, select

from ion.core import clock, items, reading
from ion.core.access import CURRENT, SEEN
from ion.core.bylines import Name, named
from ion.core.labels import facet_labels
from ion.core.people import is_away, page_id
from ion.core.spans import us_span
from ion.models import GroupMember, GroupStanding, Item, ItemTerm, PeerGroup, Person, Recording, User, Webinar
from ion.models.types import UTCDateTime

KIND = "group"
PATH = "/groups/"
CALLS = 12
"""The next calls and the last ones that a group's page shows, at most so many of each."""

NUMBER = (
    select(func.count())
    .select_from(GroupMember)
    .join(User, User.id == GroupMember.user_id)
    .where(GroupMember.group_id == Item.id, GroupMember.standing != GroupStanding.ASKED)
    .where(User.suspended_at.is_(None))
    .correlate(Item)
    .scalar_subquery()
)
"""SQL beside Item: how many the roster shows."""
FACILITATOR = case((~is_away(Person), Person.name))
"""SQL: the name of the facilitator, a person; NULL where there is none, or the one is suspended."""


class Label(NamedTuple):
    """A topic as a page names it: its words and the search it leads to."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as the list shows it."""

    id: int
    path: str
    title: str
    summary: str
    rhythm: str
    is_open: bool
    members: int
    facilitator: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group as its own page shows it."""

    id: int
    path: str
    title: str
    summary: str
    html: str
    series: str
    rhythm: str
    is_open: bool
    members: int
    facilitator: Name | None
    facilitator_id: int | None
    facilitator_title: str
    topics: list[Label]
    published_at: datetime
    reviewed_on: date | None
    archived: bool
    is_sample: bool
    views: int
    likes: int


ROWS = (
    select(
        Item.id,
        Item.slug,
        Item.title,
        Item.summary,
        Item.is_sample,
        PeerGroup.rhythm,
        PeerGroup.is_open,
        FACILITATOR.label("facilitator"),
        NUMBER.label("members"),
    )
    .join(PeerGroup, PeerGroup.item_id == Item.id)
    .join(Person, Person.id == PeerGroup.facilitator_id, isouter=True)
    .where(Item.kind == KIND, SEEN, CURRENT)
    .order_by(func.lower(Item.title), Item.id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
TOTAL = select(func.count(Item.id)).where(Item.kind == KIND, SEEN, CURRENT)


def group_total(scopes: frozenset[str]) -> int:
    """How many groups there are for a holder of `scopes`, archived ones left out."""
    return int(reading.rows(TOTAL, scopes=sorted(scopes), now=clock.now()).scalar_one())


def group_rows(scopes: frozenset[str], *, offset: int, limit: int) -> list[GroupRow]:
    """Groups by their names."""
    asked = {"scopes": sorted(scopes), "now": clock.now(), "offset": offset, "limit": limit}
    return [
        GroupRow(
            row.id,
            PATH + row.slug,
            row.title,
            row.summary,
            row.rhythm,
            row.is_open,
            row.members,
            row.facilitator or "",
            row.is_sample,
        )
        for row in reading.rows(ROWS, **asked)
    ]


PAGE = (
    items.page_statement(
        KIND,
        PeerGroup.series,
        PeerGroup.rhythm,
        PeerGroup.is_open,
        PeerGroup.facilitator_id,
        NUMBER.label("members"),
        FACILITATOR.label("facilitator"),
        Person.job_title.label("facilitator_title"),
        page_id(Person).label("facilitator_page"),
    )
    .join(PeerGroup, PeerGroup.item_id == Item.id)
    .join(Person, Person.id == PeerGroup.facilitator_id, isouter=True)
)
TOPICS = (
    select(ItemTerm.key)
    .where(ItemTerm.item_id == bindparam("id"), ItemTerm.facet == "topic")
    .order_by(ItemTerm.key)
)


def group_page(slug: str, scopes: frozenset[str]) -> GroupPage | None:
    """The group of that slug, or None where the reader may not know of one."""
    row = reading.rows(PAGE, slug=slug, scopes=sorted(scopes)).one_or_none()
    return drawn(row) if row else None


def drawn(row: Any) -> GroupPage:
    names = facet_labels("topic")
    keys = [each.key for each in reading.rows(TOPICS, id=row.id)]
    return GroupPage(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        html=row.html,
        series=row.series,
        rhythm=row.rhythm,
        is_open=row.is_open,
        members=row.members,
        facilitator=named(row.facilitator, row.facilitator_page) if row.facilitator else None,
        facilitator_id=row.facilitator_id,
        facilitator_title=row.facilitator_title or "",
        topics=[Label(names.get(key, key), f"/search?topic={key}") for key in keys],
        published_at=row.published_at,
        reviewed_on=row.reviewed_on,
        archived=row.expires_at is not None and row.expires_at <= clock.now(),
        is_sample=row.is_sample,
        views=row.views,
        likes=row.likes,
    )


@dataclass(frozen=True, slots=True)
class Call:
    """A webinar of the group's series. `when` is in the webinar's own zone."""

    title: str
    path: str
    when: str
    is_ahead: bool
    is_cancelled: bool
    has_recording: bool


RECORDED = (
    select(Recording.id)
    .where(Recording.webinar_id == Item.id, Recording.published_at.is_not(None))
    .correlate(Item)
    .exists()
)
OF_SERIES = (
    select(
        Item.title,
        Item.slug,
        Webinar.starts_at,
        Webinar.ends_at,
        Webinar.zone,
        Webinar.cancelled_at,
        RECORDED.label("has_recording"),
    )
    .join(Webinar, Webinar.item_id == Item.id)
    .where(SEEN, Webinar.series == bindparam("series"), Webinar.series != "")
)
AHEAD = (
    OF_SERIES.where(Webinar.ends_at > bindparam("now", type_=UTCDateTime))
    .order_by(Webinar.starts_at, Item.id)
    .limit(CALLS)
)
BEHIND = (
    OF_SERIES.where(Webinar.ends_at <= bindparam("now", type_=UTCDateTime))
    .order_by(Webinar.starts_at.desc(), Item.id.desc())
    .limit(CALLS)
)


def calls_of(series: str, scopes: frozenset[str]) -> tuple[list[Call], list[Call]]:
    """The next calls, the soonest first, and the last ones, the latest first."""
    if not series:
        return [], []
    asked = {"series": series, "scopes": sorted(scopes), "now": clock.now()}
    ahead = [call(row, is_ahead=True) for row in reading.rows(AHEAD, **asked)]
    behind = [call(row, is_ahead=False) for row in reading.rows(BEHIND, **asked)]
    return ahead, behind


def call(row: Any, *, is_ahead: bool) -> Call:
    return Call(
        title=row.title,
        path=f"/webinars/{row.slug}",
        when=us_span(row.starts_at, row.ends_at, ZoneInfo(row.zone)),
        is_ahead=is_ahead,
        is_cancelled=row.cancelled_at is not None,
        has_recording=row.has_recording,
    )
