"""What readers expect of a blog, one test for each row of the list of features that is about reading."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from ion.models import Grant, ItemState
from tests.blog.filling import formed, series
from tests.blog.reading import entries
from tests.blog.test_list import TITLES, choices
from tests.conftest import Browser
from tests.factories import PersonFactory, PostFactory, TopicFactory, UserFactory, sign_in
from tests.indexing import index
from tests.reading import BROWSER, visit

FACTS = 'section[aria-labelledby="information-heading"]'


def test_bylines(client: FlaskClient, now: datetime) -> None:
    """Submitted by, who may be nobody's user, and posted by, both shown and both with a page of their own."""
    author = PersonFactory(name="Les Range")
    poster = UserFactory(Grant.MEMBER, Grant.EDITOR).person
    post = PostFactory(title="No passengers", authors=[author], posted_by_id=poster.id)

    page = visit(client, post.path)

    facts = page.facts(FACTS)
    assert (facts["Submitted by"], facts["Posted by"]) == ("Les Range", poster.name)
    assert page.href("Les Range", FACTS) == author.path
    for person in (author, poster):
        assert "No passengers" in visit(client, f"/people/{person.id}").text("#written")


def test_post_information_block(app: Flask, client: FlaskClient, now: datetime) -> None:
    """Views once per visitor and day, ION staff and robots not counted; facts, ways to pass it on, and the way back."""
    TopicFactory("equity", "Equity")
    earlier = PostFactory(title="Earlier", published_at=now - timedelta(days=1))
    post = PostFactory(
        posted_by_id=PersonFactory(name="Brandon Carter").id,
        terms={"topic": ["equity"]},
        published_at=datetime(2026, 11, 21, 14, 0, tzinfo=UTC),
    )
    later = PostFactory(title="Later", published_at=now)
    staff = Browser(app)
    sign_in(staff, UserFactory(Grant.EDITOR))

    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        visit(client, post.path, agent=BROWSER, address=address)
    visit(client, post.path, agent="Somebot/1.0", address="10.0.0.3")
    visit(staff, post.path, agent=BROWSER, address="10.0.0.4")
    page = visit(client, post.path)

    assert page.facts(FACTS) == {
        "Views": "2",
        "Posted": "Sat., Nov. 21, 2026, 9:00 a.m. ET",
        "First published": "Nov. 21, 2026",
        "Posted by": "Brandon Carter",
        "Posted in": "Equity",
    }
    assert page.href("Earlier", ".ion-neighbors") == earlier.path
    assert page.href("Later", ".ion-neighbors") == later.path
    assert page.href("Return to blog") == "/blog/"
    assert page.href("Email").startswith("mailto:?subject=")
    assert "Like" in page.text('aside[aria-label="About this post"]')
    assert page.all("button[data-print]")


def test_taxonomy_archive_feeds(client: FlaskClient, now: datetime) -> None:
    """Programs, topics and regions find a post; months list it; feeds leave out what is to come and what is over."""
    TopicFactory("equity", "Equity")
    terms = {"topic": ["equity"], "program": ["taa"], "state": ["CO"]}
    PostFactory(title="Shown", terms=terms, published_at=now - timedelta(days=40))
    PostFactory(title="To come", terms=terms, state=ItemState.SCHEDULED, publish_at=now + timedelta(days=1))
    PostFactory(title="Over", terms=terms, expires_at=now - timedelta(days=1))
    index()

    for asked in ("topic=equity", "program=taa", "region=4", "state=CO"):
        assert visit(client, f"/search?kind=post&{asked}").texts("#results h3") == ["Shown"], asked
    assert visit(client, "/blog/?month=2026-10").texts(TITLES) == ["Shown"]
    assert choices(visit(client, "/blog/"), "By month") == ["October 2026 1"]
    for feed in ("/blog/feed.atom", "/blog/feed.atom?topic=equity"):
        assert [entry.title for entry in entries(client, feed)] == ["Shown"]


def test_kinds(client: FlaskClient, now: datetime) -> None:
    """A post, an announcement and a spotlight say what they are, and each kind has a list of its own."""
    for form in ("post", "announcement", "spotlight"):
        post = formed(PostFactory(title=f"A {form}"), form)
        label = "" if form == "post" else form.capitalize()
        assert visit(client, post.path).text(".ion-eyebrow") == label
        assert visit(client, f"/blog/?form={form}").texts(TITLES) == [f"A {form}"]


def test_pull_quotes(client: FlaskClient, now: datetime) -> None:
    """A marked block on the page, said once in feeds and in what search reads."""
    series()
    post = PostFactory("Once: quartz.\n\n::: pull-quote\nNever meet for feldspar.\n:::", title="Stones")
    index()

    page = visit(client, post.path)

    assert page.text(".ion-prose .ion-pull-quote") == "Never meet for feldspar."
    assert "feldspar" not in entries(client, "/blog/feed.atom")[0].content[0].value
    assert "Stones" in visit(client, "/search?q=quartz").text("#results")
    assert "Stones" not in visit(client, "/search?q=feldspar").text("#results")
