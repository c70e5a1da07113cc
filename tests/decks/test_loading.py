"""The pages where editors load PowerPoint files and write slides."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.adapters.disk_storage import DiskStorage
from ion.base.extensions import db
from ion.commons.publishing.queries.working import working
from ion.commons.publishing.services import publish
from ion.core.ports import storage
from ion.core.unit_of_work import unit_of_work
from ion.core.working import run_due
from ion.decks.services import READ
from ion.models import File, Item, User
from ion.worker import HANDLERS
from tests.conftest import Browser
from tests.decks import samples
from tests.factories import PostFactory, PracticeFactory, WebinarFactory
from tests.files.samples import docx
from tests.publishing.desks import an_editor, desk_of
from tests.reading import visit


@pytest.fixture
def editor(app: Flask) -> User:
    return an_editor()


@pytest.fixture
def browser(app: Flask, editor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The editor's browser, without tokens."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    storage.use(DiskStorage(tmp_path / "files"))
    return desk_of(app, editor)


def begin(browser: Browser, content: bytes = b"", name: str = "launch_deck-2026.pptx", **fields: Any) -> Any:
    sent = {"title": "", "about": "", **fields} | ({"file": (BytesIO(content), name)} if content else {})
    return browser.post("/staff/decks/new", data=sent)


def made() -> Item:
    db.session.expire_all()
    return db.session.scalars(select(Item).where(Item.kind == "deck")).one()


def content_of(item: Item) -> dict[str, Any]:
    found = working(item.id)
    assert found is not None
    return found.content


def work() -> None:
    run_due({READ: HANDLERS[READ]}, "test")


def test_a_file_begins_a_deck_on_a_presenter_s_behalf(browser: Browser) -> None:
    webinar = WebinarFactory(title="The call")
    assert "“The call.”" in visit(browser, f"/staff/decks/new?about={webinar.item_id}").text("main")

    answer = begin(browser, samples.of_one_slide(), about=str(webinar.item_id))

    item = made()
    assert (answer.status_code, answer.location) == (303, f"/staff/decks/{item.id}/file")
    assert item.title == "launch deck 2026"
    assert content_of(item)["about"] == webinar.item_id


def test_the_page_of_the_file_says_how_far_it_is(browser: Browser) -> None:
    begin(browser, samples.of_one_slide())
    path = f"/staff/decks/{made().id}/file"

    waiting, polled = visit(browser, path), visit(browser, path, HX_Request="true")
    work()
    done = visit(browser, path, HX_Request="true")

    assert "launch_deck-2026.pptx is being read" in waiting.text("#reading")
    assert (polled.status, polled.html) == (204, "")
    assert "launch_deck-2026.pptx has been read" in done.text("#reading")
    assert done.href("Go on to the text") == f"/staff/publishing/{made().id}"
    assert done.all("[hx-trigger]") == []


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(browser: Browser) -> None:
    begin(browser, samples.laughs())
    work()

    told = visit(browser, f"/staff/decks/{made().id}/file").text("#reading")

    assert "This file could not be read: it is damaged" in told
    assert "Save it again from PowerPoint" in told


def test_a_title_begins_a_deck_that_is_written(browser: Browser) -> None:
    answer = begin(browser, title=" Launching  it ")

    assert (answer.status_code, answer.location) == (303, f"/staff/publishing/{made().id}")
    assert made().title == "Launching it"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "", "Give the deck a title, or choose a file."),
        (docx(), "deck.pptx", "This is no PowerPoint file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old.ppt", "This is an older Office file"),
    ],
    ids=["nothing", "Word", "old"],
)
def test_what_is_no_presentation_is_refused(browser: Browser, content: bytes, name: str, words: str) -> None:
    answer = begin(browser, content, name)

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(Item)).all() == []


def test_slides_belong_to_a_webinar_or_a_practice_alone(browser: Browser) -> None:
    wrong = (PostFactory().item_id, 999_999, "x", "1" * 15)

    assert [visit(browser, f"/staff/decks/new?about={each}").status for each in wrong] == [404] * 4
    assert begin(browser, title="x", about=str(wrong[0])).status_code == 404
    assert visit(browser, f"/staff/decks/new?about={PracticeFactory().item_id}").status == 200


def test_another_file_takes_the_place_of_the_first(browser: Browser) -> None:
    begin(browser, samples.of_one_slide())
    work()
    path = f"/staff/decks/{made().id}/file"

    answer = browser.post(path, data={"file": (BytesIO(samples.of_one_slide("New")), "new.pptx")})
    work()

    assert (answer.status_code, answer.location) == (303, path)
    assert content_of(made())["markdown"].startswith("## New")
    assert [file.name for file in db.session.scalars(select(File))] == ["new.pptx"]


def test_no_file_is_refused_where_one_is_needed(browser: Browser) -> None:
    begin(browser, title="Launching")

    answer = browser.post(f"/staff/decks/{made().id}/file", data={})

    assert answer.status_code == 422
    assert "Choose a PowerPoint file." in answer.text


def test_only_decks_have_such_a_file(browser: Browser) -> None:
    assert visit(browser, f"/staff/decks/{PostFactory().item_id}/file").status == 404


def test_slides_are_written_checked_and_published(browser: Browser, editor: User) -> None:
    practice = PracticeFactory(title="Sit together")
    begin(browser, title="Launching")
    typed = {
        "base": "1",
        "title": "Launching",
        "authors": "",
        "credit": "By  us",
        "markdown": "# A\n---\n# B",
    }

    wrong = browser.post(f"/staff/publishing/{made().id}", data=typed | {"about": "Nothing of the kind"})
    many = browser.post(f"/staff/publishing/{made().id}", data=typed | {"markdown": "x\n---\n" * 301})
    saved = browser.post(f"/staff/publishing/{made().id}", data=typed | {"about": "sit together"})

    assert (wrong.status_code, many.status_code, saved.status_code) == (422, 422, 303)
    assert "There is no webinar or practice called Nothing of the kind" in wrong.text
    assert "at most 300 slides; these are 301" in many.text
    item = made()
    with unit_of_work():
        publish(item.id, user_id=editor.id)
    page = visit(browser, f"/decks/{item.slug}")
    assert page.href("Sit together", "aside") == practice.path
    assert page.facts("aside dl")["Credit"] == "By us"
    again = visit(browser, f"/staff/publishing/{item.id}")
    assert again.all("#about")[0]["value"] == f"Sit together {practice.path}"


def test_a_preview_shows_the_slides_without_leading_away(browser: Browser) -> None:
    begin(browser, samples.of_everything(), title="Launching")
    empty = visit(browser, f"/staff/publishing/{made().id}/preview")
    work()

    page = visit(browser, f"/staff/publishing/{made().id}/preview")

    assert empty.status == 200
    assert page.text("#slide-heading") == "Slide 1 of 2"
    assert page.all("nav[aria-label=Slides]") == []
    assert "In a group" in page.text("#slide-2")
