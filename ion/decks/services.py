"""Writing decks: slides made from their source, and drafts begun with a PowerPoint file."""

from ion.base.extensions import db
from ion.commons.files import services as files
from ion.commons.files.services import Taken
from ion.commons.publishing import services as publishing
from ion.commons.publishing.queries.working import working
from ion.commons.publishing.services.holding import person_of
from ion.core import audit, clock, outbox, text
from ion.core.decks import KIND
from ion.core.figures import Sizes
from ion.core.pictures import pictures_of
from ion.core.ports.publishable import SCHEMA
from ion.decks.source import SlideText, joined, slides_in
from ion.models import Deck, File, Item, Revision, Slide
from ion.models.revision import SET_BESIDE

READ = "decks.read"
LONGEST_TITLE = 300
LONGEST_PROBLEM = 500
TEXT_LEVEL, NOTES_LEVEL = 4, 5
"""Of headings: on every page a slide's title is one of level 3, the word Notes one of level 4."""


class NoSuchDeck(Exception):
    """There is no deck of that id."""


def write_slides(deck: Deck, markdown: str) -> None:
    """Make the deck's slides what its source says; flushes."""
    sizes = pictures_of(deck.item_id)
    present = {slide.number: slide for slide in deck.slides}
    told = slides_in(markdown)
    deck.slides = [
        written(present.get(number) or Slide(number=number), each, sizes)
        for number, each in enumerate(told, 1)
    ]
    db.session.flush()


def written(row: Slide, told: SlideText, sizes: Sizes) -> Slide:
    """The row with what the slide says. Its anchors differ from those of all other slides."""
    row.title = text.squeeze(plain(f"# {told.title}"), LONGEST_TITLE) if told.title else ""
    row.html = text.safe_html(told.body, top=TEXT_LEVEL, within=f"slide-{row.number}", pictures=sizes)
    row.notes_html = text.safe_html(told.notes, top=NOTES_LEVEL, within=f"notes-{row.number}", pictures=sizes)
    row.text, row.notes = plain(told.body), plain(told.notes)
    return row


def plain(markdown: str) -> str:
    """The words of a text, its headings among them."""
    return " ".join(" ".join((each.label, each.text)) for each in text.passages(markdown)).strip()


def begin(title: str, about_id: int | None, *, user_id: int) -> Item:
    """Begin the draft of a deck that belongs to that item, or to none."""
    return publishing.start(KIND, title=title, user_id=user_id, content={"about": about_id})


def ask_reading(item_id: int, taken: Taken, *, user_id: int) -> None:
    """Keep a PowerPoint file as the deck's, in place of the one before, and have it read; raises NoSuchDeck."""
    item = db.session.get(Item, item_id, with_for_update=True)
    if item is None or item.kind != KIND:
        raise NoSuchDeck(item_id)
    deck = db.session.get(Deck, item_id) or Deck(item_id=item_id)
    former = db.session.get(File, deck.file_id) if deck.file_id else None
    file = files.keep(KIND, item_id, taken, user_id=user_id)
    deck.file_id, deck.asked_at, deck.problem = file.id, clock.now(), ""
    db.session.add(deck)
    db.session.flush()
    if former is not None:
        db.session.delete(former)
    payload = {"file": file.id, "base": item.head_revision, "user": user_id}
    outbox.later(READ, key=str(item_id), kind=KIND, id=item_id, payload=payload)
    audit.record("slides uploaded", kind=KIND, id=item_id, user_id=user_id, after={"file": file.name})


def take_text(
    item_id: int, file_id: int, told: list[SlideText], *, base: int, user_id: int, note: str
) -> None:
    """Make what the file says the newest version, where nobody wrote one since it was sent (`base`).

    Else it is kept beside what was written, and the deck says where. A file that was replaced is passed over.
    """
    deck = waiting(item_id, file_id)
    if deck is None:
        return
    deck.asked_at, markdown = None, joined(told)
    try:
        publishing.save(item_id, {"markdown": markdown}, base=base, user_id=user_id, note=note)
        deck.problem = ""
    except publishing.Stale:
        number = keep_beside(item_id, markdown, user_id)
        deck.problem = (
            f"The text was changed while the file was read, so it was left as it is. What the file says is version "
            f"{number} under History: compare the two there, and restore it if you want it."
        )
    except publishing.Refused as refused:
        deck.problem = refused.words[:LONGEST_PROBLEM]
    db.session.flush()


def keep_beside(item_id: int, markdown: str, user_id: int) -> int:
    """Keep a text as a version that is not the one worked on; its number."""
    found, item = working(item_id), db.session.get_one(Item, item_id)
    assert found is not None
    item.head_revision += 1
    content = found.content | {"markdown": markdown}
    db.session.add(
        Revision(
            item_id=item_id,
            number=item.head_revision,
            person_id=person_of(user_id),
            at=clock.now(),
            note=SET_BESIDE,
            content=content,
            schema=SCHEMA,
        )
    )
    db.session.flush()
    return item.head_revision


def give_up(item_id: int, file_id: int, words: str) -> None:
    """Say why the file could not be read; one that was replaced is passed over."""
    deck = waiting(item_id, file_id)
    if deck is not None:
        deck.asked_at, deck.problem = None, words[:LONGEST_PROBLEM]
        db.session.flush()


def waiting(item_id: int, file_id: int) -> Deck | None:
    """The deck, where it still waits for the text of this file."""
    deck = db.session.get(Deck, item_id, with_for_update=True)
    is_it = deck is not None and deck.file_id == file_id and deck.asked_at is not None
    return deck if is_it else None
