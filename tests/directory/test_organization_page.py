"""The page of an organization: all that is said of it, its people, what they published."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.organizations import organization_names
from ion.models import Grant
from tests.conftest import Browser
from tests.directory.filling import moved
from tests.factories import (
    LocalAreaFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PracticeFactory,
    UserFactory,
    sign_in,
)
from tests.factories.profiles import MemberFactory
from tests.reading import visit
from tests.samples.hostile import HOSTILE
from tests.viewers import viewers


def test_the_page_shows_all_that_is_said_and_links_it(client: FlaskClient) -> None:
    LocalAreaFactory("ky-bluegrass", "Bluegrass")
    OrganizationFactory(
        "Birch College",
        {
            "role": ["colleges"],
            "state": ["OH", "KY"],
            "area": ["ky-bluegrass"],
            "sector": ["62"],
            "population": ["veterans"],
        },
        about="We **teach**.",
        slug="birch",
        site_url="https://www.birch.example/about",
        confirmed_on=date(2026, 10, 3),
    )

    page = visit(client, "/directory/birch")

    assert page.heading == "Birch College"
    assert page.facts("aside") == {
        "Partner role": "Community and technical colleges",
        "State or territory": "Kentucky; Ohio",
        "Local area": "Bluegrass",
        "Industry sector": "Health Care and Social Assistance",
        "Population": "Veterans and eligible spouses",
        "Website": "birch.example",
        "Last confirmed": "Oct. 3, 2026",
    }
    assert page.href("Community and technical colleges", "aside") == "/roles/colleges"
    assert page.href("Kentucky", "aside") == "/states/KY"
    assert page.href("Bluegrass", "aside") == "/directory/?area=ky-bluegrass"
    assert page.href("Health Care", "aside") == "/directory/?sector=62"
    assert page.href("birch.example", "aside") == "https://www.birch.example/about"
    assert "<strong>teach</strong>" in page.html


def test_nothing_empty_is_drawn(client: FlaskClient) -> None:
    OrganizationFactory("Bare", slug="bare")

    page = visit(client, "/directory/bare")

    assert page.all("aside, dt, .ion-part, .ion-prose") == []
    assert "will stand here" in page.text("article")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//evil.example",
        "data:text/html,x",
        "ftp://x.example",
        "https://[",
        "no-address",
    ],
)
def test_only_web_addresses_become_links(client: FlaskClient, address: str) -> None:
    OrganizationFactory("Imported", slug="imported", site_url=address)

    page = visit(client, "/directory/imported")

    assert page.status == 200
    assert address not in page.html


def test_people_are_shown_to_those_who_may_see_them(app: Flask) -> None:
    board = OrganizationFactory("Ash Board", slug="ash")
    other = OrganizationFactory("Other")
    for audience in ("public", "members", "staff"):
        PersonFactory(name=f"For {audience}", audience=audience, organization_id=board.id)
    MemberFactory(name="Elsewhere", organization_id=other.id)
    UserFactory(person=PersonFactory(name="Suspended", organization_id=board.id), suspended_at=clock.now())
    UserFactory(person=PersonFactory(name="Unconfirmed", organization_id=board.id), confirmed_at=None)

    told = {
        name: visit(browser, "/directory/ash").texts(".ion-person-row a")
        for name, browser in viewers(app).items()
    }

    assert told == {
        "visitor": ["For public"],
        "member": ["For members", "For public"],
        "staff": ["For members", "For public", "For staff"],
    }


def test_more_people_than_the_page_shows_stand_in_the_list_of_people(client: FlaskClient) -> None:
    board = OrganizationFactory("Ash Board", slug="ash")
    for number in range(25):
        PersonFactory(name=f"Person {number:02}", organization_id=board.id)

    page, second = visit(client, "/directory/ash"), visit(client, "/people/?organization=ash&page=2")

    assert len(page.texts(".ion-person-row")) == 12
    assert page.href("All 25 people") == "/people/?organization=ash"
    assert second.texts(".ion-result__title") == [f"Person {number}" for number in range(20, 25)]
    assert moved(client, "/directory/ash/people") == (301, "/people/?organization=ash")


def test_what_its_people_published_stands_on_the_page(app: Flask, now: datetime) -> None:
    board = OrganizationFactory("Ash Board", slug="ash")
    shown = PersonFactory(name="Shown", organization_id=board.id)
    inside = PersonFactory(name="Inside", organization_id=board.id, audience="members")
    stranger = PersonFactory(name="Stranger")
    PracticeFactory(title="By shown", authors=[stranger, shown])
    PracticeFactory(title="By inside", authors=[inside])
    PracticeFactory(title="By stranger", authors=[stranger])
    PracticeFactory(title="For members", authors=[shown], audience="members")
    PostFactory(title="A post", authors=[shown])
    PostFactory(title="Archived post", authors=[shown], expires_at=now - timedelta(days=1))

    told = {
        name: {
            part: visit(browser, "/directory/ash").texts(f"#{part} li > a") for part in ("practices", "posts")
        }
        for name, browser in viewers(app).items()
    }

    assert told["visitor"] == {"practices": ["By shown"], "posts": ["A post"]}
    assert told["member"] == {"practices": ["For members", "By inside", "By shown"], "posts": ["A post"]}


def test_a_sample_organization_says_so_and_is_not_for_search_engines(client: FlaskClient) -> None:
    OrganizationFactory("Sample Board", slug="sample", is_sample=True)
    OrganizationFactory("Real Board", slug="real")

    listed = visit(client, "/directory/")
    page = visit(client, "/directory/sample")

    assert listed.texts(".ion-result .ion-chip--note") == ["Sample"]
    assert "sample content" in page.text("article")
    assert page.all('meta[name="robots"][content="noindex"]') != []
    assert visit(client, "/directory/real").all('meta[name="robots"]') == []


FOREIGN = ", ".join(
    f"main {what}"
    for what in (
        "script",
        "iframe",
        "object",
        "style",
        "base",
        "meta",
        "img",
        "math",
        "template",
        "noscript",
        "body",
        "image",
        "svg:not(.ion-icon)",
        'form:not([action^="/"])',
        "[style]",
        "[srcdoc]",
        "[formaction]",
        '[hx-trigger="load"]',
        ".ion-prose .usa-button",
        ".ion-prose [name]",
        '.ion-prose [id]:not([id^="h-"]):not([id^="fn"])',
    )
)


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_was_typed_stays_text(client: FlaskClient, payload: str) -> None:
    payload = payload.replace("\x00", "")  # forms take it away, and PostgreSQL cannot hold it
    name = payload[:200]
    OrganizationFactory(name, {"state": ["KY"], "role": ["colleges"]}, payload, slug="hostile", site_url=name)
    search = f"/directory/?{urlencode({'q': name[:100]})}"

    for path in ("/directory/", search, "/directory/hostile", "/states/KY", "/roles/colleges"):
        page = visit(client, path)
        events = [tag for tag in page.all("main *") if any(name.startswith("on") for name in tag.attrs)]
        schemes = {
            link.href.split(":")[0].lower() for link in page.links("main") if link.href[0] not in "/#?"
        }

        assert page.status == 200
        assert page.all(FOREIGN) + events == []
        assert schemes <= {"http", "https"}
    assert visit(client, "/directory/hostile").heading == " ".join(name.split())


@pytest.mark.parametrize(
    "path", ["/directory/nowhere", "/directory/nowhere/people", "/directory/Ash", "/directory/a/b"]
)
def test_what_is_not_there_answers_404(client: FlaskClient, path: str) -> None:
    OrganizationFactory("Ash", slug="ash")

    assert visit(client, path).status == 404


def test_the_names_of_organizations_are_told_by_id(app: Flask) -> None:
    ash, birch = OrganizationFactory("Ash", slug="ash"), OrganizationFactory("Birch", is_sample=True)

    found = organization_names([ash.id, birch.id, 999_999])

    assert {id: (each.name, each.path) for id, each in found.items()} == {
        ash.id: ("Ash", "/directory/ash"),
        birch.id: ("Birch", birch.path),
    }
    assert organization_names([]) == {}


def test_only_editors_and_admins_are_offered_to_edit(app: Flask) -> None:
    OrganizationFactory("Ash", slug="ash")
    offered = {}
    for grant in (None, Grant.MEMBER, Grant.FACILITATOR, Grant.EDITOR, Grant.ADMIN):
        browser = Browser(app)
        if grant:
            sign_in(browser, UserFactory(grant))
        links = {
            link.href for path in ("/directory/", "/directory/ash") for link in visit(browser, path).links()
        }
        offered[grant] = sorted(links & {"/directory/new", "/directory/ash/edit", "/directory/ash/merge"})

    everything = ["/directory/ash/edit", "/directory/ash/merge", "/directory/new"]
    assert offered == {
        None: [],
        Grant.MEMBER: [],
        Grant.FACILITATOR: [],
        Grant.EDITOR: everything,
        Grant.ADMIN: everything,
    }
