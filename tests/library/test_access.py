"""Who may know of a practice and of its tools: visitor, member and ION staff, at every address where they show."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.models import ItemState
from tests.factories import PracticeFactory, ToolFactory, TopicFactory
from tests.indexing import index
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.database

LISTS = (
    "/",
    "/practices/",
    "/practices/?q=quartz",
    "/practices/?topic=equity",
    "/practices/?state=CO",
    "/search?q=quartz",
    "/search?kind=tool",
    "/search?resource-type=checklist",
)


def make(**fields: object) -> str:
    """A practice about quartz with a tool; returns its path."""
    TopicFactory("equity", "Equity")
    practice = PracticeFactory(title="Quartz told", terms={"topic": ["equity"], "state": ["CO"]}, **fields)
    ToolFactory(practice, title="Quartz told sheet", **fields)
    index()
    return practice.path


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_practice_and_its_tools_are_known_to_their_audience_alone(
    app: Flask, now: datetime, audience: str
) -> None:
    path = make(audience=audience)

    for viewer, browser in viewers(app).items():
        told = {address: "Quartz told" in visit(browser, address).html for address in LISTS}
        status = visit(browser, path).status

        may_know = viewer in AUDIENCES[audience]
        assert told == dict.fromkeys(LISTS, may_know), viewer
        assert status == (200 if may_know else 404), viewer


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.PUBLISHED])
def test_what_is_not_published_is_nowhere(app: Flask, now: datetime, state: ItemState) -> None:
    path = make(state=state)

    for browser in viewers(app).values():
        assert [address for address in LISTS if "Quartz told" in visit(browser, address).html] == []
        assert visit(browser, path).status == 404


def test_counts_are_of_what_the_viewer_may_see(app: Flask, now: datetime) -> None:
    for audience in AUDIENCES:
        PracticeFactory(audience=audience, terms={"state": ["CO"]})
    index()

    told = {}
    for viewer, browser in viewers(app).items():
        page = visit(browser, "/practices/")
        told[viewer] = (page.text("#found-heading"), page.text('label[for="choice-state-CO"]'))

    assert told == {
        "visitor": ("1 practice", "Colorado (1)"),
        "member": ("2 practices", "Colorado (2)"),
        "staff": ("3 practices", "Colorado (3)"),
    }


def test_what_one_may_not_know_answers_like_what_is_not_there(client: FlaskClient, now: datetime) -> None:
    PracticeFactory(slug="for-members", audience="members")

    hidden = visit(client, "/practices/for-members", X_Request_ID="the-same-id")
    missing = visit(client, "/practices/not-anywhere", X_Request_ID="the-same-id")

    assert (hidden.status, hidden.html) == (missing.status, missing.html)


def test_a_hidden_word_is_never_suggested(app: Flask, now: datetime) -> None:
    PracticeFactory(title="Zirconium", audience="staff")
    PracticeFactory(title="Quartz")
    index()

    told = {
        viewer: visit(browser, "/practices/?q=zirconum").text(".ion-did-you-mean")
        for viewer, browser in viewers(app).items()
    }

    assert told == {"visitor": "", "member": "", "staff": "Did you mean zirconium?"}
