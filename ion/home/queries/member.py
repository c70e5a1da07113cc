"""What the front page of a signed-in member shows besides what is new: dates, the state, one announcement."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal, select, union_all

from ion.base.extensions import db
from ion.base.vocabulary.places import STATES
from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.core.people import PERSON_SEEN
from ion.models import (
    Delivery,
    Fate,
    Item,
    ItemTerm,
    LastVisit,
    OrganizationTerm,
    OutboxRow,
    Person,
    PersonTerm,
    Post,
    RecentSearch,
    Recording,
    SavedItem,
    User,
    Webinar,
)
from ion.models.types import UTCDateTime

SEARCHES_SHOWN = 3
DATES_SHOWN = 3
A_DAY = timedelta(hours=24)
ANNOUNCED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Date:
    """A webinar on the member's list of dates; `why` is empty for the next one of all."""

    id: int
    title: str
    path: str
    starts_at: datetime
    zone: str
    why: str
    is_sample: bool

    @property
    def is_within_a_day(self) -> bool:
        return self.starts_at - clock.now() <= A_DAY


DATES = (
    select(
        Item.id,
        Item.title,
        Item.slug,
        Item.is_sample,
        Webinar.starts_at,
        Webinar.zone,
        SavedItem.at.label("saved"),
    )
    .join(Webinar, Webinar.item_id == Item.id)
    .join(
        SavedItem, (SavedItem.item_id == Item.id) & (SavedItem.user_id == bindparam("user_id")), isouter=True
    )
    .where(Item.kind == "webinar", SEEN, CURRENT, Webinar.cancelled_at.is_(None))
    .where(Webinar.ends_at > bindparam("now", type_=UTCDateTime))
    .order_by(SavedItem.at.is_(None), Webinar.starts_at, Item.id)
    .limit(DATES_SHOWN)
)


def dates(user_id: int, scopes: frozenset[str]) -> list[Date]:
    """The next webinars the member saved; where none is, the next one of all."""
    rows = reading.rows(DATES, user_id=user_id, scopes=sorted(scopes), now=clock.now()).all()
    mine = [row for row in rows if row.saved] or rows[:1]
    return [
        Date(
            id=row.id,
            title=row.title,
            path=f"/webinars/{row.slug}",
            starts_at=row.starts_at,
            zone=row.zone,
            why="You saved this" if row.saved else "",
            is_sample=row.is_sample,
        )
        for row in mine
    ]


def last_searches(user_id: int) -> list[tuple[str, str]]:
    """The member's last few questions, newest first, as (words, address)."""
    rows = db.session.execute(
        select(RecentSearch.words, RecentSearch.address)
        .where(RecentSearch.user_id == user_id)
        .order_by(RecentSearch.at.desc())
        .limit(SEARCHES_SHOWN)
    )
    return [(words, address) for words, address in rows]


def visit_before(user_id: int) -> datetime | None:
    """When the visit before this one ended; None for the first."""
    return db.session.scalar(select(LastVisit.before_at).where(LastVisit.user_id == user_id))


@dataclass(frozen=True, slots=True)
class StateInBrief:
    """How much there is about one state, and where."""

    name: str
    path: str
    practices: int
    organizations: int
    people: int


def state_in_brief(state: str, scopes: frozenset[str]) -> StateInBrief:
    """Counts for the three lines about a state; current items only."""
    parameters = {"state": state, "scopes": sorted(scopes), "now": clock.now()}

    def tally() -> StateInBrief:
        found = {row.what: row.number for row in reading.rows(IN_STATE, **parameters)}
        return StateInBrief(
            STATES.label(state), f"/states/{state}", found["practice"], found["organization"], found["person"]
        )

    return tallies.recall(("practice", "organization", "person"), ("state", state, scopes), tally)


IN_STATE = union_all(
    select(literal("practice").label("what"), func.count().label("number"))
    .select_from(Item)
    .join(ItemTerm, ItemTerm.item_id == Item.id)
    .where(
        ItemTerm.facet == "state", ItemTerm.key == bindparam("state"), Item.kind == "practice", SEEN, CURRENT
    ),
    select(literal("organization"), func.count())
    .select_from(OrganizationTerm)
    .where(OrganizationTerm.facet == "state", OrganizationTerm.key == bindparam("state")),
    select(literal("person"), func.count())
    .select_from(Person)
    .join(PersonTerm, PersonTerm.person_id == Person.id)
    .where(PersonTerm.facet == "state", PersonTerm.key == bindparam("state"), PERSON_SEEN),
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A post of ION staff that members are told of once."""

    id: int
    title: str
    path: str
    summary: str
    published_at: datetime
    is_sample: bool


ANNOUNCED = (
    select(Item.id, Item.title, Item.slug, Item.summary, Item.published_at, Item.is_sample)
    .join(Post, Post.item_id == Item.id)
    .where(Post.form == "announcement", SEEN, CURRENT)
    .where(Item.published_at > bindparam("since", type_=UTCDateTime))
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(1)
)


def announcement(user_id: int, scopes: frozenset[str]) -> Announcement | None:
    """The newest announcement of the last ANNOUNCED_FOR, unless this member put it away."""
    at = clock.now()
    row = reading.rows(ANNOUNCED, scopes=sorted(scopes), since=at - ANNOUNCED_FOR, now=at).one_or_none()
    if row is None or row.id in put_away(user_id):
        return None
    return Announcement(row.id, row.title, f"/blog/{row.slug}", row.summary, row.published_at, row.is_sample)


def put_away(user_id: int) -> list[int]:
    preferences = db.session.scalar(select(User.preferences).where(User.id == user_id)) or {}
    return list(preferences.get("put_away", ()))


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for ION staff."""

    failed_mail: int
    failed_work: int
    held_recordings: int


WAITING = union_all(
    select(literal("mail").label("what"), func.count().label("number")).where(
        Delivery.fate.in_((Fate.UNKNOWN, Fate.REFUSED))
    ),
    select(literal("work"), func.count()).where(OutboxRow.failed_at.is_not(None)),
    select(literal("recordings"), func.count()).where(Recording.published_at.is_(None)),
)


def desk() -> Desk:
    """How much of each waits."""
    found = {row.what: row.number for row in reading.rows(WAITING)}
    return Desk(found["mail"], found["work"], found["recordings"])
