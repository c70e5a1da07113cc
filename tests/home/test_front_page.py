"""The front page: what someone sees who just arrived, and never an empty frame."""

import gzip
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.models import ItemState
from tests.bulk import many
from tests.counting import questions
from tests.factories import PostFactory, PracticeFactory, TopicFactory
from tests.reading import Form, visit
from tests.viewers import viewers

pytestmark = pytest.mark.database

MOST_BYTES = 8 * 1024
LONG = (
    "What a board, two colleges, and nine employers agreed on, in which order, and what they would do again. "
)


def test_an_empty_network_draws_no_empty_frame(client: FlaskClient) -> None:
    page = visit(client, "/")

    assert page.status == 200
    assert Form("/search", "get", [("q", "")]) in page.forms()
    assert not page.all("main section h2") and not page.all("main ul, main ol")
    assert " 0 " not in f" {page.text('main')} "


def test_the_newest_three_of_each_are_shown(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    for n in range(5):
        at = now - timedelta(days=n)
        PracticeFactory(title=f"Practice {n}", terms={"state": ["CO"], "topic": ["equity"]}, published_at=at)
        PostFactory(title=f"Post {n}", published_at=at)

    page = visit(client, "/")

    assert page.texts(".ion-cards h3") == ["Practice 0", "Practice 1", "Practice 2"]
    assert page.texts('section[aria-labelledby="posts-heading"] h3') == ["Post 0", "Post 1", "Post 2"]
    assert page.href("All 5 practices") == "/practices/"
    assert page.href("Equity", ".ion-hero__topics") == "/practices/?topic=equity"


def test_a_card_says_where_when_and_how_sure(client: FlaskClient, now: datetime) -> None:
    PracticeFactory(
        title="Tried it",
        terms={"state": ["CO"], "evidence": ["promising"]},
        practice={"form": "attempt", "tier": "promising"},
        is_sample=True,
    )

    card = visit(client, "/").text(".ion-card")

    for words in ("Colorado, 2026", "Promising", "Tried, did not work", "Sample"):
        assert words in card


@pytest.mark.parametrize("fields", [{"expires": True}, {"audience": "staff"}, {"state": ItemState.SCHEDULED}])
def test_nothing_archived_private_or_unpublished_is_shown_or_counted(
    client: FlaskClient, now: datetime, fields: dict[str, object]
) -> None:
    TopicFactory("equity", "Equity")
    fields = {"expires_at": now} if "expires" in fields else fields
    PracticeFactory(title="Hidden practice", terms={"state": ["CO"], "topic": ["equity"]}, **fields)
    PostFactory(title="Hidden post", terms={"topic": ["equity"]}, **fields)

    page = visit(client, "/")

    assert "Hidden" not in page.html and "Equity" not in page.html


def test_members_see_what_is_for_members(app: Flask, now: datetime) -> None:
    PostFactory(title="For members", audience="members")

    told = {viewer: "For members" in visit(browser, "/").html for viewer, browser in viewers(app).items()}

    assert told == {"visitor": False, "member": True, "staff": True}


def test_the_page_is_small_with_long_texts_on_it(client: FlaskClient, now: datetime) -> None:
    for n in range(6):
        TopicFactory(f"topic-{n}", f"A topic with quite a long name, number {n}")
        terms = {"state": ["CO"], "topic": [f"topic-{n}"]}
        PracticeFactory(title=(LONG + str(n))[:120], summary=(LONG * 3)[:300], terms=terms)
        PostFactory(
            title=(LONG[::-1] + str(n))[:120], summary=(LONG * 3)[:300], terms={"topic": [f"topic-{n}"]}
        )

    page = visit(client, "/")

    assert len(gzip.compress(page.html.encode(), 6)) <= MOST_BYTES


def test_the_front_page_asks_little_however_much_there_is(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity")
    for kind, start in (("post", 0), ("practice", 500)):
        many(kind, 10, {"topic": ["equity"], "state": ["CO"]}, start=start)
    few = questions(client, "/")

    for kind, start in (("post", 10), ("practice", 510)):
        many(kind, 300, {"topic": ["equity"], "state": ["CO"]}, start=start)
    lots = questions(client, "/")

    assert len(few) <= 6, few
    assert few == lots


def test_people_who_look_for_a_job_are_sent_on(client: FlaskClient) -> None:
    assert visit(client, "/").href("CareerOneStop") == "https://www.careeronestop.org/"
