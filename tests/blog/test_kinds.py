"""Kinds of post: announcements and spotlights in the list, and whom and what a spotlight tells about."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, Person
from tests.blog.filling import formed, spotlight
from tests.blog.test_list import TITLES, choices
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

BOX = ".ion-spotlight"


@pytest.mark.database
def test_a_kind_narrows_the_list_and_the_topics_but_not_the_kinds(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    TopicFactory("funding", "Braided funding")
    formed(PostFactory(title="News", terms={"topic": ["equity"]}), "announcement")
    formed(PostFactory(title="Told closely", terms={"topic": ["funding"]}), "spotlight")
    PostFactory(title="Plain", terms={"topic": ["funding"]})

    page = visit(client, "/blog/?form=announcement")

    assert (page.heading, page.texts(TITLES)) == ("Announcements", ["News"])
    assert choices(page, "Kinds of post") == ["Posts 1", "Announcements 1", "Spotlights 1"]
    assert choices(page, "Topics") == ["Equity 1"]
    assert page.href("Announcements", "aside") == "/blog/"
    assert page.href("Equity", "aside") == "/blog/?form=announcement&topic=equity"


def test_kind_topic_and_month_narrow_together(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    for title, at in (("Now", now), ("Then", now - timedelta(days=40))):
        formed(PostFactory(title=title, terms={"topic": ["equity"]}, published_at=at), "spotlight")

    page = visit(client, "/blog/?form=spotlight&topic=equity&month=2026-10")

    assert (page.heading, page.texts(TITLES)) == ("Spotlights about Equity from October 2026", ["Then"])


def test_a_blog_of_plain_posts_offers_no_kinds(client: FlaskClient, now: datetime) -> None:
    PostFactory()

    assert "Kinds of post" not in visit(client, "/blog/").text()


@pytest.mark.parametrize("asked", ["rumor", "%00", "POST"])
def test_a_kind_that_does_not_exist_is_ignored(client: FlaskClient, now: datetime, asked: str) -> None:
    PostFactory(title="Shown")

    page = visit(client, f"/blog/?form={asked}")

    assert (page.heading, page.texts(TITLES)) == ("Blog", ["Shown"])


def test_kinds_are_counted_for_the_reader_alone(app: Flask, now: datetime) -> None:
    for audience in AUDIENCES:
        formed(PostFactory(audience=audience), "announcement")

    told = {who: choices(visit(browser, "/blog/"), "Kinds of post") for who, browser in viewers(app).items()}

    assert told == {
        "visitor": ["Announcements 1"],
        "member": ["Announcements 2"],
        "staff": ["Announcements 3"],
    }


@pytest.mark.database
def test_a_spotlight_shows_its_person_and_its_practice(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory(name="Ana Ruiz", job_title="Director", affiliation="A board")
    practice = PracticeFactory(
        title="Share a sponsor", summary="One sponsor for many.", practice={"tier": "promising"}
    )

    page = visit(client, spotlight(person, practice).path)

    assert page.texts(f"{BOX} h3") == ["Ana Ruiz", "Share a sponsor"]
    assert page.href("Ana Ruiz", BOX) == person.path
    assert page.href("Share a sponsor", BOX) == "/practices/" + practice.item.slug
    for words in ("Director, A board", "One sponsor for many.", "Promising"):
        assert words in page.text(BOX)


def test_a_spotlight_says_that_what_was_tried_did_not_work(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(practice={"form": "attempt"})

    page = visit(client, spotlight(practice=practice).path)

    assert "Tried, did not work" in page.text(BOX) and "not rated" in page.text(BOX)


def test_a_spotlight_shows_only_what_the_reader_may_see(app: Flask, now: datetime) -> None:
    person = PersonFactory(name="Ana Ruiz", audience="members")
    practice = PracticeFactory(title="Share a sponsor", audience="staff")
    post = spotlight(person, practice)

    told = {who: visit(browser, post.path).texts(f"{BOX} h3") for who, browser in viewers(app).items()}

    assert told == {"visitor": [], "member": ["Ana Ruiz"], "staff": ["Ana Ruiz", "Share a sponsor"]}


def test_a_spotlight_follows_what_becomes_of_its_practice(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(title="Share a sponsor")
    post = spotlight(practice=practice)
    assert visit(client, post.path).texts(f"{BOX} h3") == ["Share a sponsor"]

    with unit_of_work() as session:
        session.get_one(Item, practice.item_id).state = ItemState.WITHDRAWN

    assert not visit(client, post.path).all(BOX)


def test_a_plain_post_has_no_box_whatever_its_row_says(client: FlaskClient, now: datetime) -> None:
    post = formed(spotlight(PersonFactory()), "post")

    assert not visit(client, post.path).all(BOX)


@pytest.mark.database
def test_a_spotlight_asks_no_more_than_six_times(client: FlaskClient, now: datetime) -> None:
    post = spotlight(PersonFactory(), PracticeFactory())

    assert len(told := questions(client, post.path)) <= 6, told


def test_a_renamed_person_is_shown_by_the_new_name(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory(name="Ana Ruiz")
    post = spotlight(person)
    visit(client, post.path)

    with unit_of_work() as session:
        session.get_one(Person, person.id).name = "Ana Ruiz Ortega"

    assert visit(client, post.path).texts(f"{BOX} h3") == ["Ana Ruiz Ortega"]
