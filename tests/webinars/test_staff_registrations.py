"""The table of registrations: its filters, the spreadsheet, and removing somebody."""

import csv
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import AuditRow, Grant, Registration, Standing, User, Webinar
from tests.counting import questions
from tests.factories import (
    AttendanceFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.reading import Page, visit
from tests.webinars.staffing import many_guests

ASKS = [
    {"key": "role", "kind": "choice", "label": "What do you do?", "required": True, "choices": ["A", "B"]},
    {"key": "hope", "kind": "text", "label": "What do you hope for?", "required": False, "choices": []},
]
AHEAD, PAST = "2026-12-01 14:00", "2026-11-10 14:00"


@pytest.fixture
def editor(app: Flask, client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    user = UserFactory(Grant.MEMBER, Grant.EDITOR)
    sign_in(client, user)
    return user


def webinar_with_asks(starts: str = AHEAD, **fields: Any) -> Webinar:
    return WebinarFactory(starts, webinar={"takes_registration": True, "asks": ASKS} | fields)


def path_of(webinar: Webinar) -> str:
    return f"/staff/webinars/{webinar.item_id}/registrations"


def names(page: Page) -> list[str]:
    return [row.split(" ", 1)[0] for row in page.texts("tbody td:first-child")]


def guest(webinar: Webinar, name: str, **fields: Any) -> Registration:
    return RegistrationFactory(webinar, email=f"{name.lower()}@ion.example", name=name, **fields)


def test_a_row_says_who_how_they_stand_since_when_and_what_they_answered(
    client: FlaskClient, editor: User
) -> None:
    webinar = webinar_with_asks()
    board = OrganizationFactory("Green River board")
    ann = UserFactory(
        person=PersonFactory(name="Ann Ames", organization_id=board.id), email="ann@ion.example"
    )
    asked_at = datetime.fromisoformat("2026-11-20T15:00:00+00:00")
    answers = {"role": "A", "hope": "<b>Much</b>"}
    RegistrationFactory(webinar, ann, asked_at=asked_at, answers=answers, needs="Captions")

    page = visit(client, path_of(webinar))

    assert page.texts("thead th") == [
        "Name",
        "Standing",
        "Signed up",
        "Asks for help",
        "What do you do?",
        "What do you hope for?",
        "Change",
    ]
    assert page.texts("tbody td") == [
        "Ann Ames Green River board ann@ion.example",
        "Registered",
        "Fri., Nov. 20, 2026, 10:00 a.m. ET",
        "Captions",
        "A",
        "<b>Much</b>",
        "Remove Ann Ames",
    ]
    assert page.response.headers["Cache-Control"] == "no-store"


def test_who_waits_is_shown_with_their_place_and_a_guest_as_one(client: FlaskClient, editor: User) -> None:
    webinar = webinar_with_asks()
    guest(webinar, "First", state=Standing.WAITING)
    guest(webinar, "Second", state=Standing.WAITING)

    page = visit(client, f"{path_of(webinar)}?q=second")

    assert page.texts("tbody td")[:2] == ["Second Guest second@ion.example", "On the waiting list, place 2"]


def test_attendance_is_a_column_and_a_filter_once_it_is_known(client: FlaskClient, editor: User) -> None:
    webinar, unknown = webinar_with_asks(PAST), webinar_with_asks("2026-11-11 14:00")
    AttendanceFactory(webinar, guest(webinar, "Came"), minutes=41)
    guest(webinar, "Stayed")
    guest(unknown, "Who")

    page = visit(client, path_of(webinar))
    absent = visit(client, f"{path_of(webinar)}?presence=absent")

    assert page.texts("tbody td:nth-child(4)") == ["Yes, 41 minutes", "No"]
    assert names(absent) == ["Stayed"]
    assert "Attended" not in visit(client, path_of(unknown)).texts("thead th")


def test_filters_stand_in_the_address_and_what_is_unknown_there_is_ignored(
    client: FlaskClient, editor: User
) -> None:
    webinar = webinar_with_asks()
    guest(webinar, "Zoe", needs="A ramp")
    guest(webinar, "Abe", needs="Captions")
    guest(webinar, "Cy", state=Standing.CANCELLED)

    page = visit(client, f"{path_of(webinar)}?needs=1&sort=name&standing=registered&who=guest")
    ignored = visit(client, f"{path_of(webinar)}?standing=nonsense&who=%00&presence=x&sort=y&page=zz")

    assert names(page) == ["Abe", "Zoe"]
    assert page.text("#standing option[selected]") == "Registered"
    assert page.all("#needs")[0].has_attr("checked")
    assert names(ignored) == ["Zoe", "Abe", "Cy"]


def test_htmx_gets_the_table_alone_and_what_to_announce(client: FlaskClient, editor: User) -> None:
    webinar = webinar_with_asks()
    guest(webinar, "Abe")

    part = visit(client, f"{path_of(webinar)}?q=abe", HX_Request="true")

    assert not part.is_whole
    assert part.html.strip().startswith('<div id="registrants" data-announce="1 registration"')


def test_a_long_list_has_pages_that_keep_the_filter(client: FlaskClient, editor: User) -> None:
    webinar = webinar_with_asks()
    many_guests(webinar, 51)

    page = visit(client, f"{path_of(webinar)}?who=guest")

    assert len(page.all("tbody tr")) == 50
    assert page.href("2", ".ion-pages") == f"{path_of(webinar)}?who=guest&page=2"
    assert names(visit(client, f"{path_of(webinar)}?page=2")) == ["Guest"]


def test_empty_lists_say_why(client: FlaskClient, editor: User) -> None:
    webinar, elsewhere = webinar_with_asks(), WebinarFactory("2026-12-05 10:00")

    assert "Nobody registered yet" in visit(client, path_of(webinar)).text("#registrants")
    assert "Nobody found" in visit(client, f"{path_of(webinar)}?q=x").text("#registrants")
    assert "Registration is not through ION" in visit(client, path_of(elsewhere)).text("#registrants")


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()))


