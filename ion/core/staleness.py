"""What is stale, decided once: published, and nobody published, reviewed or changed what readers have for long.

Every statement that uses this joins `Revision` by HANDWORK (an outer join).
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Date, and_, case, func

from ion.core import clock, site_settings
from ion.core.site_settings import STALE_AFTER
from ion.core.times import SITE_ZONE
from ion.models import Item, Revision
from ion.models.revision import IMPORTED

HANDWORK = and_(Revision.item_id == Item.id, Revision.number == Item.live_revision, Revision.note != IMPORTED)
"""SQL: the version that readers have, unless an import made it: an import is no look by a person."""
POSTED_ON = func.date(Item.published_at, type_=Date)
CHANGED_ON = func.date(Revision.at, type_=Date)
SEEN_TO_ON = case((Item.reviewed_on > POSTED_ON, Item.reviewed_on), else_=POSTED_ON)
LAST_ON = case((CHANGED_ON > SEEN_TO_ON, CHANGED_ON), else_=SEEN_TO_ON)
"""SQL: the last day on which it was published, reviewed or changed."""


def today() -> date:
    """The day it is where the site is."""
    return clock.now().astimezone(SITE_ZONE).date()


def oldest_day() -> date:
    """What was last seen to before this day is stale."""
    return today() - timedelta(days=site_settings.value(STALE_AFTER))


def untouched() -> ColumnElement[bool]:
    """SQL: last seen to before `oldest_day`; the first part is for the index over published_at."""
    day = oldest_day()
    loosely = datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1)
    return and_(Item.published_at < loosely, day > LAST_ON)
