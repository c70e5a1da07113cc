"""Decks written: slides made of their source, files read into drafts, and what happens when somebody was faster."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.adapters.disk_storage import DiskStorage
from ion.base.extensions import db
from ion.commons.files.services import take_in
from ion.commons.publishing.queries.working import Working, working
from ion.commons.publishing.services import publish, save, start
from ion.core.ports import storage
from ion.core.unit_of_work import unit_of_work
from ion.core.working import run_due
from ion.decks import services
from ion.decks.queries import Reading, reading_of
from ion.models import Deck, File, Grant, Item, ItemState, OutboxRow, Revision, Slide, User
from ion.worker import HANDLERS
from tests.decks import samples
from tests.factories import UserFactory, WebinarFactory

pytestmark = pytest.mark.database

TWO = "## First\n\nAlpha *beta*.\n\nNotes: said\n\n---\n\nOnly text"


@pytest.fixture
def editor(app: Flask, now: datetime, tmp_path: Path) -> User:
    storage.use(DiskStorage(tmp_path / "files"))
    return UserFactory(Grant.MEMBER, Grant.EDITOR)


def draft(editor: User, **content: Any) -> int:
    with unit_of_work():
        return start("deck", title="Launching", user_id=editor.id, content=content).id


def out(editor: User, id: int) -> None:
    with unit_of_work():
        publish(id, user_id=editor.id)


def slides(id: int) -> list[tuple[int, str, str, str]]:
    rows = db.session.execute(
        select(Slide.number, Slide.title, Slide.text, Slide.notes)
        .where(Slide.deck_id == id)
        .order_by(Slide.number)
    )
    return [tuple(row) for row in rows]


def upload(editor: User, id: int, content: bytes, name: str = "launch.pptx") -> None:
    taken = take_in(name, content)
    with unit_of_work():
        services.ask_reading(id, taken, user_id=editor.id)


def work() -> None:
    """Let the worker read what waits, and nothing else."""
    run_due({services.READ: HANDLERS[services.READ]}, "test")
    db.session.expire_all()


def told(id: int) -> Reading:
    found = reading_of(id)
    assert found is not None
    return found


def seen(id: int) -> Working:
    found = working(id)
    assert found is not None
    return found


def test_publishing_makes_the_slides(editor: User) -> None:
    about = WebinarFactory()
    id = draft(editor, markdown=TWO, about=about.item_id, credit="By us")

    out(editor, id)

    assert slides(id) == [(1, "First", "Alpha beta.", "said"), (2, "", "Only text", "")]
    deck = db.session.get_one(Deck, id)
    assert (deck.about_id, deck.credit) == (about.item_id, "By us")
    assert deck.slides[0].html.strip() == "<p>Alpha <em>beta</em>.</p>"


def test_another_version_has_the_slides_it_says(editor: User) -> None:
    id = draft(editor, markdown=TWO)
    out(editor, id)

    with unit_of_work():
        save(id, {"markdown": "# Alone"}, base=1, user_id=editor.id)
        publish(id, user_id=editor.id)

    assert slides(id) == [(1, "Alone", "", "")]


@pytest.mark.parametrize(
    ("markdown", "words"), [("---", "at least one slide"), ("x\n---\n" * 301, "these are 301")]
)
def test_a_deck_of_no_slides_or_too_many_is_not_published(editor: User, markdown: str, words: str) -> None:
    id = draft(editor, markdown=markdown)

    with pytest.raises(Exception, match=words):
        out(editor, id)


def test_what_slides_belong_to_may_be_gone(editor: User) -> None:
    id = draft(editor, markdown=TWO, about=999_999)

    out(editor, id)

    assert db.session.get_one(Deck, id).about_id is None


def test_a_file_becomes_the_text_of_the_draft(editor: User) -> None:
    id = draft(editor)

    upload(editor, id, samples.of_one_slide())
    waits = told(id)
    work()

    assert waits.is_waiting and not told(id).is_waiting
    assert told(id).problem == ""
    assert seen(id).content["markdown"] == "## The launch\n\nNotes:\n\nTiming is huge"
    assert seen(id).content["title"] == "Launching"
    revision = db.session.get_one(Revision, (id, 2))
    assert (revision.note, revision.person_id) == ("Read from the PowerPoint file", editor.person_id)


def test_a_bomb_fails_alone_and_the_worker_goes_on(editor: User) -> None:
    bad, good = draft(editor), draft(editor)
    upload(editor, bad, samples.laughs())
    upload(editor, good, samples.of_one_slide())

    work()

    assert told(bad).problem.startswith("This file could not be read: it is damaged")
    assert seen(bad).head == 1
    assert seen(good).head == 2
    assert db.session.scalars(select(OutboxRow).where(OutboxRow.task == services.READ)).all() == []


def test_what_was_written_meanwhile_stays_and_the_file_waits_beside_it(editor: User) -> None:
    id = draft(editor)
    upload(editor, id, samples.of_one_slide())
    with unit_of_work():
        save(id, {"markdown": "Written by hand"}, base=1, user_id=editor.id)

    work()

    assert seen(id).content["markdown"] == "Written by hand"
    assert "version 3 under History" in told(id).problem
    assert db.session.get_one(Revision, (id, 3)).content["markdown"].startswith("## The launch")


def test_a_live_deck_keeps_what_readers_have(editor: User) -> None:
    id = draft(editor, markdown=TWO)
    out(editor, id)

    upload(editor, id, samples.of_one_slide())
    work()

    assert slides(id)[0][1] == "First"
    assert seen(id).content["markdown"].startswith("## The launch")
    assert db.session.get_one(Item, id).state is ItemState.PUBLISHED


def test_a_file_that_was_replaced_is_not_read_into_the_deck(editor: User) -> None:
    id = draft(editor)
    upload(editor, id, samples.of_one_slide("Old"))
    former = told(id)

    upload(editor, id, samples.of_one_slide("New"), "new.pptx")
    with unit_of_work():
        services.take_text(id, former.file_id, [], base=1, user_id=editor.id, note="")
        services.give_up(id, former.file_id, "No.")
    work()

    assert seen(id).content["markdown"].startswith("## New")
    assert [file.name for file in db.session.scalars(select(File))] == ["new.pptx"]


def test_reading_twice_writes_one_version(editor: User) -> None:
    id = draft(editor)
    upload(editor, id, samples.of_one_slide())
    works = db.session.scalars(select(OutboxRow)).all()
    payload = dict(next(row.payload for row in works if row.task == services.READ))
    work()

    with unit_of_work():
        services.take_text(id, payload["file"], [], base=payload["base"], user_id=editor.id, note="")
    work()

    assert seen(id).head == 2


def test_bytes_that_are_gone_are_told(editor: User, tmp_path: Path) -> None:
    id = draft(editor)
    upload(editor, id, samples.of_one_slide())
    storage.use(DiskStorage(tmp_path / "empty"))

    work()

    assert told(id).problem == "The file is not here any more. Send it again."


def test_a_draft_that_is_gone_has_no_file(editor: User) -> None:
    taken = take_in("a.pptx", samples.of_one_slide())
    with pytest.raises(services.NoSuchDeck), unit_of_work():
        services.ask_reading(999_999, taken, user_id=editor.id)
