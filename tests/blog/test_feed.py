"""The Atom feed, read the way a feed reader reads it."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Item, OldAddress, Revision
from ion.models.revision import IMPORTED
from tests.blog.filling import formed, part, series
from tests.blog.reading import entries, parsed
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.reading import visit

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOME = "http://localhost"


def feed(client: FlaskClient) -> Element:
    return ElementTree.fromstring(visit(client, "/blog/feed.atom").response.data)


def words(element: Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, ATOM)]


@pytest.mark.database
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
    assert words(entry, "a:id") == [f"tag:localhost,2026:post/{post.item_id}"]
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
    assert page.all('link[rel="alternate"]')[0]["title"] == "Innovation and Opportunity Network: blog"


@pytest.fixture
def network(app: Flask, now: datetime) -> None:
    """Posts of every kind, topic and series, and some that are for nobody, for members, of the past."""
    TopicFactory("equity", "Equity & access")
    series()
    formed(PostFactory(title="News", terms={"topic": ["equity"]}), "announcement")
    formed(PostFactory(title="Told closely"), "spotlight")
    part(1, title="In a series", terms={"series": ["back-to-work"], "topic": ["equity"]})
    PostFactory(title="Plain", published_at=now - timedelta(days=60))
    about = {"topic": ["equity"], "series": ["back-to-work"]}
    PostFactory(title="For members", terms=about, audience="members")
    PostFactory(title="Archived", terms=about, expires_at=now - timedelta(days=1))
    PostFactory(title="Scheduled", terms=about, state="scheduled", publish_at=now + timedelta(days=1))


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("path", "name", "page", "titles"),
    [
        ("/blog/feed.atom", "blog", "/blog/", ["Told closely", "News", "In a series", "Plain"]),
        (
            "/blog/feed.atom?topic=equity",
            "Posts about Equity & access",
            "/blog/?topic=equity",
            ["News", "In a series"],
        ),
        ("/blog/feed.atom?form=announcement", "Announcements", "/blog/?form=announcement", ["News"]),
        ("/blog/feed.atom?series=back-to-work", "Back to work", "/blog/series/back-to-work", ["In a series"]),
        (
            "/blog/feed.atom?form=announcement&topic=equity",
            "Announcements about Equity & access",
            "/blog/?form=announcement&topic=equity",
            ["News"],
        ),
    ],
)
def test_each_feed_holds_its_own_and_nothing_that_is_not_for_everyone(
    client: FlaskClient, path: str, name: str, page: str, titles: list[str]
) -> None:
    feed = parsed(client, path)

    assert [entry.title for entry in feed.entries] == titles
    assert feed.feed.title == f"Innovation and Opportunity Network: {name}"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": HOME + path, "alternate": HOME + page}
    assert feed.feed.id == HOME + page


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    "path", ["/blog/?topic=equity", "/blog/?form=spotlight", "/blog/series/back-to-work"]
)
def test_a_page_leads_to_the_feed_of_what_it_lists(client: FlaskClient, path: str) -> None:
    page = visit(client, path)
    address = str(page.all('link[type="application/atom+xml"]')[0]["href"])

    listed = page.texts("#posts h2, #parts h2")

    assert sorted(set(listed) - {"Archived"}) == sorted(entry.title for entry in entries(client, address))
    assert page.href("Atom feed") == address


@pytest.mark.parametrize("asked", ["topic=no-such", "form=rumor", "series=no-such", "topic=%00"])
def test_a_feed_of_what_does_not_exist_is_not_found(client: FlaskClient, now: datetime, asked: str) -> None:
    PostFactory()

    assert visit(client, f"/blog/feed.atom?{asked}").status == 404


def test_a_series_that_became_part_of_another_is_still_fed(client: FlaskClient, now: datetime) -> None:
    series()
    part(1)
    PostFactory(title="Not of it")
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/series/old-name", target="/blog/series/back-to-work"))

    assert [entry.title for entry in entries(client, "/blog/feed.atom?series=old-name")] == ["Part 1"]


def test_an_entry_keeps_its_id_when_its_address_changes(client: FlaskClient, now: datetime) -> None:
    post = PostFactory(slug="first")
    (before,) = entries(client, "/blog/feed.atom")

    with unit_of_work() as session:
        session.get_one(Item, post.item_id).slug = "moved"
    (after,) = entries(client, "/blog/feed.atom")

    assert before.id == after.id == f"tag:localhost,2026:post/{post.item_id}"
    assert (before.link, after.link) == (f"{HOME}/blog/first", f"{HOME}/blog/moved")


@pytest.mark.database
@pytest.mark.parametrize(
    ("note", "updated"), [("", "2026-11-21T14:00:00+00:00"), (IMPORTED, "2026-11-11T15:00:00+00:00")]
)
def test_a_new_version_that_was_written_here_is_an_update(
    client: FlaskClient, now: datetime, note: str, updated: str
) -> None:
    post = PostFactory(published_at=now - timedelta(days=10), head_revision=2, live_revision=2)
    with unit_of_work() as session:
        at = now - timedelta(hours=1)
        session.add(Revision(item_id=post.item_id, number=2, at=at, note=note, content={}))

    (entry,) = entries(client, "/blog/feed.atom")

    assert entry.updated == updated


def test_links_and_pictures_work_outside_of_the_site(client: FlaskClient, now: datetime) -> None:
    picture = "/files/" + "a" * 22
    post = PostFactory(
        f"[here](/practices/x) [there](https://example.org/) [down](#why) ![A plan]({picture})\n\n"
        '## Why\n\n`href="/typed"`'
    )

    (entry,) = entries(client, "/blog/feed.atom")

    html = entry.content[0].value
    for address in (
        f'href="{HOME}/practices/x"',
        'href="https://example.org/"',
        f'href="{HOME}{post.path}#h-why"',
        f'src="{HOME}{picture}"',
        'href="/typed"',
    ):
        assert address in html


def test_a_pull_quote_is_not_said_twice(client: FlaskClient, now: datetime) -> None:
    PostFactory("Before.\n\n::: pull-quote\nNever meet for the sake of meeting.\n:::\n\nAfter.")

    (entry,) = entries(client, "/blog/feed.atom")

    assert entry.content[0].value == "<p>Before.</p>\n<p>After.</p>"


def test_an_entry_names_its_authors_one_by_one_or_who_posted_it(client: FlaskClient, now: datetime) -> None:
    authors = [PersonFactory(name=name) for name in ("Zoe", "Ana")]
    PostFactory(authors=authors, posted_by_id=PersonFactory(name="Brandon").id, published_at=now)
    PostFactory(posted_by_id=PersonFactory(name="Rosa").id, published_at=now - timedelta(days=1))

    told = [[author.name for author in entry.authors] for entry in entries(client, "/blog/feed.atom")]

    assert told == [["Zoe", "Ana"], ["Rosa"]]


def test_a_reader_that_knows_the_date_alone_gets_304_too(client: FlaskClient, now: datetime) -> None:
    PostFactory(published_at=now - timedelta(days=1))
    first = visit(client, "/blog/feed.atom").response
    assert first.headers["Last-Modified"] == "Fri, 20 Nov 2026 15:00:00 GMT"

    again = visit(client, "/blog/feed.atom", If_Modified_Since=first.headers["Last-Modified"])
    PostFactory()
    changed = visit(client, "/blog/feed.atom", If_Modified_Since=first.headers["Last-Modified"])

    assert (again.status, changed.status) == (304, 200)


@pytest.mark.database
def test_a_feed_asks_the_same_of_a_few_and_of_many(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity")
    for n in range(3):
        PostFactory(terms={"topic": ["equity"]}, published_at=now - timedelta(hours=n))
    few = questions(client, "/blog/feed.atom?topic=equity")

    for n in range(22):
        PostFactory(terms={"topic": ["equity"]}, published_at=now - timedelta(hours=n))
    lots = questions(client, "/blog/feed.atom?topic=equity")

    assert len(few) <= 6, few
    assert few == lots
