"""Who may know of a webinar: everyone who looks, at every address where webinars show."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.models import Grant, ItemState
from tests.factories import TopicFactory, UserFactory, WebinarFactory, sign_in
from tests.indexing import index
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.database

LISTS = (
    "/webinars/",
    "/webinars/?topic=equity",
    "/webinars/?state=CO&role=colleges",
    "/webinars/?series=Quartz+calls",
    "/search",
    "/search?q=quartz",
    "/search?kind=webinar",
)
TERMS = {"topic": ["equity"], "state": ["CO"], "role": ["colleges"]}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_webinar_is_known_to_its_audience_alone(app: Flask, now: datetime, audience: str) -> None:
    TopicFactory("equity", "Equity")
    webinar = WebinarFactory(
        markdown="About quartz.",
        title="Stone told",
        audience=audience,
        terms=TERMS,
        webinar={"series": "Quartz calls"},
    )
    index()

    for viewer, browser in viewers(app).items():
        told = {path: "Stone told" in visit(browser, path).html for path in LISTS}
        filters = visit(browser, "/webinars/").texts("aside section li")
        status = visit(browser, webinar.path).status

        may_know = viewer in AUDIENCES[audience]
        assert told == dict.fromkeys(LISTS, may_know), viewer
        assert bool(filters) is may_know, viewer
        assert status == (200 if may_know else 404), viewer


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.PUBLISHED])
def test_what_is_not_published_is_nowhere(app: Flask, now: datetime, state: ItemState) -> None:
    TopicFactory("equity", "Equity")
    webinar = WebinarFactory(
        markdown="About quartz.", title="Stone told", state=state, publish_at=now, terms=TERMS
    )
    index()

    for browser in viewers(app).values():
        told = [path for path in (*LISTS, "/webinars/feed.atom") if "Stone told" in visit(browser, path).html]

        assert told == []
        assert visit(browser, webinar.path).status == 404


def test_what_one_may_not_know_answers_like_what_is_not_there(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="for-members", audience="members")

    for ending in ("", ".ics"):
        hidden = visit(client, f"/webinars/for-members{ending}", X_Request_ID="the-same-id")
        missing = visit(client, f"/webinars/not-anywhere{ending}", X_Request_ID="the-same-id")

        assert (hidden.status, hidden.html) == (missing.status, missing.html)


def test_the_block_hides_what_the_page_hides(client: FlaskClient, now: datetime) -> None:
    webinar = WebinarFactory(title="For members", audience="members")

    assert "For members" not in visit(client, "/webinars/", HX_Request="true").html
    assert visit(client, webinar.path, HX_Request="true").status == 404


def test_counts_are_of_what_the_viewer_may_see(app: Flask, now: datetime) -> None:
    for audience in AUDIENCES:
        WebinarFactory(audience=audience)

    told = {
        viewer: visit(browser, "/webinars/").text(".ion-tabs li") for viewer, browser in viewers(app).items()
    }

    assert told == {"visitor": "Upcoming 1", "member": "Upcoming 2", "staff": "Upcoming 3"}


def test_a_suspended_member_sees_what_a_visitor_sees(client: FlaskClient, now: datetime) -> None:
    webinar = WebinarFactory(audience="members")
    sign_in(client, UserFactory(suspended_at=now))

    assert visit(client, webinar.path).status == 404
    assert "No webinars are announced" in visit(client, "/webinars/").html


def test_a_suspended_editor_is_asked_to_sign_in(client: FlaskClient, now: datetime) -> None:
    sign_in(client, UserFactory(Grant.MEMBER, Grant.EDITOR, suspended_at=now))

    assert visit(client, "/staff/webinars/recordings").status == 303
