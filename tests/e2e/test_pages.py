"""Every kind of page in a real browser: accessible, quiet, narrow enough, fit to print, deaf to what people typed."""

from typing import Any

import pytest

from ion.base.config import ROOT
from tests.e2e.conftest import Network, Tab
from tests.e2e.payloads import MARK
from tests.skips import skip_or_fail

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = (
    "home",
    "blog",
    "post",
    "archived post",
    "library",
    "practice",
    "attempt",
    "search with results",
    "search with nothing",
    "about",
    "not found",
    "webinars",
    "past webinars",
    "webinar",
    "directory",
    "organization",
    "person",
    "roles",
    "role",
    "states",
    "state",
    "empty state",
    "sign in",
    "sign up",
    "reset",
    "demo",
)
SETTLED = "document.fonts.ready.then(() => true)"


MEMBER, ADMIN = "member@ion.example", "admin@ion.example"
READERS = ("", MEMBER, ADMIN)


def kinds(network: Network, reader: str) -> dict[str, str]:
    """The pages that one reader looks at: a visitor the public ones, a member the own ones, an admin those of staff."""
    if reader == ADMIN:
        return network.staff
    return network.own if reader else {kind: network.pages[kind] for kind in KINDS}


@pytest.mark.parametrize(("width", "reader"), [(1280, ""), *((390, reader) for reader in READERS)])
def test_axe_finds_nothing(tab_of: Any, network: Network, width: int, reader: str) -> None:
    if not AXE.is_file():
        skip_or_fail("axe-core is not installed: `npm ci`.")
    tab: Tab = tab_of(watched=False, member=reader, viewport={"width": width, "height": 900})
    found = []

    for kind, path in kinds(network, reader).items():
        page = tab.open(path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found += [
            (kind, problem["id"], node["target"])
            for problem in told["violations"]
            for node in problem["nodes"]
        ]

    assert found == []


@pytest.mark.parametrize("reader", READERS)
def test_pages_break_no_policy_log_no_error_and_ask_no_other_host(
    tab_of: Any, network: Network, reader: str
) -> None:
    tab: Tab = tab_of(member=reader)
    for kind, path in kinds(network, reader).items():
        page = tab.open(path)
        page.evaluate(SETTLED)

        assert page.url == network.url + path, kind
        assert page.get_by_role("heading", level=1).count() == 1, kind
    assert tab.problems == []


@pytest.mark.parametrize("reader", READERS)
def test_no_page_scrolls_sideways_on_the_narrowest_phone(tab_of: Any, network: Network, reader: str) -> None:
    tab: Tab = tab_of(member=reader, viewport={"width": 320, "height": 640})
    wide = {}

    for kind, path in kinds(network, reader).items():
        page = tab.open(path)
        page.evaluate(SETTLED)
        wide[kind] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    assert wide == dict.fromkeys(wide, 0)


@pytest.mark.parametrize("kind", ["post", "practice"])
def test_print_leaves_menus_out_and_shows_the_address(tab: Tab, network: Network, kind: str) -> None:
    page = tab.open(network.pages[kind])
    menu, box = page.get_by_role("navigation", name="Main"), page.get_by_role("contentinfo")
    address = page.get_by_text(network.url + network.pages[kind], exact=True)
    assert menu.is_visible() and box.is_visible() and not address.is_visible()

    page.emulate_media(media="print")

    assert not menu.is_visible() and not box.is_visible()
    assert address.is_visible() and page.get_by_role("heading", level=1).is_visible()


@pytest.mark.parametrize("place", ["post", "practice", "hit", "list"])
def test_what_people_typed_runs_nothing_and_loads_nothing(tab: Tab, network: Network, place: str) -> None:
    page = tab.open(network.hostile[place])
    page.evaluate(SETTLED)

    schemes = page.evaluate("[...document.querySelectorAll('main a[href]')].map((link) => link.protocol)")
    assert set(schemes) <= {"http:", "https:", "mailto:"}
    assert page.evaluate(f"{MARK} === undefined")
    assert page.url == network.url + network.hostile[place]
    assert page.locator("main :is(script, iframe, object, embed, video, base, meta, style, img)").count() == 0
    assert (
        page.locator("main [hx-trigger=load], main [data-hx-get], main [style], main [onerror]").count() == 0
    )
    assert page.locator("#main").count() == 1 and page.locator("main").count() == 1
