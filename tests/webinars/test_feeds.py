"""Calendars that subscribe: a member's own at its secret address, everyone's, and the page that makes the address."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter.util import get_qualified_name
from icalendar import Calendar

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, ItemState, Standing, Token, User
from ion.web.limits import limiter
from ion.webinars.services import feeds
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory, WebinarFactory, sign_in
from tests.factories.registrations import RegistrationFactory
from tests.reading import visit
from tests.webinars.telling import changed

pytestmark = pytest.mark.usefixtures("now")

PAGE = "/webinars/mine/calendar"
ADDRESS = re.compile(r"http://localhost(/calendar/[\w-]{43}\.ics)<")


@pytest.fixture
def user(app: Flask) -> User:
    return UserFactory()


@pytest.fixture
def browser(client: FlaskClient, user: User, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The member's."""
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", False)
    sign_in(client, user)
    return client


def address_of(user: User, alarm: int = 0) -> str:
    """A fresh address of the user's calendar."""
    with unit_of_work():
        return f"/calendar/{feeds.make(user.id, alarm)}.ics"


def events(app: Flask, path: str) -> list[Any]:
    """What a calendar finds there, the first to begin first."""
    page = visit(Browser(app), path)
    assert page.status == 200
    found = Calendar.from_ical(page.response.data).walk("VEVENT")
    return sorted(found, key=lambda event: event["DTSTART"].dt)


def titles(app: Flask, path: str) -> list[tuple[str, str]]:
    return [(str(event["SUMMARY"]), str(event["STATUS"])) for event in events(app, path)]


@pytest.mark.database
def test_a_members_calendar_holds_what_they_come_to_and_wait_for(app: Flask, user: User) -> None:
    for title, state in (
        ("Comes", Standing.REGISTERED),
        ("Waits", Standing.WAITING),
        ("Gave up", Standing.CANCELLED),
    ):
        RegistrationFactory(WebinarFactory(title=title), user=user, state=state)
    RegistrationFactory(WebinarFactory(title="Of somebody else"))

    found = titles(app, address_of(user))

    assert sorted(found) == [("Comes", "CONFIRMED"), ("Waits", "TENTATIVE")]


def test_zones_are_told_once_each_and_for_every_event(app: Flask, user: User) -> None:
    for starts, zone in (
        ("2026-12-01 14:00", "America/New_York"),
        ("2027-07-01 14:00", "America/New_York"),
        ("2027-01-05 09:00", "Pacific/Guam"),
        ("2027-01-06 09:00", "UTC"),
    ):
        RegistrationFactory(WebinarFactory(starts, zone), user=user)

    page = visit(Browser(app), address_of(user))

    told = [str(zone["TZID"]) for zone in Calendar.from_ical(page.response.data).walk("VTIMEZONE")]
    assert sorted(told) == ["America/New_York", "Pacific/Guam"]
    assert b"DTSTART:20270106T090000Z\r\n" in page.response.data


@pytest.mark.database
def test_a_canceled_webinar_stays_as_canceled_for_thirty_days(app: Flask, user: User, now: datetime) -> None:
    webinar = WebinarFactory(title="Call")
    RegistrationFactory(webinar, user=user)
    path = address_of(user)
    changed(webinar, cancelled_at=now)

    told = []
    for days in (0, 29, 31):
        with clock.frozen(now + timedelta(days=days)):
            told.append(titles(app, path))

    assert told == [[("Call", "CANCELLED")], [("Call", "CANCELLED")], []]


@pytest.mark.parametrize(("minutes", "trigger"), [(0, None), (60, "-PT1H"), (24 * 60, "-P1D")])
def test_it_rings_when_the_member_wants(app: Flask, user: User, minutes: int, trigger: str | None) -> None:
    RegistrationFactory(WebinarFactory(), user=user)
    RegistrationFactory(WebinarFactory(webinar={"cancelled_at": clock.now()}), user=user)
    RegistrationFactory(WebinarFactory(), user=user, state=Standing.WAITING)

    found = [event.walk("VALARM") for event in events(app, address_of(user, minutes))]

    told = [alarm["TRIGGER"].to_ical().decode() for alarms in found for alarm in alarms]
    assert told == ([trigger] if trigger else [])


def test_what_the_member_may_not_read_is_not_in_it(app: Flask, user: User) -> None:
    for title, fields in {
        "Withdrawn": {"state": ItemState.WITHDRAWN},
        "For ION staff": {"audience": "staff"},
        "For members": {"audience": "members"},
    }.items():
        RegistrationFactory(WebinarFactory(title=title, **fields), user=user)

    assert titles(app, address_of(user)) == [("For members", "CONFIRMED")]


def test_staff_find_what_is_for_staff(app: Flask) -> None:
    user = UserFactory(Grant.MEMBER, Grant.EDITOR)
    RegistrationFactory(WebinarFactory(title="For ION staff", audience="staff"), user=user)

    assert titles(app, address_of(user)) == [("For ION staff", "CONFIRMED")]


def test_it_never_holds_the_link_to_join(app: Flask, user: User) -> None:
    RegistrationFactory(WebinarFactory(webinar={"join_url": "https://z.example/1"}), user=user)

    assert "z.example" not in visit(Browser(app), address_of(user)).html


