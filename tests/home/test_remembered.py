"""The front page is made of remembered parts: each follows changes and the clock, and shows nobody too much."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, ItemState, PersonTerm, Post, Webinar
from tests.conftest import NOW, Browser
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory, sign_in
from tests.factories.items import item
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]


@pytest.fixture
def browser(app: Flask) -> Browser:
    TopicFactory("youth", "Youth")
    return browser_of(app)


def browser_of(app: Flask, *grants: Grant) -> Browser:
    """A browser of somebody who works on youth in Kentucky."""
    user = UserFactory(*grants, person=PersonFactory())
    with unit_of_work() as session:
        for facet, key in (("topic", "youth"), ("state", "KY")):
            session.add(PersonTerm(person_id=user.person_id, facet=facet, key=key))
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def webinar(title: str, starts_at: datetime) -> Webinar:
    made = Webinar(
        item=item("webinar", "Text.", {}, (), title=title, slug=title.lower()),
        starts_local=starts_at.replace(tzinfo=None),
        zone="America/Chicago",
        length_minutes=60,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
    with unit_of_work() as session:
        session.add(made)
    return made


@contextmanager
def later(hours: int) -> Iterator[None]:
    """Some hours on."""
    with clock.frozen(NOW + timedelta(hours=hours)):
        yield


def test_news_come_and_go_at_once(browser: Browser) -> None:
    seen = [visit(browser, "/").texts(".ion-result__title")]

    post = PostFactory(title="Fresh", terms={"topic": ["youth"]})
    seen.append(visit(browser, "/").texts(".ion-result__title"))
    with unit_of_work() as session:
        session.get_one(Post, post.item_id).item.state = ItemState.WITHDRAWN
    seen.append(visit(browser, "/").texts(".ion-result__title"))

    assert seen == [[], ["Fresh"], []]


def test_news_that_expire_are_gone_that_moment(browser: Browser) -> None:
    PostFactory(title="Fresh", terms={"topic": ["youth"]}, expires_at=NOW + timedelta(hours=2))

    seen = []
    for hours in (1, 2):
        with later(hours):
            seen.append(visit(browser, "/").texts(".ion-result__title"))

    assert seen == [["Fresh"], []]


def test_what_staff_may_see_is_not_remembered_for_members(app: Flask, browser: Browser) -> None:
    PostFactory(title="Among us", terms={"topic": ["youth"]}, audience="staff")
    PracticeFactory(title="Ours", terms={"state": ["KY"]}, audience="staff")
    announced = PostFactory(title="House rules", audience="staff")
    with unit_of_work() as session:
        session.get_one(Post, announced.item_id).form = "announcement"

    staff = visit(browser_of(app, Grant.EDITOR), "/").text("main")
    member = visit(browser, "/").text("main")

    assert all(words in staff for words in ("Among us", "Ours", "House rules", "1 practice from Kentucky"))
    assert not any(words in member for words in ("Among us", "Ours", "House rules", "1 practice"))


def test_the_next_webinar_gives_way_when_it_is_over_or_cancelled(app: Flask, browser: Browser) -> None:
    webinar("First", NOW + timedelta(hours=1))
    second = webinar("Second", NOW + timedelta(hours=4))
    webinar("Third", NOW + timedelta(hours=5))

    seen = []
    for hours in (0, 2):
        for who in (browser, Browser(app)):
            with later(hours):
                page = visit(who, "/").text("main")
                seen.append([title for title in ("First", "Second", "Third") if title in page])
    with unit_of_work() as session:
        session.get_one(Webinar, second.item_id).cancelled_at = NOW
    with later(2):
        page = visit(browser, "/").text("main")

    assert seen == [["First"], ["First"], ["Second"], ["Second"]]
    assert "Third" in page and "Second" not in page


def test_an_announcement_is_news_for_a_month_without_anybody_changing_it(browser: Browser) -> None:
    post = PostFactory(title="The site moves", published_at=NOW - timedelta(days=30, hours=-2))
    with unit_of_work() as session:
        session.get_one(Post, post.item_id).form = "announcement"

    seen = []
    for hours in (0, 2):
        with later(hours):
            seen.append(bool(visit(browser, "/").all("#announcement-heading")))

    assert seen == [True, False]


def test_a_post_that_becomes_an_announcement_is_one_at_once(browser: Browser) -> None:
    post = PostFactory(title="The site moves")
    seen = [bool(visit(browser, "/").all("#announcement-heading"))]

    with unit_of_work() as session:
        session.get_one(Post, post.item_id).form = "announcement"
    db.session.rollback()
    seen.append(bool(visit(browser, "/").all("#announcement-heading")))

    assert seen == [False, True]


def test_visitors_see_a_new_practice_and_a_new_post_at_once(app: Flask) -> None:
    visitor = Browser(app)
    seen = [visit(visitor, "/").texts("main h3")]

    PracticeFactory(title="Practice", terms={"state": ["CO"]})
    PostFactory(title="Post")
    seen.append(visit(visitor, "/").texts("main h3"))

    assert seen == [[], ["Practice", "Post"]]
