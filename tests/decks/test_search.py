"""Slides in search: a word of a text or of notes leads to the slide that says it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.ports.documents import DOCUMENTS
from tests.factories import DeckFactory
from tests.indexing import index
from tests.reading import visit
from tests.viewers import viewers

SAID = "## Why\n\nPurpose\n\n---\n\n## Launch\n\nGather\n\nNotes:\n\nChampions **carry** it.\n\n---\n\nUntitled words"


@pytest.mark.parametrize(
    ("word", "label", "number"),
    [("carry", "Slide 2: Launch", 2), ("purpose", "Slide 1: Why", 1), ("untitled", "Slide 3", 3)],
)
def test_a_hit_opens_at_the_slide_that_says_the_word(
    client: FlaskClient, word: str, label: str, number: int
) -> None:
    deck = DeckFactory(SAID)
    index()

    found = visit(client, f"/search?q={word}").href(label)

    assert found == f"/decks/{deck.item.slug}?slide={number}#slide"
    assert word in visit(client, found).text("#slide").lower()


def test_a_deck_is_found_under_its_kind_by_whoever_may_see_it(app: Flask) -> None:
    DeckFactory(SAID, title="For members", audience="members")
    index()

    found = {
        name: "For members" in visit(browser, "/search?q=champions&kind=deck").text("#results")
        for name, browser in viewers(app).items()
    }

    assert found == {"visitor": False, "member": True, "staff": True}


@pytest.mark.database
def test_a_document_holds_every_slide_once(app: Flask) -> None:
    deck = DeckFactory(SAID, credit="Photos by Jan")

    document = DOCUMENTS["deck"].documents([deck.item_id])[0]

    assert document.text == "Photos by Jan"
    assert [(part.anchor, part.label, part.text) for part in document.parts] == [
        ("?slide=1#slide", "Slide 1: Why", "Purpose"),
        ("?slide=2#slide", "Slide 2: Launch", "Gather Champions carry it."),
        ("?slide=3#slide", "Slide 3", "Untitled words"),
    ]
