"""A guest's own page: the address in our mail is the key to it, and to nothing else."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Attendance, Item, Registration, Standing
from ion.webinars import services
from ion.webinars.queries.registrations import TOKEN
from tests.conftest import NOW
from tests.factories.registrations import RegistrationFactory
from tests.mailbox import read_mail
from tests.reading import Page, visit
from tests.webinars.lining import OpenWebinar, registrations

pytestmark = pytest.mark.usefixtures("now")

PENDING, REGISTERED, WAITING = Standing.PENDING, Standing.REGISTERED, Standing.WAITING
STARTS = NOW + timedelta(days=10)
DEEDS = ("confirm", "give-up", "undo", "take", "join")
PLATFORM = {"join_url": "https://us02web.zoom.example/j/1?pwd=secret", "phone_audio": "202-555-0100"}


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def page_of(registration: Registration, lasts: timedelta = timedelta(days=30)) -> str:
    """The address of a guest's page, as a mail has it."""
    id = registration.id
    with unit_of_work():
        return "/webinars/registration/" + tokens.issue(TOKEN, lasts=lasts, kind=TOKEN, id=id, uses=None)


def post(client: FlaskClient, path: str, at: datetime = NOW) -> Page:
    with clock.frozen(at):
        return Page(client.post(path))


def actions(page: Page) -> list[str]:
    """What the page's forms lead to; the dialog that every page has leads nowhere."""
    return [form.action for form in page.forms() if form.action]


def see(client: FlaskClient, path: str, at: datetime = NOW) -> Page:
    with clock.frozen(at):
        return visit(client, path)


def state(registration_id: int) -> Standing:
    db.session.rollback()
    return db.session.get_one(Registration, registration_id).state


def test_a_guests_whole_way_from_the_form_to_the_platform(client: FlaskClient) -> None:
    webinar = OpenWebinar(slug="one", title="One", webinar=PLATFORM)
    fields = {"registration-name": "Gus Guest", "registration-email": "gus@example.org"}
    client.post("/webinars/one/guests", data=fields)
    (mail,) = read_mail("gus@example.org")
    path = mail.link("/webinars/registration/")

    asked = see(client, path)
    confirmed = post(client, path + "/confirm")
    page = see(client, path)
    (told,) = [each for each in read_mail("gus@example.org") if each.kind == "webinar registered"]
    late = STARTS - timedelta(minutes=10)
    own = told.link("/webinars/registration/")
    (to_join,) = actions(see(client, own, late))
    entered = post(client, to_join, late)
    entrance = see(client, entered.response.location, late)

    assert (asked.heading, asked.text("#seat-heading")) == ("One", "Confirm your registration")
    assert (confirmed.status, confirmed.response.location) == (303, path)
    assert page.text("#seat-heading") == "You are registered"
    assert page.href("Add to calendar") == "/webinars/one.ics"
    assert entrance.href("Go to us02web.zoom.example") == PLATFORM["join_url"]
    assert "Audio by phone: 202-555-0100" in entrance.text("main")
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 1
    assert [each.state for each in registrations(webinar.item_id)] == [REGISTERED]


def test_following_every_link_of_a_mail_changes_nothing(client: FlaskClient) -> None:
    webinar = OpenWebinar(1, webinar=PLATFORM)
    guest = RegistrationFactory(webinar, email="gus@example.org", state=PENDING, asked_at=NOW)
    seated = RegistrationFactory(webinar, email="b@example.org")
    for registration in (guest, seated):
        path = page_of(registration)
        for _ in range(2):
            for more in ("", "/give-up", "/join"):
                client.head(path + more)
                see(client, path + more, STARTS if more == "/join" else NOW)

    assert (state(guest.id), state(seated.id)) == (PENDING, REGISTERED)
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 0


def test_the_page_is_kept_by_no_browser_and_no_search_engine(client: FlaskClient) -> None:
    path = page_of(RegistrationFactory(OpenWebinar(), email="gus@example.org"))

    for page in (see(client, path), see(client, path + "/join"), see(client, "/webinars/registration/wrong")):
        assert page.response.headers["Cache-Control"] == "no-store"
        assert page.response.headers["X-Robots-Tag"] == "noindex"
        assert page.all('meta[name="robots"][content="noindex"]')
    assert see(client, path).response.headers["Referrer-Policy"] == "same-origin"
    assert "hx-" not in str(see(client, path).all("#seat"))  # no script keeps the address


