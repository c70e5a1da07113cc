"""Reading decks: a deck's page, its slides, and how the reading of its PowerPoint file goes."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select

from ion.core import clock, items, reading, tallies
from ion.core.bylines import Byline, Name, named, poster
from ion.core.corrections import Note, corrections_of
from ion.core.decks import ABOUT_KINDS, KIND, PATH
from ion.core.labels import facet_labels
from ion.core.people import page_id
from ion.core.ports.subjects import Subject
from ion.models import Deck, File, Item, ItemAuthor, Person, Slide

BESIDE = ("deck", "person", "topic", "webinar", "practice")
"""What stands beside the slides of a deck depends on these kinds."""
REMEMBERED = timedelta(seconds=30)
ID = re.compile(r'(<[a-z0-9]+(?: [^<>]*?)?) id="[^"]*"')


class Label(NamedTuple):
    """A topic: its words, and the list it leads to."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SlideShown:
    """A slide as pages show it; `html` and `notes_html` are safe."""

    number: int
    title: str
    html: str
    notes_html: str

    @property
    def name(self) -> str:
        """What it is called: its title, or its number where it has none."""
        return self.title or f"Slide {self.number}"

    @property
    def without_ids(self) -> "SlideShown":
        """The same without anchors, for a page that holds it twice."""
        return SlideShown(self.number, self.title, ID.sub(r"\1", self.html), ID.sub(r"\1", self.notes_html))


@dataclass(frozen=True, slots=True)
class Beside:
    """What a deck's page says besides its own row; `about` is what the slides belong to, if the reader may see it."""

    authors: tuple[Name, ...]
    topics: list[Label]
    about: Subject | None
    total: int


@dataclass(frozen=True, slots=True)
class DeckPage:
    """A deck as its own page shows it. `total` counts its slides."""

    id: int
    path: str
    title: str
    summary: str
    credit: str
    byline: Byline
    topics: list[Label]
    about: Subject | None
    total: int
    published_at: datetime
    modified_at: datetime
    corrections: tuple[Note, ...]
    first_published_on: date | None
    reviewed_on: date | None
    archived: bool
    is_sample: bool
    views: int
    likes: int


DECK = items.page_statement(KIND, Deck.credit, Deck.about_id, items.REVISED_AT.label("revised_at")).join(
    Deck, Deck.item_id == Item.id
)


def deck_page(slug: str, scopes: frozenset[str]) -> DeckPage | None:
    """The deck of that slug, or None where the reader may not know of one."""
    row = reading.rows(DECK, slug=slug, scopes=sorted(scopes)).one_or_none()
    if row is None:
        return None
    more, corrections = beside(row.id, row.about_id, scopes), corrections_of(row.id)
    return DeckPage(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        credit=row.credit,
        byline=Byline(more.authors, poster(row.posted_by, row.poster_page)),
        topics=more.topics,
        about=more.about,
        total=more.total,
        published_at=row.published_at,
        modified_at=items.changed_at(row.published_at, row.revised_at, *(note.at for note in corrections)),
        corrections=corrections,
        first_published_on=row.first_published_on,
        reviewed_on=row.reviewed_on,
        archived=row.expires_at is not None and row.expires_at <= clock.now(),
        is_sample=row.is_sample,
        views=row.views,
        likes=row.likes,
    )


AUTHORS = (
    select(Person.name, page_id(Person).label("page"))
    .join(ItemAuthor, ItemAuthor.person_id == Person.id)
    .where(ItemAuthor.item_id == bindparam("id", type_=Integer))
    .order_by(ItemAuthor.position)
)
NUMBERS = select(Slide.number).where(Slide.deck_id == bindparam("id", type_=Integer))


def beside(id: int, about_id: int | None, scopes: frozenset[str]) -> Beside:
    """What stands beside the slides, from memory until any of it changes."""

    def read() -> Beside:
        labels = facet_labels("topic")
        topics = [
            Label(labels.get(key, key), f"/search?topic={key}")
            for key in items.terms_of([id])[id].get("topic", ())
        ]
        authors = reading.rows(AUTHORS, id=id, scopes=sorted(scopes))
        return Beside(
            authors=tuple(named(row.name, row.page) for row in authors),
            topics=topics,
            about=items.subjects([about_id], scopes).get(about_id) if about_id else None,
            total=len(reading.rows(NUMBERS, id=id).all()),
        )

    return tallies.recall(BESIDE, ("beside", id, scopes), read, lasts=REMEMBERED)


SLIDES = (
    select(Slide.number, Slide.title, Slide.html, Slide.notes_html)
    .where(Slide.deck_id == bindparam("id", type_=Integer))
    .order_by(Slide.number)
)
SLIDE = SLIDES.where(Slide.number == bindparam("number", type_=Integer))


def slides(id: int) -> list[SlideShown]:
    """All slides of a deck, in order."""
    return [SlideShown(*row) for row in reading.rows(SLIDES, id=id)]


def slide(id: int, number: int) -> SlideShown | None:
    """One slide of a deck, as it stands alone on a page; None where there is none of that number."""
    row = reading.rows(SLIDE, id=id, number=number).one_or_none()
    return SlideShown(*row).without_ids if row else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A deck's PowerPoint file, and how its reading goes: `asked_at` is None where it is done, `problem` says why it
    was not or not all, in words."""

    file_id: int
    name: str
    storage_key: str
    asked_at: datetime | None
    problem: str

    @property
    def is_waiting(self) -> bool:
        return self.asked_at is not None


FILE: Any = (
    select(File.id, File.name, File.storage_key, Deck.asked_at, Deck.problem)
    .join(Deck, Deck.file_id == File.id)
    .where(Deck.item_id == bindparam("id", type_=Integer))
)


def reading_of(item_id: int) -> Reading | None:
    """The PowerPoint file of a deck; None where it has none."""
    row = reading.rows(FILE, id=item_id).one_or_none()
    return Reading(*row) if row else None


NAMED = select(Item.id, Item.kind, Item.title, Item.slug).where(Item.id == bindparam("id", type_=Integer))


def item(id: int) -> Any:
    """A deck in any state by its id (id, kind, title, slug); None where there is none."""
    row = reading.rows(NAMED, id=id).one_or_none()
    return row if row and row.kind == KIND else None


def about(id: int) -> Any:
    """What slides may belong to, in any state, as `item` tells it."""
    row = reading.rows(NAMED, id=id).one_or_none()
    return row if row and row.kind in ABOUT_KINDS else None
