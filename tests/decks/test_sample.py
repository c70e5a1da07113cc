"""The deck of the sample network, and decks from files in general."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.importing.services import import_items, names
from ion.commons.publishing.queries.working import working
from ion.core.unit_of_work import unit_of_work
from ion.decks.imports import DeckImporter
from ion.decks.source import slides_in
from ion.demo.services.planting import FOLDER
from ion.models import Deck, Item
from tests.factories import WebinarFactory

SEED = FOLDER / "decks/launching-sector-partnerships.md"
HEAD = "---\ntitle: Slides\nabout: {}\ncredit: By us\n---\n\n"


def test_the_sample_deck_has_the_twelve_slides_of_its_model() -> None:
    slides = slides_in(SEED.read_text(encoding="utf-8").split("---\n", 2)[2])

    assert [slide.title for slide in slides] == [
        "Sector Partnerships",
        "The Why",
        "The Time is now - CWDC",
        "The Planning",
        "The Launch",
        "The Restructure",
        "The sustainability",
        "In it for the long haul",
        *[""] * 4,
    ]
    assert all(slide.notes for slide in slides)
    credits = [slide.body.split("*")[1] for slide in slides if "*Photo by" in slide.body]
    assert credits == [
        f"Photo by {name}"
        for name in ("jakerome", "JD Hancock", "JustinJensen", "John-Morgan", "Jan Jespersen")
    ]


def test_importing_decks_is_nothing_that_the_command_line_names(app: Flask) -> None:
    assert "decks" not in names()


@pytest.mark.database
def test_a_deck_from_a_file_belongs_to_what_it_names_and_changes_with_it(app: Flask, tmp_path: Path) -> None:
    webinar = WebinarFactory(slug="the-call")
    file = tmp_path / "decks/slides.md"
    file.parent.mkdir()

    file.write_text(
        HEAD.format("/webinars/the-call") + "## One\n\nText\n\n---\n\nNotes: said\n", encoding="utf-8"
    )
    first = import_items(file.parent, DeckImporter())
    file.write_text(HEAD.format('""') + "## Alone\n", encoding="utf-8")
    about = db.session.scalars(select(Deck.about_id)).one()
    second = import_items(file.parent, DeckImporter())

    deck = db.session.scalars(select(Deck)).one()
    assert (first.counts["new"], second.counts["changed"]) == (1, 1)
    assert about == webinar.item_id
    assert (deck.about_id, deck.credit, [slide.title for slide in deck.slides]) == (None, "By us", ["Alone"])
    with unit_of_work():
        found = working(db.session.scalars(select(Item.id).where(Item.kind == "deck")).one())
    assert found is not None and found.content["credit"] == "By us"


def test_a_deck_of_nothing_known_is_refused_by_name(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "slides.md").write_text(HEAD.format("/webinars/nothing") + "## One\n", encoding="utf-8")

    report = import_items(tmp_path, DeckImporter())

    assert [row.why for row in report.rows] == [
        "There is no webinar or practice at this address. Paste the address of its page."
    ]
