"""Recordings as ION staff keep them: those of one webinar, one to be edited, and all that are held back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.transcripts import clock_words
from ion.models import Deck, Item, ItemState, Recording, Slide, TranscriptPassage, Webinar
from ion.recordings.passages import SHOWN
from ion.recordings.players import host_of
from ion.recordings.policies import lacks
from ion.recordings.queries.webinars import KNOWN, PATH, STAFF_PATH

LIST_PATH = "/staff/webinars/recordings"


def staff_path(id: int) -> str:
    """The page of a recording for ION staff."""
    return f"{LIST_PATH}/{id}"


@dataclass(frozen=True, slots=True)
class OwnRecording:
    """A recording as ION staff see it: what it has, and what it lacks for its publication."""

    id: int
    title: str
    url: str
    published_at: datetime | None
    passages: int
    lacks: list[str]

    @property
    def path(self) -> str:
        return staff_path(self.id)

    @property
    def host(self) -> str:
        return host_of(self.url) if self.url else ""


def recordings_of(webinar_id: int) -> list[OwnRecording]:
    """The recordings of a webinar in order."""
    found = db.session.scalars(
        select(Recording).where(Recording.webinar_id == webinar_id).order_by(Recording.id)
    ).all()
    counts = passage_counts([each.id for each in found])
    return [own(each, at, *counts.get(each.id, (0, 0))) for at, each in enumerate(found, 1)]


def own(recording: Recording, at: int, spoken: int, shown: int) -> OwnRecording:
    missing = lacks(recording, spoken=bool(spoken), shown=bool(shown))
    title = recording.title or (f"Recording {at}" if at > 1 else "Recording")
    return OwnRecording(recording.id, title, recording.url, recording.published_at, spoken + shown, missing)


IS_SHOWN = TranscriptPassage.speaker == SHOWN


def passage_counts(ids: list[int]) -> dict[int, tuple[int, int]]:
    """How many passages of each recording are spoken, and how many tell what is shown."""
    if not ids:
        return {}
    rows = reading.rows(
        select(
            TranscriptPassage.recording_id,
            func.count().filter(~IS_SHOWN).label("spoken"),
            func.count().filter(IS_SHOWN).label("shown"),
        )
        .where(TranscriptPassage.recording_id.in_(ids))
        .group_by(TranscriptPassage.recording_id)
    )
    return {row.recording_id: (row.spoken, row.shown) for row in rows}


def missing_of(recording: Recording) -> list[str]:
    """What one recording lacks for its publication, in words."""
    spoken, shown = passage_counts([recording.id]).get(recording.id, (0, 0))
    return lacks(recording, spoken=bool(spoken), shown=bool(shown))


def known_recording(id: int, scopes: frozenset[str]) -> Recording | None:
    """A recording for ION staff who may know of its webinar."""
    return db.session.scalar(
        select(Recording).join(Item, Item.id == Recording.webinar_id).where(Recording.id == id, KNOWN),
        {"scopes": sorted(scopes)},
    )


def shown_lines(recording_id: int) -> str:
    """The descriptive transcript as somebody would type it."""
    rows = reading.rows(
        select(TranscriptPassage.seconds, TranscriptPassage.text)
        .where(TranscriptPassage.recording_id == recording_id, IS_SHOWN)
        .order_by(TranscriptPassage.position)
    )
    return "\n".join(f"{clock_words(seconds)} {text}" for seconds, text in rows)


class DeckChoice(NamedTuple):
    """A deck that a recording's chapters may name slides of."""

    id: int
    title: str
    slides: int


def deck_choices(webinar_id: int, chosen: int | None) -> list[DeckChoice]:
    """The decks about a webinar, and the one chosen, if it is about something else; withdrawn ones left out."""
    slides = select(func.count()).where(Slide.deck_id == Deck.item_id).correlate(Deck).scalar_subquery()
    rows = reading.rows(
        select(Deck.item_id, Item.title, slides.label("slides"))
        .join(Item, Item.id == Deck.item_id)
        .where(or_(Deck.about_id == webinar_id, Deck.item_id == (chosen or 0)))
        .where(Item.state != ItemState.WITHDRAWN)
        .order_by(Deck.item_id)
    )
    return [DeckChoice(*row) for row in rows]


class HeldRecording(NamedTuple):
    """A recording that nobody is shown yet. `path` is None while its webinar is not published."""

    id: int
    title: str
    path: str | None
    desk: str
    recording: str
    url: str
    reason: str

    @property
    def edit_path(self) -> str:
        return staff_path(self.id)


NO_CAPTIONS = "No captions"
NOT_ANSWERED = "Not answered: is everything shown also said?"
READY = "Ready to be published"


def held(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Recordings of webinars a holder of `scopes` may know of that are not out, those of withdrawn ones left out."""
    return (
        select(*columns)
        .select_from(Recording)
        .join(Webinar, Webinar.item_id == Recording.webinar_id)
        .join(Item, Item.id == Webinar.item_id)
        .where(and_(KNOWN, Recording.published_at.is_(None), Item.state != ItemState.WITHDRAWN))
    )


TOTAL = held(func.count(Recording.id))
HELD = (
    held(
        Recording.id,
        Item.id.label("item_id"),
        Item.slug,
        Item.title,
        Item.state,
        Recording.title.label("recording"),
        Recording.url,
        Recording.has_sound,
        Recording.has_captions,
        Recording.said,
    )
    .order_by(Webinar.starts_at.desc(), Recording.id)
    .offset(bindparam("offset", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)


def held_total(scopes: frozenset[str]) -> int:
    """How many recordings are held back."""
    return int(reading.rows(TOTAL, scopes=sorted(scopes)).scalar_one())


def held_recordings(scopes: frozenset[str], *, offset: int, limit: int) -> list[HeldRecording]:
    """Recordings that are held back, of the latest webinar first."""
    rows = reading.rows(HELD, scopes=sorted(scopes), offset=offset, limit=limit)
    return [
        HeldRecording(
            id=row.id,
            title=row.title,
            path=PATH + row.slug if row.state == ItemState.PUBLISHED else None,
            desk=f"{STAFF_PATH}{row.item_id}",
            recording=row.recording or row.title,
            url=row.url,
            reason=reason(row),
        )
        for row in rows
    ]


def reason(row: Any) -> str:
    """Why a recording is held back, in two or three words."""
    if row.has_sound and not row.has_captions:
        return NO_CAPTIONS
    return READY if row.said else NOT_ANSWERED
