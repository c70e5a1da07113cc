"""Transcripts as readers get them: what was said when, under its chapters, beside its slides."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select

from ion.core import reading
from ion.core.access import SEEN
from ion.core.transcripts import anchor_of, clock_words
from ion.models import Item, Recording, Slide, TranscriptPassage
from ion.recordings import chapters
from ion.recordings.chapters import Chapter
from ion.recordings.passages import SHOWN
from ion.recordings.players import Player, host_of, player_of

RECORDINGS = (
    select(
        Recording.id,
        Recording.title,
        Recording.url,
        Recording.has_sound,
        Recording.length_seconds,
        Recording.has_captions,
        Recording.said,
        Recording.described_url,
        Recording.chapters,
        Recording.deck_id,
    )
    .where(
        Recording.webinar_id == bindparam("webinar_id", type_=Integer), Recording.published_at.is_not(None)
    )
    .order_by(Recording.id)
)
PASSAGES = (
    select(
        TranscriptPassage.recording_id,
        TranscriptPassage.seconds,
        TranscriptPassage.speaker,
        TranscriptPassage.text,
    )
    .where(TranscriptPassage.recording_id.in_(bindparam("ids", expanding=True)))
    .order_by(TranscriptPassage.recording_id, TranscriptPassage.position)
)
SLIDES = (
    select(Slide.deck_id, Slide.number, Slide.title, Item.slug)
    .join(Item, Item.id == Slide.deck_id)
    .where(Slide.deck_id.in_(bindparam("ids", expanding=True)), SEEN)
    .order_by(Slide.deck_id, Slide.number)
)
CAPTIONS = (
    select(Recording.captions)
    .join(Item, Item.id == Recording.webinar_id)
    .where(Recording.id == bindparam("id", type_=Integer), Recording.published_at.is_not(None))
    .where(Item.slug == bindparam("slug"), Item.kind == "webinar", SEEN)
)


class ShownSlide(NamedTuple):
    """A slide that readers may open."""

    number: int
    title: str
    path: str


class Said(NamedTuple):
    """One passage: its place on the page, its time as a clock shows it, who speaks, what is said."""

    anchor: str
    seconds: int
    speaker: str
    text: str

    @property
    def clock(self) -> str:
        return clock_words(self.seconds)

    @property
    def is_shown(self) -> bool:
        return self.speaker == SHOWN


@dataclass(frozen=True, slots=True)
class Part:
    """The passages of one chapter; the first may have no title."""

    title: str
    seconds: int
    slide: ShownSlide | None
    passages: list[Said]

    @property
    def clock(self) -> str:
        return clock_words(self.seconds)

    @property
    def anchor(self) -> str:
        """Where the chapter's words begin; empty where it has none."""
        return self.passages[0].anchor if self.passages else ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One published recording and everything that is said in it."""

    id: int
    order: int
    title: str
    url: str
    length: str
    has_captions: bool
    said: str
    described_url: str
    parts: list[Part]

    @property
    def player(self) -> Player | None:
        return player_of(self.url)

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def chapters(self) -> list[Part]:
        return [part for part in self.parts if part.title]

    @property
    def has_words(self) -> bool:
        return any(part.passages for part in self.parts)


def transcripts(webinar_id: int, scopes: frozenset[str]) -> list[Transcript]:
    """The published recordings of a webinar in order, with their words; at most three questions."""
    rows = reading.rows(RECORDINGS, webinar_id=webinar_id).all()
    said: dict[int, list[Any]] = {}
    for row in reading.rows(PASSAGES, ids=[row.id for row in rows]) if rows else ():
        said.setdefault(row.recording_id, []).append(row)
    slides = slides_of([row.deck_id for row in rows if row.deck_id and row.chapters], scopes)
    return [
        Transcript(
            id=row.id,
            order=order,
            title=row.title,
            url=row.url,
            length=clock_words(row.length_seconds) if row.length_seconds else "",
            has_captions=row.has_captions,
            said=row.said,
            described_url=row.described_url,
            parts=parts_of(
                [
                    Said(anchor_of(order, s.seconds), s.seconds, s.speaker, s.text)
                    for s in said.get(row.id, ())
                ],
                chapters.kept(row.chapters or ()),
                slides.get(row.deck_id, {}),
            ),
        )
        for order, row in enumerate(rows, 1)
    ]


def slides_of(ids: list[int], scopes: frozenset[str]) -> dict[int | None, dict[int, ShownSlide]]:
    """The slides of decks that the reader may open, by deck and number."""
    found: dict[int | None, dict[int, ShownSlide]] = {}
    if ids:
        for deck_id, number, title, slug in reading.rows(SLIDES, ids=ids, scopes=sorted(scopes)):
            path = f"/decks/{slug}?slide={number}#slide"
            found.setdefault(deck_id, {})[number] = ShownSlide(number, title, path)
    return found


def parts_of(said: Sequence[Said], told: Sequence[Chapter], slides: dict[int, ShownSlide]) -> list[Part]:
    """The passages under their chapters; those before the first chapter stand without a title."""
    parts = [Part("", 0, None, [])]
    parts += [
        Part(each.title, each.seconds, slides.get(each.slide) if each.slide else None, []) for each in told
    ]
    begins = [part.seconds for part in parts[1:]]
    for passage in said:
        parts[bisect_right(begins, passage.seconds)].passages.append(passage)
    return parts if parts[0].passages else parts[1:]


def captions(id: int, slug: str, scopes: frozenset[str]) -> str | None:
    """The captions of a published recording of a webinar that the reader may know of; None where there are none."""
    return reading.rows(CAPTIONS, id=id, slug=slug, scopes=sorted(scopes)).scalar_one_or_none() or None
