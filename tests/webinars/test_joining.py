"""Coming in, and one's own webinars."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock
from ion.models import Attendance, ItemState, Standing, User
from tests.conftest import NOW
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory
from tests.factories.registrations import AttendanceFactory, RegistrationFactory
from tests.reading import Page, visit
from tests.webinars.lining import OpenWebinar, enter

pytestmark = pytest.mark.usefixtures("now")

WAITING, CANCELLED = Standing.WAITING, Standing.CANCELLED
STARTS = NOW + timedelta(days=10)
URL = "https://zoom.example/j/1"
MINE = "/webinars/mine"


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ana(client: FlaskClient) -> User:
    user = UserFactory(person=PersonFactory(name="Ana Ruiz", zone="America/Denver"))
    enter(client, user)
    return user


def checked_in() -> int:
    return db.session.scalar(select(func.count()).select_from(Attendance)) or 0


def test_the_link_is_shown_from_some_minutes_before_once_one_has_come_in(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar(slug="one", webinar={"join_url": URL, "join_minutes": 20})
    RegistrationFactory(webinar, user=ana)

    with clock.frozen(STARTS - timedelta(minutes=21)):
        early, refused = visit(client, webinar.path + "/join"), Page(client.post(webinar.path + "/join"))
    with clock.frozen(STARTS - timedelta(minutes=20)):
        shown = visit(client, webinar.path)
        button = visit(client, webinar.path + "/join")
        entered = [Page(client.post(webinar.path + "/join")) for _ in range(2)]
        entrance = visit(client, webinar.path + "/join")
    with clock.frozen(webinar.ends_at):
        over = visit(client, webinar.path + "/join")

    assert "You can join from Tue., Dec. 1, 2026, 2:40 p.m. UTC" in early.text("main .usa-alert")
    assert (refused.status, refused.text("main .usa-alert")) == (409, early.text("main .usa-alert"))
    assert "/webinars/one/join" in [form.action for form in shown.forms()]
    assert [form.action for form in button.forms() if "webinars" in form.action] == ["/webinars/one/join"]
    assert {(each.status, each.response.location) for each in entered} == {(303, "/webinars/one/join")}
    assert entrance.href("Go to zoom.example") == URL
    assert "This webinar ended" in over.text("main .usa-alert")
    assert not [page for page in (early, shown, button, over) if URL in page.html]
    assert checked_in() == 1


@pytest.mark.parametrize("state", [WAITING, CANCELLED, Standing.PENDING])
def test_who_has_no_place_never_gets_the_link(client: FlaskClient, ana: User, state: Standing) -> None:
    webinar = OpenWebinar(webinar={"join_url": URL})
    RegistrationFactory(webinar, user=ana, state=state)

    with clock.frozen(STARTS):
        pages = [Page(client.post(webinar.path + "/join")), visit(client, webinar.path + "/join")]

    assert [page.status for page in pages] == [404, 404]
    assert checked_in() == 0


def test_as_long_as_there_is_no_link_it_is_said_so(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar()
    RegistrationFactory(webinar, user=ana)

    with clock.frozen(STARTS):
        page = visit(client, webinar.path + "/join")

    assert "The link to the webinar is not here yet." in page.text("main")
    assert checked_in() == 0


def test_ones_own_webinars_are_listed_with_where_one_stands(client: FlaskClient, ana: User) -> None:
    registered = OpenWebinar(slug="b-registered", title="Registered for")
    waits = OpenWebinar(1, slug="a-waits", title="Waiting for")
    canceled = OpenWebinar(slug="c-canceled", title="Canceled one", webinar={"cancelled_at": NOW})
    live = OpenWebinar(title="Live one", starts="2026-11-21 14:30", webinar={"join_url": URL})
    attended = OpenWebinar(
        title="Attended one",
        starts="2026-11-10 14:00",
        recordings=[{"title": "", "url": "https://video.example/1", "published_at": NOW}],
    )
    missed = OpenWebinar(title="Missed one", starts="2026-11-03 14:00")
    RegistrationFactory(waits, state=WAITING)
    for webinar, state in (
        (registered, Standing.REGISTERED),
        (waits, WAITING),
        (canceled, Standing.REGISTERED),
        (live, Standing.REGISTERED),
        (missed, Standing.REGISTERED),
        (OpenWebinar(title="Given up"), CANCELLED),
        (OpenWebinar(title="Withdrawn", state=ItemState.WITHDRAWN), Standing.REGISTERED),
        (OpenWebinar(title="For others", audience="staff"), Standing.REGISTERED),
    ):
        RegistrationFactory(webinar, user=ana, state=state)
    AttendanceFactory(attended, RegistrationFactory(attended, user=ana))
    RegistrationFactory(OpenWebinar(title="Of somebody else"))

    page = visit(client, MINE)

    assert page.texts("#coming-heading + ol h3") == [
        "Live one",
        "Registered for",
        "Waiting for",
        "Canceled one",
    ]
    assert page.texts("#coming-heading + ol .ion-meta") == [
        "Happening now",
        "Registered",
        "Number 2 on the waiting list",
        "Canceled",
    ]
    assert page.texts("#past-heading + ol h3") == ["Attended one", "Missed one"]
    assert page.texts("#past-heading + ol .ion-meta") == ["You attended Recording", "You were registered"]
    assert page.texts("#coming-heading + ol .ion-actions li") == [
        "Join Live one",
        "Add to calendar",
        "Cancel my registration for Live one",
        "Add to calendar",
        "Cancel my registration for Registered for",
        "Leave the waiting list for Waiting for",
    ]
    assert "Your time: Tue., Dec. 1, 2026, 8:00 to 9:00 a.m. MT" in page.text("main")


def test_who_registered_for_nothing_is_led_to_what_is_coming(client: FlaskClient, ana: User) -> None:
    page = visit(client, MINE)

    assert page.href("Upcoming webinars") == "/webinars/"
    assert "You are registered for no webinar" in page.text("main")


def test_the_list_asks_as_much_for_many_webinars_as_for_few(client: FlaskClient, ana: User) -> None:
    for _ in range(3):
        webinar = OpenWebinar(1)
        RegistrationFactory(webinar, user=ana, state=WAITING)
        RegistrationFactory(OpenWebinar(starts="2026-11-03 14:00"), user=ana)
    few = questions(client, MINE)
    for _ in range(12):
        RegistrationFactory(OpenWebinar(), user=ana)
        RegistrationFactory(OpenWebinar(starts="2026-11-02 14:00"), user=ana)

    many = questions(client, MINE)

    assert many == few
    assert len(many) <= 6
    with clock.frozen(NOW):
        assert len(visit(client, MINE).texts("#coming-heading + ol h3")) == 15
