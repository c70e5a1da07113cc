"""The panel where editors keep the files of an item: a plain form or htmx, every refusal in words at its field."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ion.base.extensions import db
from ion.commons.files import queries, services
from ion.core.ports.files import MOST_BYTES
from ion.core.unit_of_work import unit_of_work
from ion.models import File, ItemBody, User
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PostFactory
from tests.files import samples
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("kept")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def item_id(app: Flask) -> int:
    return PostFactory(title="Fairs that work").item_id


def send(browser: Browser, path: str, name: str, data: bytes, field: str, **more: Any) -> TestResponse:
    """Send a file as a form in parts; `more` are headers and other fields."""
    headers = more.pop("headers", {})
    boundary, body = encode_multipart({field: FileStorage(BytesIO(data), name)} | more)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser.post(path, data=body, headers=headers, content_type=kind)


def send_picture(
    browser: Browser, item_id: int, data: bytes, alt: str = "A fair", **more: Any
) -> TestResponse:
    path = f"/files/items/{item_id}/pictures"
    return send(browser, path, "fair.png", data, "picture-file", **({"picture-alt": alt} | more))


def send_attachment(
    browser: Browser, item_id: int, data: bytes, name: str = "Plan.pdf", **more: Any
) -> TestResponse:
    return send(browser, f"/files/items/{item_id}/attachments", name, data, "attachment-file", **more)


def error_at(answer: TestResponse, id: str) -> str:
    """What is said at a field that is marked as wrong."""
    soup = BeautifulSoup(answer.text, "html.parser")
    field = soup.select_one(f"#{id}[aria-invalid=true]")
    assert field and f"{id}-error" in str(field["aria-describedby"])
    return " ".join(soup.select(f"#{id}-error")[0].get_text().split())


def test_a_picture_is_added_by_a_plain_form(browser: Browser, item_id: int) -> None:
    answer = send_picture(browser, item_id, samples.picture())

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/files/items/{item_id}#files")
    (row,) = queries.pictures(item_id)
    page = visit(browser, f"/files/items/{item_id}")
    assert page.heading == "Fairs that work"
    assert page.text("#files code") == row.markdown == f"![A fair]({row.path})"
    assert [(tag["src"], tag["alt"], tag["width"]) for tag in page.all("#files img")] == [
        (row.path, "A fair", "40")
    ]


def test_a_picture_is_added_by_htmx_and_the_panel_alone_comes_back(browser: Browser, item_id: int) -> None:
    answer = send_picture(browser, item_id, samples.picture(), headers=HTMX)

    assert answer.status_code == 200
    assert answer.text.strip().startswith('<section class="ion-files" id="files"')
    assert "![A fair](/files/" in answer.text and "<html" not in answer.text
    assert answer.headers["HX-Trigger"] == "files-changed"
    assert 'data-announce="The picture is added."' in answer.text


def test_the_panel_leads_back_to_the_page_it_stands_on_and_nowhere_else(
    browser: Browser, item_id: int
) -> None:
    back = f"/staff/publishing/{item_id}"

    sent = send_picture(browser, item_id, samples.picture(), **{"picture-back": back})
    shown = send_picture(browser, item_id, samples.picture(), headers=HTMX, **{"picture-back": back})
    elsewhere = send_picture(browser, item_id, samples.picture(), **{"picture-back": "//evil.example/"})

    assert sent.headers["Location"] == f"{back}#files"
    backs = {str(tag["value"]) for tag in BeautifulSoup(shown.text, "html.parser").select("[name$=back]")}
    assert backs == {back}
    assert elsewhere.headers["Location"] == f"/files/items/{item_id}#files"


def test_words_for_who_does_not_see_the_picture_are_asked_for(browser: Browser, item_id: int) -> None:
    answer = send_picture(browser, item_id, samples.picture(), alt=" ", headers=HTMX)

    assert answer.status_code == 422
    assert error_at(answer, "picture-alt") == "Say what the picture shows, for people who do not see it."
    assert queries.pictures(item_id) == []


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg/>", "Web pages, SVG, and XML are not taken."),
        (samples.PDF, "This is no picture."),
        (samples.picture()[:40], "The picture is damaged"),
        (b"x" * (MOST_BYTES + 1), "The file has more than 25.0 MB."),
        (b"", "The file is empty."),
    ],
    ids=["svg", "pdf", "damaged", "large", "empty"],
)
def test_a_refusal_stands_at_the_field_and_what_was_typed_stays(
    browser: Browser, item_id: int, data: bytes, words: str, headers: dict[str, str]
) -> None:
    answer = send_picture(browser, item_id, data, alt="Typed before", headers=headers)

    assert answer.status_code == 422
    assert words in error_at(answer, "picture-file")
    assert 'value="Typed before"' in answer.text
    assert ("<html" in answer.text) is not bool(headers)
    assert queries.pictures(item_id) == []


def test_no_file_at_all_is_asked_for(browser: Browser, item_id: int) -> None:
    answer = browser.post(f"/files/items/{item_id}/attachments", headers=HTMX)

    assert answer.status_code == 422
    assert error_at(answer, "attachment-file") == "Choose a file."


def test_what_is_larger_than_any_form_may_be_is_answered_in_words(browser: Browser, item_id: int) -> None:
    answer = send_attachment(browser, item_id, b"x" * 31 * 1024 * 1024)

    assert answer.status_code == 413
    assert "Send less text or a smaller file." in answer.text


def test_an_attachment_has_a_title_or_the_name_of_its_file(browser: Browser, item_id: int) -> None:
    send_attachment(browser, item_id, samples.docx(), "Agenda 2026.docx")
    send_attachment(browser, item_id, samples.PDF, **{"attachment-title": "The <plan>"})

    page = visit(browser, f"/files/items/{item_id}")

    assert [link.words for link in page.links("#files ol")] == ["Agenda 2026", "The <plan>"]
    assert "Agenda 2026 Word document, " in page.text("#files ol")


def test_an_attachment_moves_gets_a_new_version_and_goes(browser: Browser, item_id: int) -> None:
    for name in ("one", "two"):
        send_attachment(browser, item_id, samples.PDF, f"{name}.pdf")
    first, second = queries.attachments(item_id)
    address = f"/files/items/{item_id}/attachments"

    moved = browser.post(f"{address}/{second.id}/move", data={"way": "up"}, headers=HTMX)
    field = f"version-{first.id}-file"
    replaced = send(browser, f"{address}/{first.id}/replace", "new.docx", samples.docx(), field)
    removed = browser.post(f"{address}/{second.id}/remove")

    assert [answer.status_code for answer in (moved, replaced, removed)] == [200, 303, 303]
    assert moved.text.index(">two</a>") < moved.text.index(">one</a>")
    assert [str(tag.a.string) for tag in BeautifulSoup(moved.text, "html.parser").select("[data-focus]")] == [
        "two"
    ]
    (row,) = queries.attachments(item_id)
    assert (row.title, row.kind, row.version) == ("one", "Word document", 2)


def test_a_new_version_that_is_refused_says_so_at_its_own_field(browser: Browser, item_id: int) -> None:
    for name in ("one", "two"):
        send_attachment(browser, item_id, samples.PDF, f"{name}.pdf")
    _, second = queries.attachments(item_id)

    path = f"/files/items/{item_id}/attachments/{second.id}/replace"
    answer = send(browser, path, "x", samples.OLD_OFFICE, f"version-{second.id}-file", headers=HTMX)

    assert answer.status_code == 422
    assert "older Office file" in error_at(answer, f"version-{second.id}-file")
    soup = BeautifulSoup(answer.text, "html.parser")
    assert len(soup.select("details[open]")) == len(soup.select("[aria-invalid]")) == 1


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_a_text_shows_is_not_removed_and_the_panel_says_why(
    browser: Browser, item_id: int, headers: dict[str, str]
) -> None:
    send_picture(browser, item_id, samples.picture())
    (row,) = queries.pictures(item_id)
    with unit_of_work():
        db.session.execute(update(ItemBody).values(markdown=row.markdown))

    answer = browser.post(f"/files/items/{item_id}/pictures/{row.id}/remove", headers=headers)

    assert answer.status_code == 409
    assert "Take it out of the text" in answer.text
    assert ("<html" in answer.text) is not bool(headers)
    assert len(queries.pictures(item_id)) == 1


def test_an_attachment_that_a_text_links_to_is_not_removed_and_the_panel_says_why(
    browser: Browser, item_id: int
) -> None:
    send_attachment(browser, item_id, samples.PDF)
    (row,) = queries.attachments(item_id)
    with unit_of_work():
        db.session.execute(update(ItemBody).values(markdown=f"[The plan]({row.path})"))

    answer = browser.post(f"/files/items/{item_id}/attachments/{row.id}/remove", headers=HTMX)

    assert (answer.status_code, "links to it" in answer.text) == (409, True)
    assert len(queries.attachments(item_id)) == 1


def test_a_picture_that_no_text_shows_is_removed(browser: Browser, item_id: int) -> None:
    send_picture(browser, item_id, samples.picture())
    (row,) = queries.pictures(item_id)

    answer = browser.post(f"/files/items/{item_id}/pictures/{row.id}/remove")

    assert answer.status_code == 303
    assert queries.pictures(item_id) == []


def test_full_is_said_in_words(browser: Browser, item_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.items, "MOST_PICTURES", 0)
    monkeypatch.setattr(services.items, "MOST_ATTACHMENTS", 0)

    picture = send_picture(browser, item_id, samples.picture())
    attachment = send_attachment(browser, item_id, samples.PDF)

    assert [picture.status_code, attachment.status_code] == [409, 409]
    assert "Remove one that is not used first." in error_at(picture, "picture-file")
    assert "Remove one first." in error_at(attachment, "attachment-file")


def test_files_of_another_item_are_not_found(browser: Browser, item_id: int) -> None:
    send_attachment(browser, item_id, samples.PDF)
    send_picture(browser, item_id, samples.picture())
    (attachment,), (picture,) = queries.attachments(item_id), queries.pictures(item_id)
    other = f"/files/items/{PostFactory().item_id}"

    answers = [
        browser.post(f"{other}/attachments/{attachment.id}/move", data={"way": "up"}),
        browser.post(f"{other}/attachments/{attachment.id}/remove"),
        browser.post(f"{other}/pictures/{picture.id}/remove"),
        browser.post(f"{other}/attachments/{attachment.id}/move", data={"way": "sideways"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 400]


def test_who_sent_a_file_is_who_is_signed_in(browser: Browser, item_id: int, editor: User) -> None:
    send_attachment(browser, item_id, samples.PDF, user_id="999", **{"attachment-user_id": "999"})

    assert db.session.scalars(select(File.user_id)).all() == [editor.id]


def test_empty_lists_say_what_will_be_here(browser: Browser, item_id: int) -> None:
    page = visit(browser, f"/files/items/{item_id}")

    assert "No pictures yet." in page.text("#files") and "No attachments yet." in page.text("#files")


@pytest.mark.database
def test_the_panel_asks_the_same_for_many_files(browser: Browser, item_id: int, editor: User) -> None:
    asked = []
    for many in (3, 20):
        for number in range(many):
            taken = services.take_in("a.png", samples.picture())
            with unit_of_work():
                services.add_picture(item_id, taken, alt=str(number), user_id=editor.id)
                services.attach(item_id, taken, title=str(number), user_id=editor.id)
        asked.append(questions(browser, f"/files/items/{item_id}"))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6, asked[0]
