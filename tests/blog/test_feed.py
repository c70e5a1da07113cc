"""The Atom feed, read the way a feed reader reads it."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.reading import visit

pytestmark = pytest.mark.database

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOME = "http://localhost"


def feed(client: FlaskClient) -> Element:
    return ElementTree.fromstring(visit(client, "/blog/feed.atom").response.data)


def words(element: Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, ATOM)]


def test_feed_tells_what_atom_asks_for(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity & access")
    post = PostFactory(
        "Text with **weight**.",
        title="R&D <now>",
        summary='"Short"',
        authors=[PersonFactory(name="Les Range")],
        terms={"topic": ["equity"]},
        published_at=datetime(2026, 11, 20, 14, 30, tzinfo=UTC),
    )

    root = feed(client)

    (entry,) = root.findall("a:entry", ATOM)
    assert words(root, "a:id") == [f"{HOME}/blog/"]
    assert words(root, "a:updated") == words(entry, "a:updated") == ["2026-11-20T14:30:00+00:00"]
    assert words(entry, "a:id") == [HOME + post.path]
    assert words(entry, "a:title") == ["R&D <now>"]
    assert words(entry, "a:summary") == ['"Short"']
    assert words(entry, "a:content") == ["<p>Text with <strong>weight</strong>.</p>\n"]
    assert words(entry, "a:author/a:name") == ["Les Range"]
    assert [found.get("term") for found in entry.findall("a:category", ATOM)] == ["Equity & access"]


def test_links_lead_to_the_configured_address_whatever_the_host_says(
    client: FlaskClient, now: datetime
) -> None:
    post = PostFactory()

    page = visit(client, "/blog/feed.atom", Host="evil.example", X_Forwarded_Host="evil.example")

    root = ElementTree.fromstring(page.html)
    links = {(link.get("rel"), link.get("href")) for link in root.findall(".//a:link", ATOM)}
    assert links == {
        ("alternate", f"{HOME}/blog/"),
        ("self", f"{HOME}/blog/feed.atom"),
        ("alternate", HOME + post.path),
    }
    assert page.response.content_type == "application/atom+xml; charset=utf-8"


def test_feed_holds_the_newest_twenty_and_nothing_archived(client: FlaskClient, now: datetime) -> None:
    for n in range(22):
        PostFactory(title=f"Post {n}", published_at=now - timedelta(hours=n))
    PostFactory(title="Archived", published_at=now, expires_at=now)

    root = feed(client)

    assert words(root, "a:entry/a:title") == [f"Post {n}" for n in range(20)]
    assert len(set(words(root, "a:entry/a:id"))) == 20


def test_a_feed_of_nothing_is_still_a_feed(client: FlaskClient) -> None:
    root = feed(client)

    assert words(root, "a:updated") == ["1970-01-01T00:00:00+00:00"]
    assert not root.findall("a:entry", ATOM)


@pytest.mark.parametrize(
    "title", ["Bell \x07 rings", "Form\x0cfeed", "Not a character \ufffe", "]]> and <![CDATA["]
)
def test_no_title_can_break_the_feed(client: FlaskClient, now: datetime, title: str) -> None:
    PostFactory(title="Before")
    PostFactory(f"Text: {title}", title=title, summary=title, authors=[PersonFactory(name=title)])

    assert len(words(feed(client), "a:entry/a:title")) == 2


def test_a_reader_that_has_it_already_gets_304(client: FlaskClient, now: datetime) -> None:
    PostFactory()
    first = visit(client, "/blog/feed.atom")

    again = visit(client, "/blog/feed.atom", If_None_Match=first.response.headers["ETag"])
    PostFactory()
    changed = visit(client, "/blog/feed.atom", If_None_Match=first.response.headers["ETag"])

    assert (again.status, again.html) == (304, "")
    assert changed.status == 200


def test_the_list_names_its_feed(client: FlaskClient) -> None:
    page = visit(client, "/blog/")

    assert page.all('link[type="application/atom+xml"]')[0]["href"] == "/blog/feed.atom"
    assert page.href("Atom feed") == "/blog/feed.atom"
