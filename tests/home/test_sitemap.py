"""What search engines ask a site for: every public page and no other, and where they may look."""

from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.home.queries import sitemap
from ion.models import Item, ItemState, Series
from tests.blog.filling import corrected
from tests.bulk import many
from tests.counting import questions
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PracticeFactory,
    ToolFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.reading import visit
from tests.viewers import AUDIENCES

HOME = "http://localhost"
NAME = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(client: FlaskClient, path: str = "/sitemap.xml") -> dict[str, str]:
    """Every address of a file, and when it changed ("" where nothing is said)."""
    response = visit(client, path).response
    assert (response.status_code, response.content_type) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(response.data)
    return {
        (place.findtext("s:loc", "", NAME)).removeprefix(HOME): place.findtext("s:lastmod", "", NAME)
        for place in root
    }


@pytest.mark.database
def test_every_public_page_is_listed_and_is_there(client: FlaskClient, now: datetime) -> None:
    with unit_of_work() as session:
        session.add(Series(key="back-to-work", name="Back to work"))
        session.add(Series(key="empty", name="Empty"))
    person = PersonFactory()
    pages = [
        PostFactory(slug="a-post", authors=[person], terms={"series": ["back-to-work"]}).path,
        f"/practices/{PracticeFactory().item.slug}",
        f"/webinars/{WebinarFactory().item.slug}",
        person.path,
        OrganizationFactory().path,
        "/blog/series/back-to-work",
        "/roles/colleges",
        "/states/CO",
        "/about",
    ]

    places = listed(client)

    assert set(pages) < set(places) and "/blog/series/empty" not in places
    assert {path: visit(client, path).status for path in places if "/states/" not in path} == {
        path: 200 for path in places if "/states/" not in path
    }


@pytest.mark.database
def test_what_is_not_for_everyone_now_is_not_listed(client: FlaskClient, now: datetime) -> None:
    fixed = set(listed(client))
    for audience in AUDIENCES.keys() - {"public"}:
        PostFactory(audience=audience)
        PersonFactory(audience=audience)
    for state in set(ItemState) - {ItemState.PUBLISHED}:
        PracticeFactory(state=state)
    PostFactory(expires_at=now - timedelta(days=1), terms={"series": ["over"]})
    PostFactory(is_sample=True)
    PersonFactory(is_sample=True)
    ToolFactory(PracticeFactory(state=ItemState.DRAFT))

    assert set(listed(client)) == fixed


def test_a_member_gets_the_same_file_as_everyone(client: FlaskClient, now: datetime) -> None:
    PostFactory(slug="inside", audience="members")
    sign_in(client, UserFactory())

    assert "/blog/inside" not in listed(client)


@pytest.mark.database
def test_a_page_says_when_it_last_changed(client: FlaskClient, now: datetime) -> None:
    post = PostFactory(published_at=now - timedelta(days=9))
    assert listed(client)[post.path] == "2026-11-12T15:00:00+00:00"

    corrected(post, "It was 14.", now)

    assert listed(client)[post.path] == "2026-11-21T15:00:00+00:00"


def test_a_page_that_is_withdrawn_leaves_the_list_at_once(client: FlaskClient, now: datetime) -> None:
    post = PostFactory()
    assert post.path in listed(client)

    with unit_of_work() as session:
        session.get_one(Item, post.item_id).state = ItemState.WITHDRAWN

    assert post.path not in listed(client)


def test_many_pages_are_listed_in_several_files(
    client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    many("post", 45, {})
    every = set(listed(client))
    monkeypatch.setattr(sitemap, "PER_FILE", 50)

    files = listed(client)
    parts = [listed(client, path) for path in files]

    assert list(files) == [f"/sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    assert len(files) > 2 and max(map(len, parts)) == 50
    assert sum(map(len, parts)) == len(every) and {path for part in parts for path in part} == every
    for number in (0, len(files) + 1):
        assert visit(client, f"/sitemap-{number}.xml").status == 404


def test_the_list_asks_the_same_of_ten_and_of_a_thousand(client: FlaskClient, now: datetime) -> None:
    many("post", 10, {})
    few = questions(client, "/sitemap.xml")

    many("post", 990, {}, start=10)
    lots = questions(client, "/sitemap.xml")

    assert len(few) <= 6, few
    assert few == lots


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_addresses_come_from_the_settings_whatever_the_host_says(client: FlaskClient, path: str) -> None:
    assert (
        "evil.example" not in visit(client, path, Host="evil.example", X_Forwarded_Host="evil.example").html
    )


def test_robots_may_look_at_all_but_what_is_somebody_s_own(app: Flask, client: FlaskClient) -> None:
    page = visit(client, "/robots.txt")
    rules = RobotFileParser()
    rules.parse(page.html.splitlines())

    assert page.response.content_type == "text/plain; charset=utf-8"
    assert rules.site_maps() == [f"{HOME}/sitemap.xml"]
    for path in ("/account/sign-in", "/staff/", "/search?q=x", "/preview/token"):
        assert not rules.can_fetch("Somebot", path), path
    for path in ("/", "/blog/", "/practices/x", "/people/1", "/files/" + "a" * 22, "/static/dist/app.css"):
        assert rules.can_fetch("Somebot", path), path
