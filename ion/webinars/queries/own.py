"""A member's own webinars: what they will come to, what they wait for, and what they were at."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, Select, bindparam, exists, func, select

from ion.core import clock, reading
from ion.core.access import SEEN
from ion.models import Attendance, Item, Registration, Standing, Webinar
from ion.webinars.phases import Phase, phase_of
from ion.webinars.queries.filters import LISTED, NOW, PATH, RECORDED
from ion.webinars.queries.registrations import OWN, WAITS
from ion.webinars.when import Times

MOST_AHEAD = 100
"""So many webinars to come are listed at most."""


@dataclass(frozen=True, slots=True)
class OwnWebinar:
    """A webinar as a registrant's list shows it. `line_place` counts from 1, 0 for who has a place; `is_open` says
    whether the doors are: from some minutes before the start to the end."""

    id: int
    path: str
    title: str
    times: Times
    phase: Phase
    line_place: int
    is_open: bool
    attended: bool
    has_recording: bool
    is_sample: bool


MINE = (OWN.user_id == bindparam("user_id", type_=Integer), SEEN)
AHEAD = (
    select(func.count())
    .select_from(Registration)
    .where(Registration.webinar_id == OWN.webinar_id, WAITS, Registration.number < OWN.number)
    .correlate(OWN)
    .scalar_subquery()
)
ROWS: Select[*tuple[Any, ...]] = (
    select(
        *LISTED,
        Webinar.join_minutes,
        OWN.state,
        AHEAD.label("ahead"),
        exists().where(Attendance.registration_id == OWN.id).correlate(OWN).label("attended"),
        RECORDED.label("has_recording"),
    )
    .select_from(OWN)
    .join(Item, Item.id == OWN.webinar_id)
    .join(Webinar, Webinar.item_id == Item.id)
    .where(*MINE)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
COMING = ROWS.where(OWN.state.in_((Standing.REGISTERED, Standing.WAITING)), Webinar.ends_at > NOW).order_by(
    Webinar.starts_at, Item.id
)
WAS = (OWN.state == Standing.REGISTERED, Webinar.ends_at <= NOW, Webinar.cancelled_at.is_(None))
PAST = ROWS.where(*WAS).order_by(Webinar.starts_at.desc(), Item.id.desc())
PAST_TOTAL = (
    select(func.count())
    .select_from(OWN)
    .join(Item, Item.id == OWN.webinar_id)
    .join(Webinar, Webinar.item_id == Item.id)
    .where(*MINE, *WAS)
)


def coming(user_id: int, scopes: frozenset[str]) -> list[OwnWebinar]:
    """What the user is registered or waits for and is not over, the next first; canceled ones too."""
    return own_rows(COMING, user_id, scopes, offset=0, limit=MOST_AHEAD)


def past(user_id: int, scopes: frozenset[str], *, offset: int, limit: int) -> list[OwnWebinar]:
    """What the user was registered for and is over, the last first."""
    return own_rows(PAST, user_id, scopes, offset=offset, limit=limit)


def past_total(user_id: int, scopes: frozenset[str]) -> int:
    asked = {"user_id": user_id, "scopes": sorted(scopes), "now": clock.now()}
    return reading.rows(PAST_TOTAL, **asked).scalar() or 0


def own_rows(statement: Any, user_id: int, scopes: frozenset[str], **bounds: int) -> list[OwnWebinar]:
    at = clock.now()
    rows = reading.rows(statement, user_id=user_id, scopes=sorted(scopes), now=at, **bounds)
    return [
        OwnWebinar(
            id=row.id,
            path=PATH + row.slug,
            title=row.title,
            times=Times.of(row),
            phase=phase_of(row.starts_at, row.ends_at, row.cancelled_at, at),
            line_place=1 + row.ahead if row.state is Standing.WAITING else 0,
            is_open=row.starts_at - timedelta(minutes=row.join_minutes) <= at < row.ends_at,
            attended=bool(row.attended),
            has_recording=bool(row.has_recording),
            is_sample=row.is_sample,
        )
        for row in rows
    ]
