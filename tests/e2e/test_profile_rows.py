"""Writing the profile of a practice by keyboard: rows are added, moved, removed and brought back where they stand."""

from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import Item
from tests.e2e.conftest import Network, Tab, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def practice(network: Network) -> str:
    """The page of writing of a sample practice with six steps."""
    with network.app.app_context():
        id = db.session.scalar(select(Item.id).where(Item.slug == "agree-on-partner-roles"))
        db.session.remove()
    return f"/staff/publishing/{id}"


def titles(page: Any) -> list[str]:
    return [field.input_value() for field in page.locator('#steps [name$="-title"]').all()]


def press(page: Any, name: str, at: int = 0) -> None:
    page.locator("#steps").get_by_role("button", name=name).nth(at).focus()
    page.keyboard.press("Enter")


def test_rows_follow_the_keyboard_and_keep_what_was_typed(tab_of: Any, practice: str) -> None:
    tab: Tab = tab_of(member="editor@ion.example")
    page = tab.open(practice)
    first, second, *others = titles(page)

    press(page, "Move up", 1)
    expect(page.locator("#live")).to_have_text("Step 2 is Step 1 now.")
    press(page, "Add a step")
    page.keyboard.type("Celebrate")
    page.locator("#steps textarea").last.fill("With **cake**.")
    press(page, "Remove", 2)
    expect(page.locator("#steps").get_by_role("button", name="Undo")).to_be_focused()
    assert titles(page) == [second, first, *others[1:], "Celebrate"]
    page.keyboard.press("Enter")
    press(page, "Remove", 5)

    wanted = [second, first, *others[:-1], "Celebrate"]
    assert titles(page) == wanted
    page.get_by_role("button", name="Save a new version").click()
    expect(page.locator('#steps [name$="-title"]').last).to_have_value("Celebrate")
    assert titles(page) == wanted