def test_a_guest_gives_up_and_comes_back(client: FlaskClient) -> None:
    guest = RegistrationFactory(OpenWebinar(), email="gus@example.org")
    path = page_of(guest)

    asks = see(client, path + "/give-up")
    gone = post(client, path + "/give-up")
    page = see(client, path)
    back = post(client, path + "/undo")

    assert actions(asks) == [path + "/give-up"]
    assert asks.href("Keep it") == path
    assert (gone.status, back.status) == (303, 303)
    assert page.text("#seat > p") == "You canceled your registration."
    assert state(guest.id) is REGISTERED


def test_a_guest_sees_the_place_in_line_and_takes_a_free_one_after_the_cut_off(client: FlaskClient) -> None:
    webinar = OpenWebinar(1)
    seated = RegistrationFactory(webinar)
    path = page_of(RegistrationFactory(webinar, email="gus@example.org", state=WAITING))
    late = STARTS - timedelta(minutes=30)

    waits = see(client, path)
    too_soon = post(client, path + "/take")
    with clock.frozen(late), unit_of_work():
        services.give_up(seated.id)
    taken = post(client, path + "/take", late)

    assert "You are number 1 of 1 in line." in waits.text("#seat")
    assert (too_soon.status, too_soon.text("#seat .usa-alert")) == (409, "No place is free for you yet.")
    assert taken.status == 303
    assert see(client, path, late).text("#seat-heading") == "You are registered"


def test_a_dead_or_foreign_secret_opens_nothing(client: FlaskClient) -> None:
    webinar = OpenWebinar(webinar=PLATFORM)
    mine = RegistrationFactory(webinar, email="gus@example.org")
    expired = page_of(mine, timedelta(0))
    with unit_of_work():
        of_another_kind = tokens.issue("confirm", lasts=timedelta(days=1), kind="user", id=mine.id)
        of_nothing = tokens.issue(TOKEN, lasts=timedelta(days=1), kind=TOKEN, id=99_999)
    dead = [
        expired,
        "/webinars/registration/" + of_another_kind,
        "/webinars/registration/" + of_nothing,
        "/webinars/registration/x" + "é" * 200,
    ]
    missing = see(client, "/webinars/registration/nothing")

    for path in dead:
        assert (see(client, path).status, see(client, path).html) == (404, missing.html)
        assert {see(client, path + more).status for more in ("/give-up", "/join")} == {404}
        assert {post(client, f"{path}/{deed}", STARTS).status for deed in DEEDS} == {404}
    assert state(mine.id) is REGISTERED


def test_one_guests_secret_changes_no_other_guests_registration(client: FlaskClient) -> None:
    webinar = OpenWebinar(1, webinar=PLATFORM)
    other = RegistrationFactory(webinar, email="other@example.org")
    path = page_of(RegistrationFactory(webinar, email="gus@example.org", state=WAITING))

    pages = [see(client, path, STARTS), see(client, path + "/join", STARTS)]
    answers = [post(client, f"{path}/{deed}", STARTS) for deed in ("take", "join", "give-up", "give-up")]

    assert [answer.status for answer in answers] == [409, 404, 303, 303]
    assert not [page for page in pages if "zoom.example" in page.html or "other@" in page.html]
    assert state(other.id) is REGISTERED


def test_a_guest_too_late_to_confirm_is_told_so(client: FlaskClient) -> None:
    guest = RegistrationFactory(OpenWebinar(), email="gus@example.org", state=PENDING, asked_at=NOW)
    path = page_of(guest)

    page = post(client, path + "/confirm", NOW + timedelta(hours=49))

    assert page.status == 409
    assert "not confirmed within two days" in page.text("#seat")
    assert state(guest.id) is PENDING


def test_a_webinar_that_is_no_longer_everyones_is_closed_to_guests(client: FlaskClient) -> None:
    webinar = OpenWebinar()
    path = page_of(RegistrationFactory(webinar, email="gus@example.org"))
    with unit_of_work() as session:
        session.get_one(Item, webinar.item_id).audience = "members"

    assert see(client, path).status == 404
    assert post(client, path + "/give-up").status == 404


def test_a_canceled_webinar_says_so_and_offers_nothing(client: FlaskClient) -> None:
    path = page_of(RegistrationFactory(OpenWebinar(webinar={"cancelled_at": NOW}), email="gus@example.org"))

    page = see(client, path)

    assert "This webinar does not take place." in page.text("main")
    assert page.all("#seat") == []
    assert actions(page) == []
