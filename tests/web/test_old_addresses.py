"""Old addresses lead on, to whom may see where they lead, and never round in a circle."""

from datetime import timedelta

import pytest

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, OldAddress
from tests.conftest import Browser
from tests.factories import PostFactory, PracticeFactory, ToolFactory, UserFactory, sign_in

pytestmark = pytest.mark.database


def moved(path: str, target: str = "", item_id: int | None = None) -> None:
    with unit_of_work() as session:
        session.add(OldAddress(path=path, target=target, item_id=item_id))


def answer(browser: Browser, path: str) -> tuple[int, str | None]:
    response = browser.get(path)
    return response.status_code, response.headers.get("Location")


def test_an_old_address_of_an_item_leads_to_where_it_is_now(browser: Browser) -> None:
    post = PostFactory(slug="new-name")
    moved("/2019/05/old-name/", item_id=post.item_id)

    assert answer(browser, "/2019/05/old-name/") == (301, "/blog/new-name")


@pytest.mark.parametrize("kept", ["/old", "/old/"])
@pytest.mark.parametrize("asked", ["/old", "/old/"])
def test_an_old_address_is_found_with_and_without_its_last_slash(
    browser: Browser, kept: str, asked: str
) -> None:
    moved(kept, "/about")

    assert answer(browser, asked) == (301, "/about")


def test_an_old_address_of_a_tool_leads_to_its_place_on_the_practice(browser: Browser) -> None:
    tool = ToolFactory(PracticeFactory(slug="share-a-sponsor"), anchor="agenda")
    moved("/tools/agenda", item_id=tool.item_id)

    assert answer(browser, "/tools/agenda") == (301, "/practices/share-a-sponsor#tool-agenda")


@pytest.mark.parametrize(
    "target", ["/practices/", "https://elsewhere.example.org/old", "/search?q=wioa&kind=post"]
)
def test_an_old_address_may_lead_to_a_page_here_or_elsewhere(browser: Browser, target: str) -> None:
    moved("/old", target)

    assert answer(browser, "/old") == (301, target)


def test_an_archived_item_is_still_found_by_its_old_address(browser: Browser) -> None:
    post = PostFactory(slug="past", expires_at=clock.now() - timedelta(days=1))
    moved("/old", item_id=post.item_id)

    assert answer(browser, "/old") == (301, "/blog/past")


@pytest.mark.parametrize(
    "fields", [{"state": ItemState.DRAFT}, {"state": ItemState.WITHDRAWN}, {"audience": "members"}], ids=str
)
def test_an_old_address_tells_a_visitor_nothing_about_what_is_not_for_them(
    browser: Browser, fields: dict[str, str]
) -> None:
    post = PostFactory(**fields)
    moved("/old", item_id=post.item_id)

    assert answer(browser, "/old") == (404, None)


def test_a_member_is_led_to_what_is_for_members(browser: Browser) -> None:
    post = PostFactory(slug="inside", audience="members")
    moved("/old", item_id=post.item_id)
    sign_in(browser, UserFactory())

    assert answer(browser, "/old") == (301, "/blog/inside")


@pytest.mark.parametrize(
    "rows",
    [
        {"/a": "/a"},
        {"/a": "/b", "/b": "/a"},
        {"/a": "/b", "/b": "/c", "/c": "/b"},
        {"/a": "http://localhost/b", "/b": "http://localhost/a"},
        {"/a/": "/a"},
    ],
    ids=str,
)
def test_old_addresses_that_lead_round_in_a_circle_lead_nowhere(
    browser: Browser, rows: dict[str, str]
) -> None:
    for path, target in rows.items():
        moved(path, target)

    assert answer(browser, "/a") == (404, None)


def test_an_address_elsewhere_with_the_same_path_is_no_circle(browser: Browser) -> None:
    moved("/old", "https://elsewhere.example.org/old")

    assert answer(browser, "/old") == (301, "https://elsewhere.example.org/old")


def test_a_page_that_stands_at_an_old_address_is_shown(browser: Browser) -> None:
    moved("/blog/again", "/about")
    PostFactory(slug="again")

    assert answer(browser, "/blog/again") == (200, None)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/blog", "/\\evil.example", "/blog//evil.example"]
)
def test_no_address_of_ours_leads_to_another_host(browser: Browser, path: str) -> None:
    response = browser.get("/", environ_overrides={"PATH_INFO": path})

    assert not response.headers.get("Location", "/").startswith(("//", "/\\", "http://evil", "https://"))


@pytest.mark.parametrize("name", ["next", "url", "return_to"])
def test_no_parameter_sends_a_reader_elsewhere(browser: Browser, name: str) -> None:
    response = browser.get(
        "/", query_string={name: "https://evil.example"}, headers={"Referer": "https://evil.example"}
    )

    assert response.status_code == 200
    assert {"Location", "HX-Redirect", "HX-Location", "HX-Push-Url"}.isdisjoint(response.headers)
