"""Webinars as calendars subscribe to them: a member's own, and those that are for everyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_, select

from ion.base.extensions import db
from ion.core import clock, reading
from ion.core.access import CURRENT, GROUPS, PUBLIC, SEEN, Viewer, ids_of, scopes
from ion.core.labels import names_in_words
from ion.core.tokens import valid
from ion.models import Item, Person, Registration, Standing, Token, User, UserGrant, Webinar
from ion.models.types import UTCDateTime
from ion.webinars.queries.filters import KIND, PATH
from ion.webinars.queries.rows import CHANGED_AT, changed_at, labels_of

PURPOSE = "calendar"
ALARM = "alarm_minutes"
CANCELED_KEPT = timedelta(days=30)
"""How long a canceled webinar stays in the calendars of its registrants, as canceled."""
PAST_KEPT = timedelta(days=90)
"""How long a webinar that is over stays in the calendar for everyone."""
MOST = 500


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """A webinar as a calendar is told of it; `presenters` in words. `is_waiting`: for somebody on the waiting list."""

    id: int
    path: str
    title: str
    summary: str
    host: str
    presenters: str | None
    is_sample: bool
    starts_local: datetime
    starts_at: datetime
    zone: str
    length_minutes: int
    sequence: int
    is_cancelled: bool
    changed_at: datetime
    is_waiting: bool = False


COLUMNS: tuple[Any, ...] = (
    Item.id,
    Item.slug,
    Item.title,
    Item.summary,
    Item.is_sample,
    Webinar.host,
    Webinar.starts_local,
    Webinar.starts_at,
    Webinar.zone,
    Webinar.length_minutes,
    Webinar.sequence,
    Webinar.cancelled_at,
    CHANGED_AT.label("changed_at"),
)
OWN: Select[*tuple[Any, ...]] = (
    select(*COLUMNS, Registration.state, Registration.seated_at, Registration.asked_at)
    .select_from(Registration)
    .join(Webinar, Webinar.item_id == Registration.webinar_id)
    .join(Item, Item.id == Webinar.item_id)
    .where(
        Registration.user_id == bindparam("user_id", type_=Integer),
        Registration.state.in_([Standing.REGISTERED, Standing.WAITING]),
        SEEN,
        or_(
            Webinar.cancelled_at.is_(None),
            Webinar.cancelled_at > bindparam("canceled_since", type_=UTCDateTime),
        ),
    )
    .order_by(Webinar.starts_at.desc(), Item.id)
    .limit(MOST)
)
EVERYONES: Select[*tuple[Any, ...]] = (
    select(*COLUMNS)
    .select_from(Webinar)
    .join(Item, Item.id == Webinar.item_id)
    .where(Item.kind == KIND, SEEN, CURRENT, Webinar.ends_at > bindparam("ended_since", type_=UTCDateTime))
    .order_by(Webinar.starts_at.desc(), Item.id)
    .limit(MOST)
)


OWNER = (
    select(User.id, User.person_id, Person.name, UserGrant.grant, GROUPS.label("groups"))
    .join(Person, Person.id == User.person_id)
    .join(UserGrant, UserGrant.user_id == User.id, isouter=True)
    .where(User.id == bindparam("id", type_=Integer), User.suspended_at.is_(None))
    .where(User.confirmed_at.is_not(None))
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A member's own calendar: whose it is, and how long before each webinar it rings (None: it does not)."""

    owner: Viewer
    alarm: timedelta | None


def feed_of(secret: str) -> Feed | None:
    """The feed behind a secret address; None where it leads nowhere (any more), whatever the cause."""
    token = valid(PURPOSE, secret)
    owner = owner_of(token.subject_id) if token and token.subject_id else None
    return Feed(owner, alarm_of(token)) if token and owner else None


def owner_of(user_id: int) -> Viewer | None:
    """The user as a viewer; None for one who may not sign in."""
    rows = reading.rows(OWNER, id=user_id).all()
    if not rows:
        return None
    first = rows[0]
    grants = frozenset(row.grant for row in rows if row.grant)
    return Viewer(first.id, first.person_id, first.name, grants, groups=ids_of(first.groups))


def alarm_of(token: Token) -> timedelta | None:
    minutes = token.payload.get(ALARM)
    return timedelta(minutes=minutes) if minutes else None


def token_of(user_id: int) -> Token | None:
    """The token of the address that a user's calendar has now, if any."""
    return db.session.scalar(
        select(Token)
        .where(Token.purpose == PURPOSE, Token.subject_kind == "user", Token.subject_id == user_id)
        .where(Token.expires_at > clock.now())
        .order_by(Token.id.desc())
        .limit(1)
    )


def own_events(owner: Viewer) -> list[FeedEvent]:
    """What a member is registered for or waits for, of what they may read; the last 500."""
    held = scopes(owner)
    since = clock.now() - CANCELED_KEPT
    rows = reading.rows(OWN, user_id=owner.id, scopes=sorted(held), canceled_since=since).all()
    return [
        event_of(row, presenters, max(changed_at(row), answered_at(row)))
        for row, presenters in named(rows, held)
    ]


def public_events() -> list[FeedEvent]:
    """What everyone may come to, and what lately was."""
    held, at = frozenset({PUBLIC}), clock.now()
    rows = reading.rows(EVERYONES, scopes=sorted(held), now=at, ended_since=at - PAST_KEPT).all()
    return [event_of(row, presenters, changed_at(row)) for row, presenters in named(rows, held)]


def named(rows: Sequence[Any], held: frozenset[str]) -> list[tuple[Any, str | None]]:
    """Each webinar with its presenters in words."""
    labels = labels_of([row.id for row in rows], held)
    return [(row, names_in_words([each.name for each in labels[row.id].presenters])) for row in rows]


def answered_at(row: Any) -> datetime:
    """When the registrant got the answer that holds now: a seat, or a place in line."""
    answered: datetime = row.seated_at or row.asked_at
    return answered


def event_of(row: Any, presenters: str | None, changed: datetime) -> FeedEvent:
    return FeedEvent(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        host=row.host,
        presenters=presenters,
        is_sample=row.is_sample,
        starts_local=row.starts_local,
        starts_at=row.starts_at,
        zone=row.zone,
        length_minutes=row.length_minutes,
        sequence=row.sequence,
        is_cancelled=row.cancelled_at is not None,
        changed_at=changed,
        is_waiting=getattr(row, "state", None) == Standing.WAITING,
    )
