"""Beginning with a Word file: the draft, its pictures, and the words that each of them needs."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.adapters.disk_storage import DiskStorage
from ion.adapters.no_scanner import NoScanner
from ion.base.extensions import db
from ion.commons.files.services import FileKeeper
from ion.core.ports import files as keeping
from ion.core.ports import scanner, storage
from ion.core.ports.files import FileRefused, KeptPicture
from ion.core.text import picture_paths, pictures_without_alt
from ion.models import File, Item, User
from tests.conftest import Browser
from tests.publishing.desks import page
from tests.publishing.writing import draft, seen, write
from tests.reading import visit
from tests.samples.word import document, show

NEW = "/staff/publishing/new/post/word"


@pytest.fixture(autouse=True)
def keeper(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A storage of its own, no scanner, and no tokens."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    storage.use(DiskStorage(tmp_path / "files"))
    scanner.use(NoScanner())
    yield
    keeping.use(FileKeeper())


def send(browser: Browser, content: bytes, name: str = "draft.docx") -> Any:
    return browser.post(NEW, data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def the_draft() -> Item:
    db.session.rollback()
    return db.session.scalars(select(Item)).one()


def with_pictures(word: Any) -> None:
    word.add_heading("Riding the wave", 0)
    show(word, "A full room")
    show(word, color="blue")
    word.add_paragraph("Words.")


def test_the_page_says_what_is_kept_and_what_is_not(browser: Browser) -> None:
    shown = visit(browser, NEW)

    assert shown.soup.select_one('input[type="file"][accept^=".docx"]') is not None
    assert "What is kept" in shown.text("main") and "What is not" in shown.text("main")
    assert browser.get(NEW.replace("post", "tool")).status_code == 404


def test_a_document_without_pictures_becomes_a_draft_of_one_version(browser: Browser) -> None:
    answer = send(browser, document(lambda word: word.add_paragraph("Words.")), "Riding the wave.docx")

    item = the_draft()
    found = seen(item.id)
    assert (answer.status_code, answer.headers["Location"]) == (303, page(item.id))
    assert (found.title, found.content["markdown"], found.number) == ("Riding the wave", "Words.", 1)


def test_pictures_are_kept_and_those_without_words_are_asked_for(browser: Browser) -> None:
    answer = send(browser, document(with_pictures))

    item = the_draft()
    markdown = seen(item.id).content["markdown"]
    first, second = picture_paths(markdown)
    assert markdown == f"![A full room]({first})\n\n![]({second})\n\nWords."
    assert {first, second} == {file.path for file in db.session.scalars(select(File))}
    assert answer.headers["Location"] == page(item.id, "/descriptions")
    shown = visit(browser, answer.headers["Location"])
    assert [image["src"] for image in shown.soup.select("form img")] == [second]


def test_the_words_go_into_the_text_as_a_new_version(browser: Browser) -> None:
    send(browser, document(with_pictures))
    item_id, head = the_draft().id, seen(the_draft().id).head

    empty = browser.post(page(item_id, "/descriptions"), data={"base": head, "words-0": " "})
    taken = browser.post(page(item_id, "/descriptions"), data={"base": head, "words-0": "A map"})

    assert (empty.status_code, taken.status_code) == (422, 303)
    assert "Say what the picture shows." in empty.text
    markdown = seen(item_id).content["markdown"]
    assert pictures_without_alt(markdown) == [] and "![A map](" in markdown
    assert "Every picture of the text is described." in browser.get(page(item_id, "/descriptions")).text


def test_words_for_a_text_that_changed_meanwhile_change_nothing(browser: Browser, editor: User) -> None:
    send(browser, document(with_pictures))
    item_id = the_draft().id
    head = seen(item_id).head
    write(item_id, editor.id, markdown="No picture.")

    answer = browser.post(page(item_id, "/descriptions"), data={"base": head, "words-0": "A map"})

    assert answer.status_code == 409
    assert "Somebody saved another version meanwhile." in answer.text
    assert seen(item_id).content["markdown"] == "No picture."


def test_a_picture_written_in_an_unusual_way_is_left_to_the_text(browser: Browser, editor: User) -> None:
    item_id = draft(editor.id, markdown="![][1]\n\n[1]: /files/abcdefghijklmnopqrstuv")

    answer = browser.post(
        page(item_id, "/descriptions"), data={"base": seen(item_id).head, "words-0": "A map"}
    )

    assert answer.status_code == 422
    assert "describe it in the text itself" in answer.text


def test_a_picture_that_cannot_be_kept_is_left_out_and_named(browser: Browser) -> None:
    class Refusing(FileKeeper):
        def keep_picture(self, kind: str, id: int, *, name: str, data: bytes, user_id: int) -> KeptPicture:
            if name.startswith("Picture"):
                raise FileRefused("It is too small to see.")
            return super().keep_picture(kind, id, name=name, data=data, user_id=user_id)

    keeping.use(Refusing())

    answer = send(browser, document(with_pictures))

    item = the_draft()
    markdown = seen(item.id).content["markdown"]
    assert markdown == f"![A full room]({picture_paths(markdown)[0]})\n\nWords."
    shown = visit(browser, answer.headers["Location"])
    assert "The picture “Picture 2.png” was left out. It is too small to see." in shown.text("main")


def test_what_is_no_word_file_is_refused_and_nothing_begun(browser: Browser) -> None:
    refused = send(browser, b"%PDF-1.7", "report.pdf")
    missing = browser.post(NEW, data={}, content_type="multipart/form-data")

    assert (refused.status_code, missing.status_code) == (422, 422)
    assert "This is no Word document." in refused.text and "Choose a Word file." in missing.text
    assert db.session.scalars(select(Item)).all() == []
