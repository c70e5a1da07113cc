"""The Atom feed of webinars."""

from datetime import datetime, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState
from tests.factories import PersonFactory, TopicFactory, WebinarFactory
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.database

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client: FlaskClient) -> Element:
    return ElementTree.fromstring(visit(client, "/webinars/feed.atom").response.data)


def words(element: Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, ATOM)]


def test_an_entry_leads_to_its_page_and_says_when(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth & work")
    made = WebinarFactory(
        title="R&D <now>",
        summary="A summary.",
        published_at=now - timedelta(days=1),
        authors=[PersonFactory(name="Ann Ames")],
        terms={"topic": ["youth"]},
    )

    root = feed(client)

    (entry,) = root.findall("a:entry", ATOM)
    assert words(entry, "a:title") == ["R&D <now>"]
    assert words(entry, "a:id") == [f"tag:localhost,2026:webinar/{made.item_id}"]
    assert [link.get("href") for link in entry.findall("a:link", ATOM)] == [f"http://localhost{made.path}"]
    assert words(entry, "a:summary") == ["Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET (1 hour). A summary."]
    assert words(entry, "a:author/a:name") == ["Ann Ames"]
    assert [found.get("term") for found in entry.findall("a:category", ATOM)] == ["Youth & work"]
    assert words(root, "a:updated") == words(entry, "a:updated") == ["2026-11-20T15:00:00+00:00"]
    links = {(link.get("rel"), link.get("href")) for link in root.findall("a:link", ATOM)}
    assert links == {
        ("alternate", "http://localhost/webinars/"),
        ("self", "http://localhost/webinars/feed.atom"),
    }


def test_the_id_of_an_entry_outlives_its_address(client: FlaskClient, now: datetime) -> None:
    made = WebinarFactory(slug="one")
    before = words(feed(client), "a:entry/a:id")

    with unit_of_work() as session:
        session.get_one(Item, made.item_id).slug = "other"
    root = feed(client)

    assert words(root, "a:entry/a:id") == before
    (entry,) = root.findall("a:entry", ATOM)
    assert [link.get("href") for link in entry.findall("a:link", ATOM)] == ["http://localhost/webinars/other"]


def test_the_feed_holds_what_is_coming_and_then_what_was_last(client: FlaskClient, now: datetime) -> None:
    for starts in ("2026-12-03 14:00", "2026-11-24 14:00", "2026-10-01 14:00", "2026-11-01 14:00"):
        WebinarFactory(starts, title=starts)
    WebinarFactory("2026-09-01 14:00", title="Archived", expires_at=now)

    assert words(feed(client), "a:entry/a:title") == [
        "2026-11-24 14:00",
        "2026-12-03 14:00",
        "2026-11-01 14:00",
        "2026-10-01 14:00",
    ]


def test_the_feed_holds_what_everyone_may_read_whoever_asks(app: Flask, now: datetime) -> None:
    for audience in AUDIENCES:
        WebinarFactory(title=f"For {audience}", audience=audience)
    WebinarFactory(title="Draft", state=ItemState.DRAFT)

    for browser in viewers(app).values():
        assert words(feed(browser), "a:entry/a:title") == ["For public"]


def test_samples_and_cancelled_webinars_are_marked(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(title="One", is_sample=True, webinar={"cancelled_at": now})

    root = feed(client)

    assert words(root, "a:entry/a:title") == ["One (canceled) (sample)"]
    assert [each.get("term") for each in root.findall("a:entry/a:category", ATOM)] == ["Sample content"]


def test_a_feed_of_nothing_is_still_a_feed_and_the_list_names_it(client: FlaskClient) -> None:
    assert words(feed(client), "a:updated") == ["1970-01-01T00:00:00+00:00"]
    page = visit(client, "/webinars/")
    assert page.all('link[type="application/atom+xml"]')[0]["href"] == "/webinars/feed.atom"
    assert page.href("Atom feed") == "/webinars/feed.atom"


def test_no_title_can_break_the_feed_and_a_reader_that_has_it_gets_304(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory(title="Bell \x07 rings ]]> \ufffe", summary="\x0c")

    first = visit(client, "/webinars/feed.atom")

    assert len(feed(client).findall("a:entry", ATOM)) == 1
    again = visit(client, "/webinars/feed.atom", If_None_Match=first.response.headers["ETag"])
    assert again.status == 304
