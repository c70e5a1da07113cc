"""Slides in a real browser: by keys, by a deep link, back again, without script, on paper, and for everyone."""

import re
from typing import Any

import pytest

from ion.base.config import ROOT
from tests.e2e.conftest import Tab, expect
from tests.e2e.test_pages import TAGS
from tests.skips import skip_or_fail

pytestmark = pytest.mark.browser

PATH = "/decks/launching-sector-partnerships"
AXE = ROOT / "node_modules/axe-core/axe.min.js"


def opens(page: Any, number: int) -> None:
    """The slide of that number stands there, and the address says so."""
    expect(page.locator("#slide-heading")).to_have_text(f"Slide {number} of 12")
    expect(page).to_have_url(re.compile(rf"\?slide={number}#slide$"))


def test_keys_step_through_slides_and_the_browser_goes_back(tab: Tab) -> None:
    page = tab.open(f"{PATH}?slide=7#slide")
    opens(page, 7)

    page.keyboard.press("ArrowRight")
    opens(page, 8)
    expect(page.locator("#live")).to_have_text("Slide 8 of 12: In it for the long haul")
    page.keyboard.press("ArrowLeft")
    opens(page, 7)
    page.keyboard.press("PageUp")
    opens(page, 6)
    page.keyboard.press("End")
    opens(page, 12)
    expect(page.locator("#live")).to_have_text("Slide 12 of 12")
    page.keyboard.press("PageDown")
    page.keyboard.press("Home")
    opens(page, 1)

    page.go_back()
    opens(page, 12)
    page.reload()
    opens(page, 12)


def test_keys_are_left_to_who_needs_them(tab: Tab) -> None:
    page = tab.open(PATH)

    page.keyboard.press("End")  # the page has the focus, not the slide
    page.evaluate("document.getElementById('slide').insertAdjacentHTML('afterend', '<input id=box>')")
    page.locator("#box").fill("words")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+ArrowRight")

    expect(page.locator("#slide-heading")).to_have_text("Slide 1 of 12")
    assert page.evaluate("scrollY") > 0


def test_pressing_a_button_keeps_the_focus_where_one_can_go_on(phone: Tab) -> None:
    page = phone.open(f"{PATH}?slide=11#slide")

    page.get_by_role("link", name="Next slide").click()
    opens(page, 12)
    expect(page.locator("#slide")).to_be_focused()
    page.get_by_role("link", name="Previous slide").click()
    opens(page, 11)
    expect(page.locator("#previous-slide")).to_be_focused()
    sizes = page.locator(".ion-slide__step").evaluate_all(
        "steps => steps.map(step => Math.min(step.offsetWidth, step.offsetHeight))"
    )
    assert min(sizes) >= 44


def test_slides_work_without_script(tab_of: Any) -> None:
    page = tab_of(java_script_enabled=False).open(f"{PATH}?slide=2#slide")

    page.get_by_role("link", name="Next slide").click()

    opens(page, 3)
    page.get_by_role("link", name="In the outline").click()
    expect(page).to_have_url(re.compile("#slide-3$"))


def test_paper_gets_the_outline_alone(tab: Tab) -> None:
    page = tab.page
    page.emulate_media(media="print")
    tab.open(f"{PATH}?slide=7")

    expect(page.locator("#slide")).to_be_hidden()
    expect(page.locator("#slide-12")).to_be_visible()
    expect(page.get_by_role("link", name="Show slide 7")).to_be_hidden()


def test_axe_finds_nothing_on_slides(tab_of: Any) -> None:
    if not AXE.is_file():
        skip_or_fail("axe-core is not installed: `npm ci`.")
    page = tab_of(watched=False, viewport={"width": 390, "height": 900}).open(f"{PATH}?slide=10#slide")

    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)

    assert [
        (problem["id"], node["target"]) for problem in told["violations"] for node in problem["nodes"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
