"""The webinars that are about one practice."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select

from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, Webinar, WebinarPractice
from ion.webinars.phases import Phase, phase_of
from ion.webinars.queries.filters import KIND, PATH, RECORDED
from ion.webinars.when import Times

MOST = 5
ABOUT = (
    select(
        Item.slug,
        Item.title,
        Webinar.starts_at,
        Webinar.ends_at,
        Webinar.zone,
        Webinar.length_minutes,
        Webinar.cancelled_at,
        RECORDED.label("has_recording"),
    )
    .join(Webinar, Webinar.item_id == Item.id)
    .join(WebinarPractice, WebinarPractice.webinar_id == Item.id)
    .where(WebinarPractice.practice_id == bindparam("id", type_=Integer), SEEN, CURRENT)
    .order_by(Webinar.starts_at.desc(), Item.id.desc())
    .limit(MOST)
)


class AboutPractice(NamedTuple):
    """A webinar beside a practice that it is about."""

    path: str
    title: str
    times: Times
    cancelled_at: datetime | None
    has_recording: bool

    @property
    def phase(self) -> Phase:
        return phase_of(self.times.starts_at, self.times.ends_at, self.cancelled_at, clock.now())


def webinars_about(practice_id: int, scopes: frozenset[str]) -> list[AboutPractice]:
    """The latest webinars about a practice, the last first; from memory until any webinar changes."""

    def read() -> list[AboutPractice]:
        return [
            AboutPractice(
                PATH + row.slug,
                row.title,
                Times.of(row),
                row.cancelled_at,
                row.has_recording,
            )
            for row in reading.rows(ABOUT, id=practice_id, scopes=sorted(scopes), now=clock.now())
        ]

    return tallies.recall(KIND, ("about", practice_id, scopes), read)
