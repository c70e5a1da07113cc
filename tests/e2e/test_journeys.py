"""Journeys: a search by keyboard alone on a phone, the same without script, the menu."""

import re
from typing import Any

import pytest

from tests.e2e.conftest import Network, Tab, expect

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.id"


def tab_to(page: Any, name: str, most: int = 25) -> None:
    """Press Tab until what has the focus has this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"
        )
        if told.startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached by {most} presses of Tab.")


def test_search_by_keyboard_alone_on_a_phone(phone: Tab, network: Network) -> None:
    page = phone.open("/practices/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("employer")
    expect(page.locator("#live")).to_have_text(re.compile(r"^\d+ practices? for “employer”$"))
    expect(page).to_have_url(f"{network.url}/practices/?q=employer")
    expect(page.get_by_role("searchbox")).to_be_focused()

    filters = page.get_by_role("button", name=re.compile("^Filters"))
    expect(filters).to_have_attribute("aria-expanded", "false")
    tab_to(page, "Filters")
    page.keyboard.press("Enter")
    expect(filters).to_have_attribute("aria-expanded", "true")
    tab_to(page, "Sector partnerships")
    pressed = page.evaluate(FOCUSED)
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{network.url}/practices/?q=employer&topic=sector-partnerships")
    expect(page.get_by_role("checkbox", name=re.compile("^Sector partnerships"))).to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("^Sector partnerships"))).to_be_focused()
    assert page.evaluate(FOCUSED) == pressed != ""
    expect(page.get_by_role("button", name=re.compile("^Filters"))).to_have_attribute("aria-expanded", "true")

    page.go_back()
    expect(page).to_have_url(f"{network.url}/practices/?q=employer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice library")
    expect(page.get_by_role("contentinfo")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("employer")


def test_the_same_search_without_script(tab_of: Any, network: Network) -> None:
    tab: Tab = tab_of(java_script_enabled=False)
    page = tab.open("/")
    page.get_by_role("searchbox").fill("employer")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{network.url}/search?q=employer")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Practices").click()
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(f"{network.url}/practices/?page=2")

    page.get_by_role("searchbox").fill("employer")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("^Sector partnerships")).check()
    page.get_by_role("button", name="Apply filters").click()
    assert "topic=sector-partnerships" in page.url and "q=employer" in page.url
    expect(page.get_by_role("list", name="Filters in use")).to_contain_text("Sector partnerships")

    page.get_by_role("link", name="Remove filter: Sector partnerships").click()
    expect(page).to_have_url(f"{network.url}/practices/?q=employer")
    expect(page.get_by_role("list", name="Filters in use")).to_have_count(0)


def test_the_menu_opens_and_closes_by_keyboard(phone: Tab) -> None:
    page = phone.open("/")
    button = page.get_by_role("button", name="Menu")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()

    tab_to(page, "Menu")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Blog")).to_be_visible()

    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_the_menu_is_there_without_script(tab_of: Any) -> None:
    page = tab_of(java_script_enabled=False, viewport={"width": 390, "height": 844}).open("/")

    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Blog")).to_be_visible()


def test_a_sort_takes_effect_at_once_and_is_announced(tab: Tab, network: Network) -> None:
    page = tab.open("/practices/?q=employer")

    page.get_by_label("Sort by").focus()
    page.get_by_label("Sort by").focus()
    page.get_by_label("Sort by").select_option(label="Strongest evidence")

    expect(page).to_have_url(f"{network.url}/practices/?q=employer&sort=evidence")
    expect(page.locator("#live")).to_have_text(re.compile("employer"))
    expect(page.get_by_label("Sort by")).to_be_focused()
