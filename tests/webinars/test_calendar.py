"""The calendar file of a webinar, as its readers get it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, Revision, Webinar
from tests.factories import PersonFactory, UserFactory, WebinarFactory, sign_in
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

FILE = "/webinars/one.ics"


def event(client: FlaskClient) -> Any:
    (found,) = Calendar.from_ical(visit(client, FILE).response.data).walk("VEVENT")
    return found


def test_the_file_tells_what_the_page_tells(client: FlaskClient, now: datetime) -> None:
    made = WebinarFactory(
        "2026-07-28 11:30",
        length_minutes=60,
        slug="one",
        title="One; two, three",
        summary="A summary.",
        authors=[PersonFactory(name="Ann Ames")],
        webinar={"host": "A board", "sequence": 2},
    )

    page = visit(client, FILE)
    found = event(client)

    assert page.response.content_type == "text/calendar; charset=utf-8"
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="one.ics"'
    assert b"DTSTART;TZID=America/New_York:20260728T113000\r\n" in page.response.data
    assert b"DTEND;TZID=America/New_York:20260728T123000\r\n" in page.response.data
    assert str(found["UID"]) == f"webinar-{made.item_id}@localhost"
    assert (str(found["SUMMARY"]), found["SEQUENCE"], str(found["STATUS"])) == (
        "One; two, three",
        2,
        "CONFIRMED",
    )
    assert str(found["URL"]) == "http://localhost/webinars/one"
    assert str(found["DESCRIPTION"]).split("\n") == [
        "A summary.",
        "Host: A board",
        "Presenters: Ann Ames",
        "http://localhost/webinars/one",
    ]


def test_the_address_is_the_configured_one_whatever_the_host_says(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="one")

    page = visit(client, FILE, Host="evil.example", X_Forwarded_Host="evil.example")

    assert "evil.example" not in page.html


def test_its_stamp_is_that_of_the_last_change(client: FlaskClient, now: datetime) -> None:
    made = WebinarFactory(slug="one", published_at=now - timedelta(days=3))
    told = [event(client)["DTSTAMP"].dt]

    with unit_of_work() as session:
        webinar = session.get_one(Webinar, made.item_id)
        webinar.item.live_revision = webinar.item.head_revision = 1
        session.add(Revision(item_id=made.item_id, number=1, at=now - timedelta(days=2), content={}))
    told.append(event(client)["DTSTAMP"].dt)
    with unit_of_work() as session:
        session.get_one(Webinar, made.item_id).cancelled_at = now
    told.append(event(client)["DTSTAMP"].dt)

    assert told == [now - timedelta(days=3), now - timedelta(days=2), now]
    assert str(event(client)["STATUS"]) == "CANCELLED"


def test_a_calendar_that_has_it_already_gets_304(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="one")
    first = visit(client, FILE)

    again = visit(client, FILE, If_None_Match=first.response.headers["ETag"])

    assert (again.status, again.html) == (304, "")


def test_a_sample_says_so_in_the_calendar_too(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="one", title="Call", is_sample=True)

    found = event(client)

    assert str(found["SUMMARY"]) == "Call (sample)"
    assert "This is sample content." in str(found["DESCRIPTION"])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_file_is_for_those_who_may_read_the_page(app: Flask, now: datetime, audience: str) -> None:
    WebinarFactory(slug="one", audience=audience)

    told = {viewer: visit(browser, FILE).status for viewer, browser in viewers(app).items()}

    assert told == {viewer: 200 if viewer in AUDIENCES[audience] else 404 for viewer in told}


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.PUBLISHED])
def test_no_file_of_what_is_not_published(client: FlaskClient, now: datetime, state: ItemState) -> None:
    WebinarFactory(slug="one", state=state)
    sign_in(client, UserFactory())

    assert visit(client, FILE).status == 404


def test_the_file_of_a_webinar_that_is_not_there_is_not_there(client: FlaskClient) -> None:
    assert visit(client, "/webinars/nothing.ics").status == 404
