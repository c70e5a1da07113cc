"""What the front page of a signed-in member shows besides dates and news: the state, one announcement."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, func, literal, select, union_all

from ion.base.vocabulary.places import STATES
from ion.commons.discussion.queries import desk as discussion
from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.core.mentoring.pending import is_stuck
from ion.core.people import PERSON_SEEN
from ion.models import (
    Delivery,
    Fate,
    Item,
    ItemTerm,
    LastVisit,
    MentoringNeed,
    OrganizationTerm,
    OutboxRow,
    Person,
    PersonTerm,
    Post,
    RecentSearch,
    Recording,
    Report,
    User,
)
from ion.models.types import UTCDateTime

SEARCHES_SHOWN = 3
ANNOUNCED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Left:
    """What a member left behind: when the visit before this one ended (None for the first), the last few
    questions, newest first, as (words, address), and the ids of announcements put away."""

    before: datetime | None
    searches: list[tuple[str, str]]
    put_away: frozenset[int]


LEFT = (
    select(LastVisit.before_at, User.preferences, RecentSearch.words, RecentSearch.address)
    .select_from(User)
    .join(LastVisit, LastVisit.user_id == User.id, isouter=True)
    .join(RecentSearch, RecentSearch.user_id == User.id, isouter=True)
    .where(User.id == bindparam("user_id", type_=Integer))
    .order_by(RecentSearch.at.desc())
    .limit(SEARCHES_SHOWN)
)


def left_behind(user_id: int) -> Left:
    """What the member left behind; the user must exist."""
    rows = reading.rows(LEFT, user_id=user_id).all()
    return Left(
        before=rows[0].before_at,
        searches=[(row.words, row.address) for row in rows if row.words],
        put_away=frozenset(rows[0].preferences.get("put_away", ())),
    )


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


OF_STATE = select(ItemTerm.item_id).where(ItemTerm.facet == "state", ItemTerm.key == bindparam("state"))
IN_STATE = union_all(
    select(literal("practice").label("what"), func.count().label("number"))
    .select_from(Item)
    .where(Item.kind == "practice", SEEN, CURRENT, Item.id.in_(OF_STATE)),
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
    .where(Item.kind == "post", Post.form == "announcement", SEEN, CURRENT)
    .where(Item.published_at > bindparam("since", type_=UTCDateTime))
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(1)
)


def announcement(put_away: frozenset[int], scopes: frozenset[str]) -> Announcement | None:
    """The newest announcement of the last ANNOUNCED_FOR, unless the member put it away."""
    at = clock.now()
    since = at - ANNOUNCED_FOR

    def read() -> Announcement | None:
        row = reading.rows(ANNOUNCED, scopes=sorted(scopes), since=since, now=at).one_or_none()
        path = f"/blog/{row.slug}" if row else ""
        return (
            Announcement(row.id, row.title, path, row.summary, row.published_at, row.is_sample)
            if row
            else None
        )

    newest = tallies.recall("post", ("announcement", scopes), read)
    return newest if newest and newest.published_at > since and newest.id not in put_away else None


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for ION staff."""

    failed_mail: int
    failed_work: int
    held_recordings: int
    held_comments: int
    reports: int
    mentoring: int


WAITING = union_all(
    select(literal("mail").label("what"), func.count().label("number")).where(
        Delivery.fate.in_((Fate.UNKNOWN, Fate.REFUSED))
    ),
    select(literal("work"), func.count()).where(OutboxRow.failed_at.is_not(None)),
    select(literal("recordings"), func.count()).where(Recording.published_at.is_(None)),
    select(literal("comments"), discussion.HELD_TOTAL.scalar_subquery()),
    select(literal("mentoring"), func.count()).select_from(MentoringNeed).where(is_stuck()),
    select(literal("reports"), func.count()).where(
        Report.decided_at.is_(None),
        Report.about_id.is_distinct_from(bindparam("user_id", type_=Integer)),
    ),
)


def desk(user_id: int) -> Desk:
    """How much of each waits for this member of ION staff, whom no report about themselves is counted."""
    found = {
        row.what: row.number
        for row in reading.rows(WAITING, scopes=sorted(discussion.SCOPES), user_id=user_id)
    }
    return Desk(
        found["mail"],
        found["work"],
        found["recordings"],
        found["comments"],
        found["reports"],
        found["mentoring"],
    )
