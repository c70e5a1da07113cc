"""What the page of a webinar shows of its recordings and slides."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select

from ion.core import reading, tallies
from ion.core.access import SEEN
from ion.core.transcripts import clock_words
from ion.models import Deck, Item, Recording, TranscriptPassage
from ion.recordings.players import host_of, player_of

KINDS = ("webinar", "deck")
HAS_WORDS = (
    select(TranscriptPassage.recording_id).where(TranscriptPassage.recording_id == Recording.id).exists()
)
ID = bindparam("id", type_=Integer)
RECORDINGS = (
    select(
        Recording.id,
        Recording.title,
        Recording.url,
        Recording.length_seconds,
        Recording.has_captions,
        (Recording.captions != "").label("has_file"),
        Recording.said,
        Recording.described_url,
        HAS_WORDS.label("has_words"),
    )
    .where(Recording.webinar_id == ID, Recording.published_at.is_not(None))
    .order_by(Recording.id)
)
DECKS = (
    select(Item.title, Item.slug)
    .join(Deck, Deck.item_id == Item.id)
    .where(Deck.about_id == ID, SEEN)
    .order_by(Item.id)
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A recording that may be watched. `title` is empty where it is the only one and has none of its own."""

    id: int
    title: str
    url: str
    host: str
    can_play: bool
    length: str
    has_captions: bool
    has_file: bool
    has_words: bool
    said: str
    described_url: str


class Slides(NamedTuple):
    """A deck about the webinar that the reader may open."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What there is of a webinar afterwards, for one reader."""

    recordings: list[Watched]
    decks: list[Slides]

    @property
    def has_words(self) -> bool:
        """Whether there is a transcript to read."""
        return any(each.has_words for each in self.recordings)


def afterwards(id: int, scopes: frozenset[str]) -> Afterwards:
    """Recordings and slides of one webinar, from memory until one of them changes."""

    def read() -> Afterwards:
        decks = [
            Slides(title, f"/decks/{slug}")
            for title, slug in reading.rows(DECKS, id=id, scopes=sorted(scopes))
        ]
        return Afterwards([watched(row) for row in reading.rows(RECORDINGS, id=id)], decks)

    return tallies.recall(KINDS, ("afterwards", id, scopes), read)


def watched(row: Any) -> Watched:
    return Watched(
        id=row.id,
        title=row.title,
        url=row.url,
        host=host_of(row.url),
        can_play=player_of(row.url) is not None,
        length=clock_words(row.length_seconds) if row.length_seconds else "",
        has_captions=row.has_captions,
        has_file=bool(row.has_file),
        has_words=bool(row.has_words),
        said=row.said,
        described_url=row.described_url,
    )
