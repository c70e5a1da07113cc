"""Who may know of a post: visitor, member and ION staff, at every address where posts show."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.models import ItemState
from tests.factories import PostFactory, TopicFactory
from tests.indexing import index
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.database

LISTS = (
    "/",
    "/blog/",
    "/blog/?topic=equity",
    "/blog/?month=2026-11",
    "/search",
    "/search?q=quartz",
    "/search?kind=post",
)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_post_is_known_to_its_audience_alone(app: Flask, now: datetime, audience: str) -> None:
    TopicFactory("equity", "Equity")
    post = PostFactory("About quartz.", title="Quartz told", audience=audience, terms={"topic": ["equity"]})
    index()

    for viewer, browser in viewers(app).items():
        told = {path: "Quartz told" in visit(browser, path).html for path in LISTS}
        status = visit(browser, post.path).status

        may_know = viewer in AUDIENCES[audience]
        assert told == dict.fromkeys(LISTS, may_know), viewer
        assert status == (200 if may_know else 404), viewer


def test_the_feed_holds_what_everyone_may_read_whoever_asks(app: Flask, now: datetime) -> None:
    for audience in AUDIENCES:
        PostFactory(title=f"For {audience}", audience=audience)

    for browser in viewers(app).values():
        feed = visit(browser, "/blog/feed.atom").html

        assert [audience for audience in AUDIENCES if f"For {audience}" in feed] == ["public"]


def test_counts_are_of_what_the_viewer_may_see(app: Flask, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    for audience in AUDIENCES:
        PostFactory(audience=audience, terms={"topic": ["equity"]})

    told = {
        viewer: visit(browser, "/blog/").texts("aside section li") for viewer, browser in viewers(app).items()
    }

    assert told == {
        "visitor": ["Equity 1", "November 2026 1"],
        "member": ["Equity 2", "November 2026 2"],
        "staff": ["Equity 3", "November 2026 3"],
    }


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.PUBLISHED])
def test_what_is_not_published_is_nowhere(app: Flask, now: datetime, state: ItemState) -> None:
    post = PostFactory("About quartz.", title="Quartz told", state=state, publish_at=now)
    index()

    for browser in viewers(app).values():
        told = [path for path in (*LISTS, "/blog/feed.atom") if "Quartz told" in visit(browser, path).html]

        assert told == []
        assert visit(browser, post.path).status == 404


def test_what_one_may_not_know_answers_like_what_is_not_there(client: FlaskClient, now: datetime) -> None:
    PostFactory(slug="for-members", audience="members")

    hidden = visit(client, "/blog/for-members", X_Request_ID="the-same-id")
    missing = visit(client, "/blog/not-anywhere", X_Request_ID="the-same-id")

    assert (hidden.status, hidden.html) == (missing.status, missing.html)


def test_the_block_hides_what_the_page_hides(client: FlaskClient, now: datetime) -> None:
    post = PostFactory(title="For members", audience="members")

    assert "For members" not in visit(client, "/blog/", HX_Request="true").html
    assert visit(client, post.path, HX_Request="true").status == 404
