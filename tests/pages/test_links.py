"""No link of the site is dead: every page that can be reached is opened, every fragment has its target."""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from ion.base.config import ROOT
from ion.core.unit_of_work import unit_of_work
from ion.library.services import plant_vocabulary
from tests.factories import PersonFactory, PostFactory, PracticeFactory, ToolFactory, UserFactory, sign_in
from tests.indexing import index
from tests.reading import Page, visit

SITE = "http://localhost"
HREF = re.compile(r'<(?:a|link)\b[^>]*? href="([^"]*)"')
ID = re.compile(r'<[a-z0-9]+\b[^>]*? id="([^"]*)"')
"""A parser would take ten times as long, and every attribute of our templates is quoted."""
OWN = (
    "/account/",
    "/saved/",
    "/people/profile",
    "/people/welcome",
    "/notifications",
    "/webinars/mine",
    "/reports/",
    "/messages/",
    "/mentoring/join",
    "/mentoring/cohorts/",
)
MOST_FILTERS = 1
"""Lists of more filters than this are like those of fewer; there are too many of them to open all."""


def small_network(now: datetime) -> None:
    """One of each, with everything that becomes a link."""
    with unit_of_work():
        plant_vocabulary()
    terms = {"topic": ["career-pathways"], "state": ["CO"], "stage": ["launch"], "program": ["wioa-youth"]}
    practice = PracticeFactory(
        {"problem": "## Deep\n\nSee [the part](#deep), [the blog](/blog/).[^1]\n\n[^1]: A note."},
        terms=terms,
        authors=[PersonFactory()],
        practice={"reading": [{"title": "A page here", "url": "/about"}]},
    )
    ToolFactory(practice, title="A sheet for employers")
    PracticeFactory(
        title="Of employers", terms={"state": ["WY"]}, practice={"form": "attempt"}, expires_at=now
    )
    for n in range(22):
        at = now - timedelta(days=20 * n)
        PostFactory(
            f"About [help](/help) {n} for employers.", terms={"topic": ["career-pathways"]}, published_at=at
        )
    PostFactory(title="Archived", expires_at=now, published_at=now - timedelta(days=900))


def filters(path: str) -> int:
    return sum(len(values) for name, values in parse_qs(urlsplit(path).query).items() if name != "page")


class Crawl:
    """Opens whatever can be reached from the front page and remembers what each page has and wants."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.pages: dict[str, Page] = {}
        self.wanted: defaultdict[str, set[str]] = defaultdict(set)

    def run(self, start: str) -> None:
        waiting = [start]
        while waiting:
            path = waiting.pop()
            if path not in self.pages:
                self.pages[path] = page = visit(self.client, path)
                waiting += [target for target in self.targets(path, page) if filters(target) <= MOST_FILTERS]

    def targets(self, path: str, page: Page) -> list[str]:
        found = [unescape(href) for href in HREF.findall(page.html)] if page.is_whole else []
        for form in page.forms() if "?" not in path else ():
            if form.method == "get":
                found.append(f"{form.action}?{urlencode([*form.fields, ('q', 'employers')])}")
        internal = []
        for href in found:
            target, fragment = urldefrag(urljoin(SITE + path, href.split("?next=")[0]))
            if target.startswith(SITE) and not target.startswith(f"{SITE}/static/"):
                internal.append(target.removeprefix(SITE) or "/")
                self.wanted[internal[-1]].add(fragment)
        return internal


def is_alive(path: str, page: Page, is_member: bool) -> bool:
    """Whether a link leads on: a visitor to a member's page is led to the sign-in, who is signed in away from it."""
    if page.status == 303:
        return path.startswith(("/notifications/", "/account/sign-")) if is_member else path.startswith(OWN)
    return page.status == 200


def assert_no_link_is_dead(client: FlaskClient, is_member: bool) -> None:
    """Open everything, as a visitor or as a member."""
    if is_member:
        sign_in(client, UserFactory())
    crawl = Crawl(client)
    crawl.run("/")

    dead = {path: page.status for path, page in crawl.pages.items() if not is_alive(path, page, is_member)}
    lost = {
        (path, fragment)
        for path, fragments in crawl.wanted.items()
        for fragment in fragments - {""}
        if path in crawl.pages and f' id="{fragment}"' not in crawl.pages[path].html
    }
    assert (dead, lost) == ({}, set())
    assert len(crawl.pages) > 40


@pytest.mark.database
@pytest.mark.parametrize("is_member", [False, True], ids=["visitor", "member"])
def test_no_link_is_dead_and_every_form_can_be_sent(
    client: FlaskClient, now: datetime, is_member: bool
) -> None:
    small_network(now)
    index()

    assert_no_link_is_dead(client, is_member)


def test_no_page_uses_an_id_twice_or_misses_its_one_heading(client: FlaskClient, now: datetime) -> None:
    small_network(now)
    index()

    crawl = Crawl(client)
    crawl.run("/")

    for path, page in crawl.pages.items():
        if page.is_whole:
            ids = ID.findall(page.html)
            twice = {id for id in ids if ids.count(id) > 1}
            assert (path, twice, page.html.count("<h1")) == (path, set(), 1)


def test_every_picture_style_and_script_of_a_page_exists(client: FlaskClient, now: datetime) -> None:
    page = visit(client, "/")

    tags = page.all("img, script:not([type]), link[rel~=stylesheet], link[rel=icon]")
    files = [str(tag.get("src") or tag.get("href")) for tag in tags]
    ours = [ROOT / file.lstrip("/") for file in files if not file.startswith("/static/dist/")]
    assert ours and [file for file in ours if not file.is_file()] == []