def test_a_calendar_that_has_it_gets_304_and_no_cookie(app: Flask, user: User) -> None:
    RegistrationFactory(WebinarFactory(), user=user)
    path = address_of(user)

    first = visit(Browser(app), path)
    again = visit(Browser(app), path, If_None_Match=first.response.headers["ETag"])

    assert (again.status, again.html) == (304, "")
    assert first.response.content_type == "text/calendar; charset=utf-8"
    assert first.response.headers["Cache-Control"] == "private, max-age=300"
    assert "Set-Cookie" not in first.response.headers


def test_wrong_ended_and_suspended_addresses_all_answer_alike(app: Flask, user: User, now: datetime) -> None:
    other = UserFactory(suspended_at=now)
    ended, suspended = address_of(user), address_of(other)
    renewed = address_of(user)
    told = [
        visit(Browser(app), path, X_Request_ID="the-same-id")
        for path in ("/calendar/nothing.ics", ended, suspended, f"/calendar/{'é' * 43}.ics")
    ]

    assert {page.status for page in told} == {404}
    assert len({page.html.replace(page.response.request.path, "") for page in told}) == 1
    assert visit(Browser(app), renewed).status == 200


def test_reading_feeds_very_often_has_an_end(app: Flask) -> None:
    view = app.view_functions["webinars.personal_calendar"]

    limits = limiter.limit_manager.decorated_limits(get_qualified_name(view))

    assert [str(each.limit) for each in limits] == ["60 per 1 minute"]


@pytest.mark.database
def test_the_calendar_for_everyone_holds_what_is_for_everyone(app: Flask, now: datetime) -> None:
    WebinarFactory(title="Coming")
    WebinarFactory("2026-11-02 14:00", title="Just over")
    WebinarFactory("2026-03-02 14:00", title="Long over")
    WebinarFactory(title="For members", audience="members")
    WebinarFactory(title="Called off", webinar={"cancelled_at": now})
    WebinarFactory(title="Archived", expires_at=now - timedelta(days=1))

    found = titles(app, "/webinars/calendar.ics")

    assert sorted(found) == [
        ("Called off", "CANCELLED"),
        ("Coming", "CONFIRMED"),
        ("Just over", "CONFIRMED"),
    ]


@pytest.mark.database
@pytest.mark.parametrize("who", ["a member", "everyone"])
def test_a_feed_asks_little_and_the_same_of_few_and_of_many(
    client: FlaskClient, user: User, who: str
) -> None:
    path = address_of(user) if who == "a member" else "/webinars/calendar.ics"

    def more(number: int) -> None:
        for _ in range(number):
            RegistrationFactory(WebinarFactory(authors=[PersonFactory()]), user=user)

    more(2)
    few = questions(client, path)
    more(20)

    assert len(few) <= 5, few
    assert questions(client, path) == few


def test_the_address_is_shown_once_when_it_is_made(app: Flask, browser: FlaskClient) -> None:
    before = visit(browser, PAGE)
    made = browser.post(PAGE, data={"alarm": "60"})
    after = visit(browser, PAGE)

    (path,) = ADDRESS.findall(made.text)
    assert not ADDRESS.search(before.html) and not ADDRESS.search(after.html)
    assert "Make the address" in before.html
    assert "Your calendar has an address" in after.html
    assert '<option value="60" selected>' in after.html
    assert events(app, path) == []


def test_a_new_address_ends_the_one_before(app: Flask, browser: FlaskClient) -> None:
    paths = [ADDRESS.findall(browser.post(PAGE, data={"alarm": "0"}).text)[0] for _ in range(2)]

    assert [visit(Browser(app), path).status for path in paths] == [404, 200]


def test_the_member_ends_it(app: Flask, browser: FlaskClient) -> None:
    (path,) = ADDRESS.findall(browser.post(PAGE, data={"alarm": "0"}).text)

    ended = browser.post(f"{PAGE}/end")
    again = browser.post(f"{PAGE}/end")

    assert (ended.status_code, ended.headers["Location"], again.status_code) == (303, PAGE, 303)
    assert visit(Browser(app), path).status == 404


def test_the_alarm_is_changed_without_another_address(app: Flask, user: User, browser: FlaskClient) -> None:
    RegistrationFactory(WebinarFactory(), user=user)
    (path,) = ADDRESS.findall(browser.post(PAGE, data={"alarm": "0"}).text)

    changed_to = browser.post(f"{PAGE}/alarm", data={"alarm": "1440"})

    (event,) = events(app, path)
    assert (changed_to.status_code, len(event.walk("VALARM"))) == (303, 1)


def test_an_alarm_for_no_calendar_makes_none(browser: FlaskClient) -> None:
    assert browser.post(f"{PAGE}/alarm", data={"alarm": "60"}).status_code == 303
    assert db.session.query(Token).count() == 0


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/alarm"])
def test_an_alarm_that_is_not_offered_is_not_taken(browser: FlaskClient, path: str) -> None:
    answer = browser.post(path, data={"alarm": "5"})

    assert answer.status_code == 422
    assert db.session.query(Token).count() == 0


def test_htmx_gets_the_part_with_the_address(browser: FlaskClient) -> None:
    answer = browser.post(PAGE, data={"alarm": "0"}, headers={"HX-Request": "true"})

    assert answer.text.strip().startswith('<div id="subscription">')
    assert ADDRESS.search(answer.text)
    assert answer.headers["HX-Trigger"] == "calendar-changed"
