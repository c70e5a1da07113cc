"""One webinar: its page, and what a calendar is told of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Integer, bindparam, select

from ion.core import clock, items, reading, tallies
from ion.core.bylines import Name, poster
from ion.core.labels import facet_labels
from ion.core.people import PersonCard, cards
from ion.models import Item, Person, Recording, Webinar
from ion.webinars.phases import Phase, phase_of
from ion.webinars.queries.filters import KIND, PATH
from ion.webinars.queries.rows import (
    CHANGED_AT,
    KINDS,
    REMEMBERED,
    Label,
    changed_at,
    labels_of,
    topic_labels,
)
from ion.webinars.when import Times

WEBINAR = items.page_statement(
    KIND,
    Webinar.series,
    Webinar.host,
    Webinar.starts_local,
    Webinar.zone,
    Webinar.length_minutes,
    Webinar.starts_at,
    Webinar.ends_at,
    Webinar.cancelled_at,
    Webinar.sequence,
    CHANGED_AT.label("changed_at"),
).join(Webinar, Webinar.item_id == Item.id)


class Presenter(NamedTuple):
    """A presenter: the name as every reader may know it; `card` and `bio_html` where the page may be seen."""

    name: Name
    card: PersonCard | None
    bio_html: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a webinar's page besides its own row."""

    presenters: list[Presenter]
    topics: list[str]
    recordings: list["Watched"]


class Watched(NamedTuple):
    """A recording that may be watched, and at whose site."""

    title: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class WebinarPage:
    """A webinar as its own page shows it. `recordings` are those that may be watched."""

    id: int
    path: str
    title: str
    summary: str
    html: str
    link_url: str
    link_name: str
    series: str
    host: str
    starts_local: datetime
    times: Times
    phase: Phase
    sequence: int
    changed_at: datetime
    presenters: list[Presenter]
    topics: list[Label]
    topic_keys: list[str]
    recordings: list[Watched]
    poster: Name | None
    published_at: datetime
    reviewed_on: date | None
    archived: bool
    is_sample: bool
    views: int
    likes: int

    @property
    def is_ahead(self) -> bool:
        """Whether one may still come: it is not over and takes place."""
        return self.phase in (Phase.UPCOMING, Phase.LIVE)

    @property
    def registration_url(self) -> str:
        """Where one registers, for a webinar of others that is still to come; empty otherwise."""
        return self.link_url if self.is_ahead else ""


def webinar_page(slug: str, scopes: frozenset[str]) -> WebinarPage | None:
    """The webinar of that slug, or None where the reader may not know of one."""
    row = reading.rows(WEBINAR, slug=slug, scopes=sorted(scopes)).one_or_none()
    return drawn(row, beside(row.id, scopes)) if row else None


def drawn(row: Any, more: Beside) -> WebinarPage:
    at = clock.now()
    return WebinarPage(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        html=row.html,
        link_url=row.link_url,
        link_name=row.link_name,
        series=row.series,
        host=row.host,
        starts_local=row.starts_local,
        times=Times(row.starts_at, row.ends_at, row.zone, row.length_minutes),
        phase=phase_of(row.starts_at, row.ends_at, row.cancelled_at, at),
        sequence=row.sequence,
        changed_at=changed_at(row),
        presenters=more.presenters,
        topics=topic_labels(more.topics, facet_labels("topic")),
        topic_keys=more.topics,
        recordings=more.recordings,
        poster=poster(row.posted_by, row.poster_page),
        published_at=row.published_at,
        reviewed_on=row.reviewed_on,
        archived=row.expires_at is not None and row.expires_at <= at,
        is_sample=row.is_sample,
        views=row.views,
        likes=row.likes,
    )


WATCHED = (
    select(Recording.title, Recording.url)
    .where(Recording.webinar_id == bindparam("id", type_=Integer), Recording.published_at.is_not(None))
    .order_by(Recording.id)
)
BIOS = select(Person.id, Person.bio_html).where(Person.id.in_(bindparam("ids", expanding=True)))


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def beside(id: int, scopes: frozenset[str]) -> Beside:
    """Presenters, topics and recordings of one webinar, from memory until any of them changes."""

    def read() -> Beside:
        labels = labels_of([id], scopes)[id]
        seen = cards(labels.ids, scopes)
        bios = {row.id: row.bio_html for row in reading.rows(BIOS, ids=list(seen))} if seen else {}
        presenters = [
            Presenter(name, seen.get(person), bios.get(person, ""))
            for name, person in zip(labels.presenters, labels.ids, strict=True)
        ]
        watched = [Watched(row.title, row.url, host_of(row.url)) for row in reading.rows(WATCHED, id=id)]
        return Beside(presenters, labels.topics, watched)

    return tallies.recall(KINDS, ("beside", id, scopes), read, lasts=REMEMBERED)
