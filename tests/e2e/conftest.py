"""A real server over the sample network, and a real browser that notices whatever must not happen."""

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from ion.accounts.services import signing
from ion.adapters.kept_mail import KeptMail
from ion.adapters.memory_search import MemorySearch
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.app import create_app
from ion.base.config import ROOT
from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import clock, working
from ion.core.ports import engine, mail
from ion.core.unit_of_work import unit_of_work
from ion.demo import services as demo
from ion.library.services import plant_vocabulary
from ion.models import Delivery, Item, ItemState, Mentorship, Organization, Person, Practice, User
from ion.search import services as search
from ion.search.receivers import PUT
from ion.worker import HANDLERS
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
TRUE_STATUS = re.compile(r"Failed to load resource: .* status of (404|409|422|429)")
"""What Chromium says of a page that tells the truth about itself: not found, refused, not filled in right."""
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));"""


@dataclass
class Network:
    """The server's address, and the path of one page of each kind."""

    url: str
    index: WhooshSearch
    app: Flask
    pages: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
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
        is_answer = TRUE_STATUS.match(message.text) and message.location["url"] == self.page.url
        if message.type == "error" and not is_answer:
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


class Closing:
    """Ends each answer before it is sent, so that what is written after an answer is there when the page is.

    The development server forgets to, where a browser drops its connection at once.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        answer = self.app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            getattr(answer, "close", lambda: None)()


def fill(network: Network) -> None:
    """The sample network, and beside it what it does not have: something archived, something hostile."""
    with unit_of_work():
        plant_vocabulary()
    demo.plant(lambda done, total: None)
    with unit_of_work():
        mailing.ask("test", address="somebody@ion.example", template="account/already")
    working.run_due({task: each for task, each in HANDLERS.items() if task != PUT}, "e2e")
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
    network.own = {
        "own home": "/",
        "account": "/account/",
        "password": "/account/password",
        "email": "/account/email",
        "sign-ins": "/account/sign-ins",
        "sign out": "/account/sign-out",
        "profile": "/people/profile",
        "welcome": "/people/welcome",
        "saved": "/saved/",
        "following": "/saved/following",
        "notifications": "/notifications",
        "notification settings": "/notifications/settings",
        "own post": f"/blog/{first['post', None]}",
        "own webinars": "/webinars/",
        "own webinar": f"/webinars/{first['webinar', None]}",
        "my webinars": "/webinars/mine",
        "my calendar": "/webinars/mine/calendar",
        "ask a mentor": "/mentoring/ask",
        "mentors": "/mentoring/mentors",
        "become a mentor": "/mentoring/join",
        "requests": "/mentoring/requests/",
        "mentorships": "/mentoring/mentorships/",
        "mentorship": f"/mentoring/mentorships/{db.session.scalar(select(func.min(Mentorship.id)))}",
        "cohorts": "/mentoring/cohorts/",
    }
    network.staff = {
        "staff": "/staff/",
        "work": "/staff/outbox",
        "mail": "/staff/mail",
        "one mail": f"/staff/mail/{db.session.scalar(select(func.min(Delivery.id)))}",
        "people": "/staff/people",
        "rights": f"/staff/people/{db.session.scalar(select(func.min(User.id)))}",
        "deeds": "/staff/audit",
        "recordings": "/staff/webinars/recordings",
        **desk_of_a_webinar(),
        "all questions": "/staff/questions",
        "new organization": "/directory/new",
        "comments": "/staff/comments",
        "newsletters": "/staff/newsletters/",
        "new newsletter": "/staff/newsletters/new",
        "topics": "/staff/topics",
        "series": "/staff/series",
        "redirects": "/staff/redirects",
        "stale": "/staff/stale",
        "links": "/staff/links",
        "setup": "/staff/setup",
        "mentoring figures": "/staff/mentoring/",
        "unmatched": "/staff/mentoring/unmatched",
        "unmet topics": "/staff/mentoring/topics",
        "all mentors": "/staff/mentoring/mentors",
        "kept apart": "/staff/mentoring/apart",
        "new cohort": "/staff/mentoring/cohorts/new",
        "new path": "/staff/mentoring/paths/new",
        "new post": "/staff/publishing/new/post",
        "from Word": "/staff/publishing/new/post/word",
        **pages_of_a_draft(),
    }
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
        "mentoring": "/mentoring/",
        "how matching works": "/mentoring/how",
        "webinars": "/webinars/",
        "past webinars": "/webinars/?when=past",
        "webinar": f"/webinars/{first['webinar', None]}",
        "webinars by month": "/webinars/month",
        "transcript": "/webinars/what-stopped-us/transcript",
        "slides": "/decks/launching-sector-partnerships?slide=7",
        "group": "/groups/employer-engagement-circle",
        "directory": "/directory/",
        "organization": f"/directory/{db.session.scalars(select(Organization.slug).order_by(Organization.id)).first()}",
        "person": f"/people/{public_person()}",
        "roles": "/roles/",
        "role": "/roles/employers",
        "states": "/states/",
        "state": "/states/CO",
        "empty state": "/states/PW",
        "sign in": "/account/sign-in",
        "sign up": "/account/sign-up",
        "reset": "/account/reset",
        "demo": "/demo",
        "not found": "/not-anywhere",
    }


def pages_of_a_draft() -> dict[str, str]:
    """The pages that editors have of the sample draft with the longest text."""
    id = db.session.scalar(select(Item.id).where(Item.title == "Ask before you build"))
    practice = db.session.scalar(select(func.min(Practice.item_id)))
    base = f"/staff/publishing/{id}"
    ends = ("", "/release", "/history", "/preview", "/links")
    return {f"draft{end}": base + end for end in ends} | {"practice": f"/staff/publishing/{practice}"}


def desk_of_a_webinar() -> dict[str, str]:
    """What ION staff have of a past webinar."""
    id = db.session.scalar(select(Item.id).where(Item.slug == "measurable-skill-gains-in-plain-words"))
    ends = ("", "/registrations", "/letters", "/figures", "/afterwards")
    return {f"webinar{end}": f"/staff/webinars/{id}{end}" for end in ends} | {"webinars": "/staff/webinars/"}


def public_person() -> int | None:
    return db.session.scalar(select(func.min(Person.id)).where(Person.audience == "public", Person.bio != ""))


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
    server.app = Closing(app)
    made = Network(url, WhooshSearch(folder / "index", clock=clock.now), app)
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


def signed_in(network: Network, email: str) -> str:
    """A token that signs a browser in as this member."""
    with network.app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        with unit_of_work():
            token = signing.open_sign_in(user, "Chromium of the tests").token
        db.session.remove()
    return token


@pytest.fixture
def tab_of(network: Network, chromium: Any) -> Iterator[Any]:
    """Open tabs with their own settings; whatever must not happen in any of them fails the test at its end."""
    engine.use(network.index, MemorySearch)
    mail.use(KeptMail(), mail.Sender("ION <ion@ion.example>", "ION", network.url))
    opened: list[tuple[Any, Tab]] = []

    def open_tab(*, watched: bool = True, member: str = "", **options: Any) -> Tab:
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        if member:
            context.add_cookies([{"name": "ion", "value": signed_in(network, member), "url": network.url}])
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
