"""The front page of a member who registered for webinars."""

from datetime import datetime

from flask import Flask

from ion.models import Grant, Registration, Standing, User, Webinar
from tests.conftest import Browser
from tests.factories import UserFactory, WebinarFactory, sign_in
from tests.factories.registrations import RegistrationFactory


def front_page(app: Flask, user: User) -> str:
    browser = Browser(app)
    sign_in(browser, user)
    return " ".join(browser.get("/").text.split())


def registered(title: str, starts: str, **fields: object) -> tuple[User, Webinar, Registration]:
    user, webinar = UserFactory(Grant.MEMBER), WebinarFactory(title=title, starts=starts)
    return user, webinar, RegistrationFactory(webinar, user, **fields)


def test_a_registered_webinar_of_today_is_joined_from_the_front_page(app: Flask, now: datetime) -> None:
    user, webinar, _ = registered("Quartz for all", "2026-11-21 19:00")

    page = front_page(app, user)

    assert f'href="{webinar.path}">Join Quartz for all</a>' in page
    assert "You are registered" in page


def test_moving_up_from_the_waiting_list_is_told_days_before(app: Flask, now: datetime) -> None:
    user, _, _ = registered("Quartz for all", "2026-12-01 14:00", was_waiting=True)

    assert "You moved up from the waiting list: Quartz for all" in front_page(app, user)


def test_a_place_in_line_is_one_of_the_dates_and_a_cancelled_seat_is_none(app: Flask, now: datetime) -> None:
    user, _, _ = registered("Quartz for all", "2026-12-01 14:00", state=Standing.WAITING)
    RegistrationFactory(WebinarFactory(title="Given up"), user, state=Standing.CANCELLED)

    dates = front_page(app, user).split("Your dates")[1].split("</section>")[0]

    assert "You are on the waiting list" in dates
    assert "Given up" not in dates
