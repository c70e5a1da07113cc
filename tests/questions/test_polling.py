"""A page that looks for news by itself: when it does, what that costs, and when it stops."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Item, ItemState, Webinar
from tests.conftest import NOW, Browser
from tests.counting import statements
from tests.factories import UserFactory, WebinarFactory
from tests.questions.asking import HELD, Asked, decide, vote
from tests.questions.browsers import HTMX, LiveWebinar, browser
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


def news(page: Page) -> str:
    """Where the page looks for news; empty where it does not."""
    found = page.all("#look-for-news")
    return str(found[0]["href"]) if found else ""


@pytest.fixture
def webinar(app: Flask) -> Webinar:
    return LiveWebinar()


def test_a_page_that_has_seen_everything_is_answered_with_nothing(app: Flask, webinar: Webinar) -> None:
    Asked(webinar.item_id)
    for each in (Browser(app), browser(app)):
        address = news(visit(each, f"/questions/{webinar.item_id}"))

        answer = each.get(address, headers=HTMX)

        assert (answer.status_code, answer.data) == (204, b"")
        assert "Set-Cookie" not in answer.headers
        assert Page(each.get(address)).is_whole  # without script the same link is a page


def test_what_is_new_comes_as_the_list_alone_and_looks_on_from_there(app: Flask, webinar: Webinar) -> None:
    page, editor = browser(app), UserFactory(Grant.MEMBER, Grant.EDITOR)
    id = Asked(webinar.item_id, "One", state=HELD)
    for deed in (
        lambda: decide("approve", id, editor),
        lambda: vote(UserFactory(), id),
        lambda: decide("answer_live", id, editor, second=60),
    ):
        address = news(visit(page, f"/questions/{webinar.item_id}"))
        deed()

        fresh = Page(page.get(address, headers=HTMX))

        assert fresh.status == 200 and fresh.all("#asked .ion-question")
        assert not fresh.is_whole and not fresh.all("#ask-form")  # what is being typed is not swapped
        assert page.get(news(fresh), headers=HTMX).status_code == 204


def test_looking_for_news_costs_a_member_one_question_and_a_visitor_none_for_two_seconds(
    app: Flask, webinar: Webinar
) -> None:
    Asked(webinar.item_id)
    member, visitor = browser(app), Browser(app)
    of_member, of_visitor = (news(visit(each, f"/questions/{webinar.item_id}")) for each in (member, visitor))
    for each, address in ((member, of_member), (visitor, of_visitor)):
        each.get(address, headers=HTMX)

    with statements() as by_member:
        member.get(of_member, headers=HTMX)
    with statements() as by_visitor:
        visitor.get(of_visitor, headers=HTMX)

    assert [bool(re.search(r"\bquestion_sheet\b", each)) for each in by_member] == [True]
    assert by_visitor == []


def test_a_visitor_hears_of_news_after_two_seconds(app: Flask, webinar: Webinar) -> None:
    Asked(webinar.item_id)
    visitor = Browser(app)
    address = news(visit(visitor, f"/questions/{webinar.item_id}"))
    statuses = [visitor.get(address, headers=HTMX).status_code]
    Asked(webinar.item_id)

    for seconds in (1, 2):
        with clock.frozen(NOW + timedelta(seconds=seconds)):
            statuses.append(visitor.get(address, headers=HTMX).status_code)

    assert statuses == [204, 204, 200]


@pytest.mark.parametrize(
    ("minutes", "looks"), [(-16, False), (-15, True), (0, True), (74, True), (75, False)], ids=str
)
def test_it_looks_from_a_quarter_of_an_hour_before_until_one_after(
    app: Flask, webinar: Webinar, minutes: int, looks: bool
) -> None:
    with clock.frozen(webinar.starts_at + timedelta(minutes=minutes)):
        assert bool(news(visit(Browser(app), f"/questions/{webinar.item_id}"))) is looks


def test_a_canceled_webinar_and_one_that_is_far_off_do_not_look(app: Flask) -> None:
    for webinar in (WebinarFactory(), LiveWebinar(webinar={"cancelled_at": NOW})):
        assert news(visit(Browser(app), f"/questions/{webinar.item_id}")) == ""


def test_when_it_is_over_the_page_gets_its_list_once_more_without_what_looks(
    app: Flask, webinar: Webinar
) -> None:
    page = Browser(app)
    address = news(visit(page, f"/questions/{webinar.item_id}"))

    with clock.frozen(webinar.ends_at + timedelta(minutes=15)):
        last = Page(page.get(address, headers=HTMX))

    assert last.status == 200 and last.all("#asked") and news(last) == ""


@pytest.mark.parametrize("until", ["", "never", "9" * 30, "١٢"])
def test_an_address_that_makes_no_sense_gets_the_list(app: Flask, webinar: Webinar, until: str) -> None:
    path = f"/questions/{webinar.item_id}"

    assert Browser(app).get(f"{path}?after=x&until={until}", headers=HTMX).status_code == 200


def test_what_went_from_sight_is_not_there_for_who_looks(app: Flask, webinar: Webinar) -> None:
    visitor, member = Browser(app), browser(app)
    address = news(visit(visitor, f"/questions/{webinar.item_id}"))
    with unit_of_work() as session:
        session.get_one(Item, webinar.item_id).state = ItemState.WITHDRAWN

    assert [each.get(address, headers=HTMX).status_code for each in (visitor, member)] == [404, 404]


def test_a_later_page_of_the_same_id_is_not_taken_for_the_one_before(app: Flask, webinar: Webinar) -> None:
    id, at = webinar.item_id, datetime(2026, 11, 21, tzinfo=NOW.tzinfo)
    Asked(id, "Of the first", asked_at=at)
    page = browser(app)
    address = news(visit(page, f"/questions/{id}"))
    with unit_of_work() as session:
        session.delete(session.get_one(Webinar, id))
        session.delete(session.get_one(Item, id))
    again = LiveWebinar(id=id)
    Asked(id, "Of the second", asked_at=at)

    fresh = Page(page.get(address, headers=HTMX))

    assert again.item_id == id
    assert fresh.texts(".ion-question__text") == ["Of the second"]
