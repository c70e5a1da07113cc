"""The certificate: for who was there, of a webinar that took place, by sign-in or by the guest's own link."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Registration, Webinar
from tests.conftest import Browser
from tests.factories import (
    AttendanceFactory,
    PersonFactory,
    RegistrationFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.reading import visit
from tests.recordings.samples import held_webinar


@pytest.fixture
def webinar(app: Flask, now: datetime) -> Webinar:
    return held_webinar(authors=[PersonFactory(name="Priya Nair"), PersonFactory(name="Tom Lee")])


def guest_link(registration: Registration, **fields: object) -> str:
    with unit_of_work():
        asked = {"purpose": "registration", "lasts": timedelta(days=9), "uses": None} | fields
        secret = tokens.issue(kind="registration", id=registration.id, **asked)  # type: ignore[arg-type]
    return f"/webinars/registration/{secret}/certificate"


def test_who_was_there_has_a_certificate_and_nobody_else(app: Flask, webinar: Webinar) -> None:
    there, absent, stranger = (
        UserFactory(person=PersonFactory(name=name)) for name in ("Ana Ruiz", "Ben", "Eve")
    )
    AttendanceFactory(webinar, RegistrationFactory(webinar, there))
    RegistrationFactory(webinar, absent)
    pages = {}
    for user in (there, absent, stranger):
        browser = Browser(app)
        sign_in(browser, user)
        pages[user.id] = visit(browser, f"{webinar.path}/certificate")

    assert [page.status for page in pages.values()] == [200, 404, 404]
    text = pages[there.id].text(".ion-certificate")
    assert "Ana Ruiz took part in the webinar Who pays for the center" in text
    assert "Wed., Oct. 14, 2026, 2:00 to 3:00 p.m. ET" in text
    assert "Length: 1 hour" in text
    assert "Presented by Priya Nair and Tom Lee" in text
    assert "Sample" not in text
    assert visit(Browser(app), f"{webinar.path}/certificate").status == 303


def test_a_guest_who_was_there_has_one_by_the_link_of_the_registration(
    client: FlaskClient, webinar: Webinar
) -> None:
    ana = RegistrationFactory(webinar, email="ana@county.example", name="Ana Ruiz")
    ben = RegistrationFactory(webinar, email="ben@county.example", name="Ben")
    AttendanceFactory(webinar, ana)

    page = visit(client, guest_link(ana))

    assert (page.status, page.response.headers["Cache-Control"]) == (200, "no-store")
    assert "Ana Ruiz took part" in page.text(".ion-certificate")
    refused = [
        guest_link(ben),
        guest_link(ana, purpose="reset"),
        "/webinars/registration/nothing/certificate",
    ]
    assert [visit(client, link).status for link in refused] == [404] * 3


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": "2026-12-01 14:00"},
        {"webinar": {"cancelled_at": datetime.fromisoformat("2026-10-01T00:00:00+00:00")}},
        {"state": "withdrawn"},
    ],
)
def test_nobody_has_one_of_what_did_not_take_place(
    client: FlaskClient, now: datetime, fields: dict[str, object]
) -> None:
    webinar = WebinarFactory(**{"starts": "2026-10-14 14:00"} | fields)  # type: ignore[arg-type]
    ana = RegistrationFactory(webinar, email="ana@county.example")
    AttendanceFactory(webinar, ana)

    assert visit(client, guest_link(ana)).status == 404


def test_a_sample_says_so(client: FlaskClient, now: datetime) -> None:
    webinar = held_webinar(is_sample=True)
    ana = RegistrationFactory(webinar, email="ana@county.example")
    AttendanceFactory(webinar, ana)

    assert "Sample. This webinar is sample content" in visit(client, guest_link(ana)).text(".ion-certificate")
