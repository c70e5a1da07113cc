"""The page of writing with script: two ways of writing one text, and what is pasted keeps what was meant."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.config import ROOT
from ion.base.extensions import db
from ion.models import Item
from tests.e2e.conftest import Network, Tab, expect
from tests.e2e.test_pages import AXE, TAGS

pytestmark = pytest.mark.browser

SAMPLES = ROOT / "tests/samples/pasting"
EDITOR = "editor@ion.example"
KEPT = "Ask before you build"
PASTE = """(place, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "Plain words");
  place.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
PICTURE = "![A full room](/files/abcdefghijklmnopqrstuv)"
INSERT = "markdown => document.dispatchEvent(new CustomEvent('ion:insert', {detail: {markdown}, cancelable: true}))"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
EVERYTHING = """\
A *text* with __all__ of it, `code`, ~~struck~~[^a] and [a link](https://example.org/a(b) "T").

Head
----

* one
  1. deep
* two\\
  lines

::: pull-quote
Said aloud.
:::

| Year | People |
| :--- | -----: |
| 2025 | 1 \\| 2 |

> A quotation.

[^a]: The note,

    in two paragraphs.
"""


@pytest.fixture
def draft(network: Network) -> str:
    """The page of writing of a sample draft."""
    with network.app.app_context():
        id = db.session.scalar(select(Item.id).where(Item.title == KEPT))
        db.session.remove()
    return f"/staff/publishing/{id}"


@pytest.fixture
def page(tab_of: Any, draft: str) -> Any:
    """The page of writing, whose text is empty."""
    tab: Tab = tab_of(member=EDITOR)
    opened = tab.open(draft)
    in_markdown(opened, "")
    return opened


def in_markdown(page: Any, text: str) -> None:
    page.get_by_role("button", name="Markdown", exact=True).click()
    page.locator("textarea[name=markdown]").fill(text)


def in_rich(page: Any) -> Any:
    page.get_by_role("button", name="Rich text", exact=True).click()
    return page.locator(".ion-editor__rich")


def text(page: Any) -> str:
    return str(page.locator("textarea[name=markdown]").evaluate("field => field.value"))


def test_what_is_written_by_keyboard_alone_is_written_down_as_markdown(page: Any) -> None:
    in_rich(page)
    expect(page.get_by_role("textbox", name=re.compile("^Text"))).to_be_focused()

    page.keyboard.type("## A heading")
    page.keyboard.press("Enter")
    page.keyboard.type("Plain, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("bold")
    page.keyboard.press("Control+b")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Heading 2")).to_be_focused()
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Footnote")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("A note.")

    assert text(page) == "## A heading\n\nPlain, **bold**[^1]\n\n[^1]: A note."
    page.keyboard.press("Tab")
    expect(page.locator(".ion-editor__rich")).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+z")
    assert text(page) != "## A heading\n\nPlain, **bold**[^1]\n\n[^1]: A note."


def test_a_text_stays_letter_for_letter_until_something_is_changed_and_loses_nothing_then(page: Any) -> None:
    in_markdown(page, EVERYTHING)
    rich = in_rich(page)
    assert text(page) == EVERYTHING

    rich.locator("td").first.click()
    page.keyboard.press("End")
    page.evaluate(TWO_FRAMES)  # the browser tells of a moved cursor in the next one
    page.keyboard.type(" on")

    changed = text(page)
    assert "| 2025 on | 1 \\| 2 |" in changed and "| :-- | --: |" in changed
    assert "## Head" in changed and "[^a]: The note,\n\n    in two paragraphs." in changed
    for kept in (
        "**all**",
        "~~struck~~[^a]",
        "::: pull-quote\nSaid aloud.\n:::",
        "- two\\\n  lines",
        "  1. deep",
    ):
        assert kept in changed
    page.get_by_role("button", name="Add a row").click()
    assert "| 2025 on | 1 \\| 2 |\n|  |  |" in text(page)


@pytest.mark.parametrize("way", ["Markdown", "Rich text"])
def test_what_is_pasted_keeps_what_was_meant_and_says_what_it_left_out(page: Any, way: str) -> None:
    expected = (SAMPLES / "word-report.md").read_text(encoding="utf-8").strip()
    in_markdown(page, "Before.[^1]\n\n[^1]: Mine.\n\n")
    place = in_rich(page) if way == "Rich text" else page.locator("textarea[name=markdown]")
    place.focus()
    page.keyboard.press("Control+End")
    page.evaluate(TWO_FRAMES)

    place.evaluate(PASTE, (SAMPLES / "word-report.html").read_text(encoding="utf-8"))

    expect(page.locator(".ion-editor__status")).to_have_text("1 picture was left out: add it under Pictures.")
    expect(page.locator("#live")).to_have_text("1 picture was left out: add it under Pictures.")
    after = text(page)
    if way == "Markdown":
        assert after == "Before.[^1]\n\n[^1]: Mine.\n\n" + expected.replace("[^1]", "[^2]")
        page.keyboard.press("Control+z")
        assert text(page) == "Before.[^1]\n\n[^1]: Mine.\n\n"
    else:
        assert "| Year | People \\| placed |" in after and "  - **Small** ones too" in after
        assert "*worked*.[^2]" in after and "[^2]: Counted by the *boards* themselves." in after


def test_a_text_that_only_markdown_can_say_is_not_offered_otherwise(page: Any) -> None:
    in_markdown(page, "Words.^[A note of its own.]")

    page.get_by_role("button", name="Rich text", exact=True).click()

    expect(page.get_by_role("button", name="Markdown", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ion-editor__status")).to_contain_text("can only be written as Markdown")
    assert text(page) == "Words.^[A note of its own.]"


def test_the_buttons_write_markdown_and_can_be_undone(page: Any) -> None:
    area = page.locator("textarea[name=markdown]")
    in_markdown(page, "one\ntwo")
    area.select_text()

    page.get_by_role("button", name="Bulleted list").click()
    assert text(page) == "- one\n- two"
    page.keyboard.press("Control+z")
    assert text(page) == "one\ntwo"
    area.select_text()
    page.keyboard.press("Control+k")
    page.get_by_label("Address", exact=True).fill("javascript:steal()")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Give an address that begins with")).to_be_visible()
    page.get_by_label("Address", exact=True).fill("/blog/a b")
    page.keyboard.press("Enter")

    assert text(page) == "[one\ntwo](/blog/a%20b)"
    page.evaluate(INSERT, PICTURE)
    assert text(page) == f"[one\ntwo](/blog/a%20b)\n\n{PICTURE}"


def test_the_preview_shows_the_text_as_readers_will_get_it(page: Any) -> None:
    page.locator(".ion-editor__preview summary").click()

    in_markdown(page, "## Drawn\n\n<img src=x onerror=alert(1)>")

    expect(page.locator(".ion-editor__page h2")).to_have_text("Drawn")
    expect(page.locator(".ion-editor__page img")).to_have_count(0)


def test_axe_finds_nothing_in_either_way_of_writing(tab_of: Any, draft: str) -> None:
    tab: Tab = tab_of(member=EDITOR, viewport={"width": 390, "height": 844})
    page = tab.open(draft)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    in_markdown(page, EVERYTHING)
    page.locator(".ion-editor__preview summary").click()
    expect(page.locator(".ion-editor__page h2")).to_have_text("Head")

    found = problems(page)
    in_rich(page).locator("td").first.click()
    found += problems(page)
    page.keyboard.press("Control+k")
    found += problems(page)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def problems(page: Any) -> list[Any]:
    told = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return [(each["id"], node["target"]) for each in told["violations"] for node in each["nodes"]]