def test_the_spreadsheet_holds_the_whole_filter_with_every_answer(client: FlaskClient, editor: User) -> None:
    webinar = webinar_with_asks(PAST)
    many_guests(webinar, 60, answers={"role": "A", "old": ["x", "y"]})
    guest(webinar, "Wendy", state=Standing.WAITING, number=61)
    AttendanceFactory(webinar, guest(webinar, "Last", number=62, needs="A ramp"), minutes=12)

    heading, *rows = table(client.post(f"{path_of(webinar)}.csv"))
    waiting = table(client.post(f"{path_of(webinar)}.csv?standing=waiting"))[1:]

    assert heading == [
        "Name",
        "Email",
        "Member or guest",
        "Organization",
        "Standing",
        "Place in line",
        "Signed up (America/New_York)",
        "What do you do?",
        "What do you hope for?",
        "old",
        "Asks for",
        "Attended",
        "Known by",
        "Minutes",
    ]
    assert len(rows) == 62
    assert rows[0][-7:] == ["A", "", "x; y", "", "no", "", ""]
    assert rows[-1][-4:] == ["A ramp", "yes", "report", "12"]
    assert [(row[0], row[5], row[-3]) for row in waiting] == [("Wendy", "1", "")]


def test_no_cell_of_the_spreadsheet_runs_as_a_formula(client: FlaskClient, editor: User) -> None:
    webinar = webinar_with_asks()
    webinar_id = webinar.item_id
    guest(webinar, "=cmd|x", answers={"hope": "+1"}, needs="@sum")

    row = table(client.post(f"/staff/webinars/{webinar_id}/registrations.csv"))[1]

    assert (row[0], row[1], row[8], row[9]) == ("'=cmd|x", "'=cmd|x@ion.example", "'+1", "'@sum")


def test_each_download_stands_in_the_log_of_deeds_and_reading_does_not(
    client: FlaskClient, editor: User
) -> None:
    webinar = webinar_with_asks()
    visit(client, path_of(webinar))

    client.post(f"{path_of(webinar)}.csv?standing=waiting")
    row = db.session.scalars(select(AuditRow)).one()

    assert (row.action, row.subject_id, row.user_id) == ("registrations exported", webinar.item_id, editor.id)
    assert row.after == {"standing": "waiting"}
    assert client.get(f"{path_of(webinar)}.csv").status_code == 405


def test_somebody_is_removed_after_a_question_and_it_is_written_down(
    client: FlaskClient, editor: User
) -> None:
    webinar = webinar_with_asks()
    abe = guest(webinar, "Abe")
    path = f"{path_of(webinar)}/{abe.id}/remove"

    page = visit(client, path)
    standing_before = db.session.get_one(Registration, abe.id).state
    answer = client.post(path)
    db.session.expire_all()

    assert page.text("h2") == "Remove Abe from the list?"
    assert "They are told by email." in page.text(".usa-alert")
    assert standing_before is Standing.REGISTERED
    assert (answer.status_code, answer.location) == (303, path_of(webinar))
    assert db.session.get_one(Registration, abe.id).state is Standing.CANCELLED
    assert db.session.scalars(select(AuditRow.user_id)).one() == editor.id


def test_nobody_is_removed_by_the_address_of_another_webinar(client: FlaskClient, editor: User) -> None:
    webinar, other = webinar_with_asks(), webinar_with_asks("2026-12-05 14:00")
    abe = guest(webinar, "Abe")

    answer = client.post(f"{path_of(other)}/{abe.id}/remove")
    db.session.expire_all()

    assert answer.status_code == 404
    assert db.session.get_one(Registration, abe.id).state is Standing.REGISTERED


@pytest.mark.database
def test_the_table_asks_as_much_for_2000_registrations_as_for_10(client: FlaskClient, editor: User) -> None:
    few, lots = webinar_with_asks(), webinar_with_asks("2026-12-05 14:00")
    many_guests(few, 10)
    many_guests(lots, 2_000)

    asked = questions(client, f"{path_of(few)}?q=guest")

    assert questions(client, f"{path_of(lots)}?q=guest") == asked
    assert len(asked) <= 6
