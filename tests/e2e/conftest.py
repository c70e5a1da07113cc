"""A real server over the sample network, and a real browser that notices whatever must not happen."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from ion.adapters.memory_search import MemorySearch
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.app import create_app
from ion.base.config import ROOT
from ion.base.extensions import db
from ion.core import clock
from ion.core.ports import engine
from ion.core.unit_of_work import unit_of_work
from ion.demo import services as demo
from ion.library.services import plant_vocabulary
from ion.models import Item, ItemState, Practice
from ion.search import services as search
from tests import databases
from tests.e2e.payloads import ELSEWHERE, PAYLOADS
from tests.factories import PostFactory, PracticeFactory, ToolFactory
from tests.samples.hostile import HOSTILE
from tests.skips import skip_or_fail

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:  # the fixture `chromium` says so by name
    expect = sync_playwright = None

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));"""


@dataclass
class Network:
    """The server's address, and the path of one page of each kind."""

    url: str
    index: WhooshSearch
    pages: dict[str, str] = field(default_factory=dict)
    hostile: dict[str, str] = field(default_factory=dict)


@dataclass
class Tab:
    """A page of the browser, and what happened in it that must not."""

    page: Any
    home: str
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("dialog", self.note_dialog)
        self.page.on("request", self.note_request)

    def note_console(self, message: Any) -> None:
        is_missing_page = message.text.startswith("Failed to load resource") and "404" in message.text
        if message.type == "error" and not (is_missing_page and message.location["url"] == self.page.url):
            self.problems.append(f"console: {message.text}")

    def note_dialog(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note_request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.problems.append(f"request: {request.url}")

    def open(self, path: str) -> Any:
        self.page.goto(self.home + path)
        return self.page


def fill(network: Network) -> None:
    """The sample network, and beside it what it does not have: something archived, something hostile."""
    with unit_of_work():
        plant_vocabulary()
    demo.plant(lambda done, total: None)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    archived = PostFactory(
        "Old text.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |", title="Of old", expires_at=yesterday
    )
    text = "\n\n".join([*PAYLOADS, *HOSTILE.values()])
    title = PAYLOADS[1]
    post = PostFactory(text, title=title, summary=text[:900], link_url=ELSEWHERE, link_name=title)
    practice = PracticeFactory({"problem": text, "results": text}, title=title, summary=text[:900])
    ToolFactory(practice, text, title=title, summary=title)
    network.pages["archived post"] = archived.path
    network.hostile = {
        "post": post.path,
        "practice": practice.path,
        "hit": "/search?q=onerror",
        "list": "/blog/",
    }


def find_pages(network: Network) -> None:
    """One address of each kind of page; the samples are the first of their kind by name."""
    rows = db.session.execute(
        select(Item.kind, Item.slug, Practice.form)
        .join(Practice, Practice.item_id == Item.id, isouter=True)
        .where(Item.is_sample, Item.state == ItemState.PUBLISHED)
        .order_by(Item.slug.desc())
    )
    first = {(kind, form): slug for kind, slug, form in rows}
    network.pages |= {
        "home": "/",
        "blog": "/blog/",
        "post": f"/blog/{first['post', None]}",
        "library": "/practices/",
        "practice": f"/practices/{first['practice', 'practice']}",
        "attempt": f"/practices/{first['practice', 'attempt']}",
        "search with results": "/search?q=employer",
        "search with nothing": "/search?q=xylophonics&state=CO",
        "about": "/about",
        "not found": "/not-anywhere",
    }


@pytest.fixture(scope="session")
def network(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The running site."""
    if not (ROOT / "static/dist/manifest.json").is_file():
        skip_or_fail("Styles and script are not built: run `make assets`.")
    folder = tmp_path_factory.mktemp("e2e")
    server = make_server("127.0.0.1", 0, _later, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    app = create_app(databases.settings(folder, databases.sqlite_url(shared_folder, folder), public_url=url))
    app.config["RATELIMIT_ENABLED"] = False
    app.testing = True
    server.app = app
    made = Network(url, WhooshSearch(folder / "index", clock=clock.now))
    engine.use(made.index, MemorySearch)
    with app.app_context():
        fill(made)
        find_pages(made)
        search.rebuild()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


def _later(environ: Any, start_response: Any) -> list[bytes]:
    raise RuntimeError("The application is set before the server starts.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    program = shutil.which("chromium")
    if program is None:
        skip_or_fail("Chromium is not installed: `apt-get install chromium`.")
    if sync_playwright is None:
        skip_or_fail("Playwright is not installed: `python scripts/install.py test`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab_of(network: Network, chromium: Any) -> Iterator[Any]:
    """Open tabs with their own settings; whatever must not happen in any of them fails the test at its end."""
    engine.use(network.index, MemorySearch)
    opened: list[tuple[Any, Tab]] = []

    def open_tab(*, watched: bool = True, **options: Any) -> Tab:
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        tab = Tab(context.new_page(), network.url)
        if watched:
            tab.watch()
        opened.append((context, tab))
        return tab

    yield open_tab
    for context, _ in opened:
        context.close()
    assert [problem for _, tab in opened for problem in tab.problems] == []


@pytest.fixture
def tab(tab_of: Any) -> Tab:
    """One tab at the width of a desk."""
    made: Tab = tab_of()
    return made


@pytest.fixture
def phone(tab_of: Any) -> Tab:
    """One tab at the width of a phone."""
    made: Tab = tab_of(viewport={"width": 390, "height": 844})
    return made
