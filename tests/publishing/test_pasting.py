"""What the script on the page of writing asks for: a clipboard as Markdown, and a text as readers will get it."""

import pytest
from flask import Flask

from ion.core.text import MAX_MARKDOWN
from ion.models import Grant
from tests.conftest import Browser
from tests.factories import UserFactory
from tests.publishing.desks import an_editor, desk_of, page
from tests.publishing.writing import draft

PASTE = "/staff/publishing/paste"


@pytest.fixture
def browser(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """An editor's browser."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return desk_of(app, an_editor())


def test_a_clipboard_comes_back_as_markdown_with_what_was_left_out(browser: Browser) -> None:
    html = '<p class=MsoNormal>Plain <b>bold</b><o:p></o:p></p><img src="file:///c:/a.png">'

    answer = browser.post(PASTE, data={"html": html})

    assert answer.get_json() == {
        "markdown": "Plain **bold**",
        "dropped": "1 picture was left out: add it under Pictures.",
    }


def test_nothing_comes_back_as_nothing(browser: Browser) -> None:
    assert browser.post(PASTE).get_json() == {"markdown": "", "dropped": ""}


def test_too_large_a_clipboard_is_refused_in_words(browser: Browser) -> None:
    answer = browser.post(PASTE, data={"html": "a" * 1_500_001})

    assert answer.status_code == 422
    assert answer.get_json()["problem"].startswith("That is too much to paste at once.")


def test_ten_megabytes_are_not_even_read(browser: Browser) -> None:
    assert browser.post(PASTE, data={"html": "a" * 10_000_000}).status_code == 413


def test_a_text_comes_back_as_readers_will_get_it(browser: Browser, app: Flask) -> None:
    item_id = draft(an_editor("Another Editor").id)

    answer = browser.post(
        page(item_id, "/rendered"), data={"markdown": "# Hello\n\n<script>steal()</script>\x00"}
    )

    assert answer.text == '<h2 id="h-hello">Hello</h2>\n<p>&lt;script&gt;steal()&lt;/script&gt;</p>\n'
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/html", "no-store")


def test_a_text_too_long_to_show_is_said_to_be(browser: Browser) -> None:
    item_id = draft(an_editor("Another Editor").id)

    answer = browser.post(page(item_id, "/rendered"), data={"markdown": "a" * (MAX_MARKDOWN + 1)})

    assert answer.status_code == 422
    assert answer.text == "<p>The text is too long to be shown: 500,001 characters; at most 500,000.</p>"


def test_there_is_nothing_to_show_for_what_is_not_there(browser: Browser) -> None:
    assert browser.post(page(999_999, "/rendered"), data={"markdown": "a"}).status_code == 404


def test_pasting_is_for_editors(app: Flask, browser: Browser) -> None:
    member = desk_of(app, UserFactory(Grant.MEMBER))

    assert member.post(PASTE, data={"html": "a"}).status_code == 403


def test_pasting_needs_the_token(app: Flask) -> None:
    assert desk_of(app, an_editor()).post(PASTE, data={"html": "a"}).status_code == 400
