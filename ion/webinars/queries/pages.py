"""One webinar: its page, and what a calendar is told of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from ion.core import clock, items, reading
from ion.core.bylines import Name, poster
from ion.core.corrections import Note
from ion.core.labels import facet_labels
from ion.core.ports.subjects import Subject
from ion.models import Item, Webinar
from ion.webinars.phases import Phase, phase_of
from ion.webinars.queries.beside import Beside, beside
from ion.webinars.queries.cast import Presenter
from ion.webinars.queries.filters import KIND, PAST, PATH
from ion.webinars.queries.rows import CHANGED_AT, Label, changed_at, topic_labels
from ion.webinars.when import Times

OWN = (
    Webinar.series,
    Webinar.host,
    Webinar.starts_local,
    Webinar.zone,
    Webinar.length_minutes,
    Webinar.starts_at,
    Webinar.ends_at,
    Webinar.cancelled_at,
    Webinar.cancelled_note,
    Webinar.sequence,
    Webinar.moderator_id,
    Webinar.takes_registration,
    Webinar.has_captions,
    Webinar.has_sign_language,
    Webinar.phone_audio,
    Webinar.ask_by,
    Webinar.agenda,
)
WEBINAR = items.page_statement(
    KIND,
    *OWN,
    CHANGED_AT.label("changed_at"),
).join(Webinar, Webinar.item_id == Item.id)


class Access(NamedTuple):
    """How everyone can take part, and until when one asks for other help."""

    has_captions: bool
    has_sign_language: bool
    phone_audio: str
    ask_by: date | None
    today: date

    @property
    def is_stated(self) -> bool:
        return any(self[:4])

    @property
    def may_ask(self) -> bool:
        """Whether the day to ask by is not over."""
        return self.ask_by is not None and self.today <= self.ask_by


@dataclass(frozen=True, slots=True)
class WebinarPage:
    """A webinar as its own page shows it. `recordings` is how many may be watched, `cast` the ids of
    the persons who present it or lead through it."""

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
    is_over: bool
    sequence: int
    changed_at: datetime
    cancelled_note: str
    takes_registration: bool
    access: Access
    agenda: list[dict[str, Any]]
    presenters: list[Presenter]
    moderator: Presenter | None
    cast: frozenset[int]
    practices: list[Subject]
    topics: list[Label]
    topic_keys: list[str]
    recordings: int
    group: Subject | None
    corrections: tuple[Note, ...]
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
    def list_path(self) -> str:
        """The list in which the webinar stands now, canceled or not."""
        return f"{PATH}?when={PAST}" if self.is_over else PATH

    @property
    def series_path(self) -> str:
        """The webinars of its series in that list."""
        mark = "&" if "?" in self.list_path else "?"
        return f"{self.list_path}{mark}{urlencode({'series': self.series})}" if self.series else ""

    @property
    def registration_url(self) -> str:
        """Where one registers, for a webinar of others that is still to come; empty otherwise."""
        return self.link_url if self.is_ahead else ""


def webinar_page(slug: str, scopes: frozenset[str]) -> WebinarPage | None:
    """The webinar of that slug, or None where the reader may not know of one."""
    row = reading.rows(WEBINAR, slug=slug, scopes=sorted(scopes)).one_or_none()
    return drawn(row, beside(row.id, row.moderator_id, row.series, scopes)) if row else None


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
        times=Times.of(row),
        phase=phase_of(row.starts_at, row.ends_at, row.cancelled_at, at),
        is_over=row.ends_at <= at,
        sequence=row.sequence,
        changed_at=changed_at(row),
        cancelled_note=row.cancelled_note,
        takes_registration=row.takes_registration,
        access=access_in(row, at),
        agenda=row.agenda,
        presenters=more.presenters,
        moderator=more.moderator,
        cast=more.cast,
        practices=more.practices,
        topics=topic_labels(more.topics, facet_labels("topic")),
        topic_keys=more.topics,
        recordings=more.recordings,
        group=more.group,
        corrections=more.corrections,
        poster=poster(row.posted_by, row.poster_page),
        published_at=row.published_at,
        reviewed_on=row.reviewed_on,
        archived=row.expires_at is not None and row.expires_at <= at,
        is_sample=row.is_sample,
        views=row.views,
        likes=row.likes,
    )


def access_in(row: Any, at: datetime) -> Access:
    today = at.astimezone(ZoneInfo(row.zone)).date()
    return Access(row.has_captions, row.has_sign_language, row.phone_audio, row.ask_by, today)
