"""Loading reports on the page: file, columns, what came of it; and what is refused."""

import csv
import io
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.core import audit, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Webinar
from ion.recordings.queries import reports as queries
from tests.counting import questions
from tests.factories import AttendanceFactory, QuestionFactory, RegistrationFactory, WebinarFactory
from tests.reading import Page, visit
from tests.recordings.samples import held_webinar, registered, sample


def address(webinar: Webinar, more: str = "afterwards") -> str:
    return f"/staff/webinars/{webinar.item_id}/{more}"


def send(
    desk: FlaskClient, webinar: Webinar, name: str, kind: str, data: bytes | None = None
) -> TestResponse:
    """Send a sample as a form with a file does."""
    content = sample(name) if data is None else data
    return desk.post(
        address(webinar, "reports"),
        data={"report-kind": kind, "report-file": (io.BytesIO(content), f"{name}.csv")},
        content_type="multipart/form-data",
    )


def chosen(page: Page, path: str) -> dict[str, str]:
    """What the form for the columns would send as it is; boxes that are not ticked are left out."""
    return next(dict(form.fields) for form in page.forms() if form.action == path)


def load(desk: FlaskClient, webinar: Webinar, name: str, kind: str, **more: str) -> Page:
    """Load a sample, leave the columns as they are guessed, and look at what came of it."""
    path = send(desk, webinar, name, kind).headers["Location"]
    fields = chosen(visit(desk, path), path)
    answer = desk.post(path, data=fields | more)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    return visit(desk, path)


def test_attendance_is_loaded_in_two_steps(desk: FlaskClient) -> None:
    webinar = held_webinar()
    registered(webinar)

    answer = send(desk, webinar, "zoom-attendance", "attendance")
    path = answer.headers["Location"]
    columns = visit(desk, path)

    assert answer.status_code == 303
    assert columns.texts("thead th")[:2] == ["Attended", "User Name (Original Name)"]
    assert len(columns.all("tbody tr")) == 3
    assert chosen(columns, path)["column_email"] == "4"
    assert chosen(columns, path)["column_phone"] == ""

    told = load(desk, webinar, "zoom-attendance", "attendance")

    assert told.facts(".ion-turnout") == {
        "Registrants who were there": "3 of 4",
        "Callers by phone": "2",
        "Not registered here": "1",
    }
    assert told.texts("tbody td") == ['=HYPERLINK("http://bad.example")', "eve@elsewhere.example", "10"]


def test_the_page_says_what_is_there_and_what_is_missing(desk: FlaskClient) -> None:
    webinar = held_webinar()

    before = visit(desk, address(webinar))
    registered(webinar)
    load(desk, webinar, "webex-attendance", "attendance")
    after = visit(desk, address(webinar))

    assert before.texts(".ion-chip") == ["No attendance report yet", "No recording yet", "Not sent"]
    assert "Nobody registered here" in before.text("#follow-up")
    assert after.texts(".ion-chip") == ["Attendance is loaded", "No recording yet", "Not sent"]
    assert "2 of 4 registrants were there; 1 caller by phone" in after.text("#reports")
    assert "2 people who were there will read" in after.text("#follow-up")


def test_columns_that_were_chosen_by_hand_are_offered_the_next_time(desk: FlaskClient) -> None:
    webinar = held_webinar()
    odd = b"Who,Mail,Stayed\nAna Ruiz,ana.ruiz@county.example,30\n"
    path = send(desk, webinar, "odd", "attendance", odd).headers["Location"]

    refused = desk.post(path, data={"column_minutes": "2"})
    read = desk.post(path, data={"column_name": "0", "column_email": "1", "column_minutes": "2"})
    path = send(desk, webinar, "odd", "attendance", odd).headers["Location"]
    again = visit(desk, path)

    assert refused.status_code == 422
    assert "Say which column holds the names" in refused.text
    assert read.status_code == 303
    assert chosen(again, path)["column_minutes"] == "2"
    assert "those of the last report with these columns" in again.text("main")
    assert "takes the place of odd.csv" in again.text("main")


def test_a_report_that_cannot_be_read_is_refused_in_words(desk: FlaskClient) -> None:
    webinar = held_webinar()

    binary = send(desk, webinar, "x", "attendance", b"PK\x03\x04\x00\x00")
    no_kind = send(desk, webinar, "zoom-qa", "")
    no_file = desk.post(address(webinar, "reports"), data={"report-kind": "polls"})

    assert [answer.status_code for answer in (binary, no_kind, no_file)] == [422] * 3
    assert "This is not a text file" in binary.text
    assert "Say what the report is about." in no_kind.text
    assert "Choose the report." in no_file.text
    assert queries.reports_of(webinar.item_id) == []


def test_hostile_cells_are_text_on_every_page(desk: FlaskClient) -> None:
    webinar = held_webinar()
    hostile = b'Name,Email\n"<img src=x onerror=alert(1)>",=cmd|calc@evil.example\n'

    path = send(desk, webinar, "<b>x</b>", "attendance", hostile).headers["Location"]
    columns = visit(desk, path)
    desk.post(path, data=chosen(columns, path))
    page = visit(desk, path)
    exported = visit(desk, address(webinar, "attendance.csv")).html

    assert "<img src=x" not in columns.html + page.html
    assert page.texts("tbody td")[:2] == ["<img src=x onerror=alert(1)>", "=cmd|calc@evil.example"]
    assert list(csv.reader(io.StringIO(exported.removeprefix("\ufeff"))))[1][1] == "'=cmd|calc@evil.example"


def test_a_report_is_taken_back_from_its_page(desk: FlaskClient) -> None:
    webinar = held_webinar()
    registered(webinar)
    load(desk, webinar, "teams-attendance", "attendance")
    report = queries.reports_of(webinar.item_id)[0]

    answer = desk.post(address(webinar, f"reports/{report.id}/remove"))

    assert answer.status_code == 303
    assert "The report was taken back" in visit(desk, address(webinar)).text("main")
    assert desk.post(address(webinar, f"reports/{report.id}/remove")).status_code == 404


def test_a_report_of_another_webinar_is_not_found(desk: FlaskClient) -> None:
    webinar, other = held_webinar(), WebinarFactory()
    load(desk, webinar, "teams-attendance", "attendance")
    id = queries.reports_of(webinar.item_id)[0].id

    for path in (address(other, f"reports/{id}"), address(other, f"reports/{id}/remove")):
        assert desk.post(path).status_code == 404


def test_a_webinar_that_one_may_not_know_of_is_not_found(desk: FlaskClient) -> None:
    hidden = held_webinar(audience="user:999999")

    pages = [visit(desk, address(hidden, more)) for more in ("afterwards", "attendance.csv", "polls.csv")]

    assert [page.status for page in pages] == [404] * 3
    assert desk.post(address(hidden, "follow-up")).status_code == 404


def test_questions_and_polls_are_exported_with_what_only_staff_may_know(desk: FlaskClient) -> None:
    webinar = held_webinar()
    load(desk, webinar, "teams-qa", "questions", show_open="1")
    load(desk, webinar, "webex-polls", "polls")

    asked = list(csv.reader(io.StringIO(visit(desk, address(webinar, "questions.csv")).html)))
    polls = list(csv.reader(io.StringIO(visit(desk, address(webinar, "polls.csv")).html)))

    assert asked[2][:2] == ["Does the state step in when partners cannot agree?", "Anonymous"]
    assert [row[3] for row in asked[1:]] == ["answered", "answered", "open"]
    assert asked[2][6] == "12:40"
    assert polls[1:] == [
        ["Do you have a signed agreement?", "Yes", "2"],
        ["Do you have a signed agreement?", "No", "1"],
        ["Do you have a signed agreement?", "We have no partners", "0"],
    ]


def test_attendance_is_exported_one_row_a_person(desk: FlaskClient) -> None:
    webinar = held_webinar()
    ana = RegistrationFactory(webinar, email="ana@county.example", name="Ana")
    AttendanceFactory(webinar, ana, minutes=None)
    AttendanceFactory(webinar, ana, minutes=40)
    AttendanceFactory(webinar, minutes=20)

    rows = list(csv.reader(io.StringIO(visit(desk, address(webinar, "attendance.csv")).html)))

    assert [(row[0], row[4]) for row in rows[1:]] == [("Ana", "40"), ("", "20")]


def test_the_follow_up_is_sent_once_it_is_known_who_was_there(desk: FlaskClient) -> None:
    webinar = held_webinar()
    people = registered(webinar)
    heard: list[int] = []

    with signals.attendance_known.connected_to(lambda sender: heard.append(sender.item_id)):
        refused = desk.post(address(webinar, "follow-up"))
        AttendanceFactory(webinar, people["Ana Ruiz"])
        sent = desk.post(address(webinar, "follow-up"))

    assert (refused.status_code, sent.status_code) == (409, 303)
    assert "Load the attendance report first" in refused.text
    assert heard == [webinar.item_id]
    assert "Send the follow-up again" in visit(desk, address(webinar)).text("#follow-up")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts": "2026-12-01 14:00"}, "This webinar is not over yet."),
        ({"webinar": {"cancelled_at": datetime(2026, 10, 1, tzinfo=UTC)}}, "This webinar was canceled"),
    ],
)
def test_no_follow_up_of_what_did_not_take_place(
    desk: FlaskClient, fields: dict[str, object], words: str
) -> None:
    webinar = WebinarFactory(**{"starts": "2026-10-14 14:00"} | fields)  # type: ignore[arg-type]
    AttendanceFactory(webinar, RegistrationFactory(webinar))

    answer = desk.post(address(webinar, "follow-up"))

    assert (answer.status_code, words in answer.text) == (409, True)


def test_the_page_asks_the_same_of_few_and_of_many(desk: FlaskClient) -> None:
    webinar = held_webinar()
    registered(webinar)
    load(desk, webinar, "zoom-attendance", "attendance")
    few = questions(desk, address(webinar))

    for _ in range(20):
        AttendanceFactory(webinar, RegistrationFactory(webinar))
        QuestionFactory(webinar.item_id)
        with unit_of_work():
            audit.record("looked", kind="webinar", id=webinar.item_id)
    db.session.rollback()
    lots = questions(desk, address(webinar))

    assert few == lots
    assert len(few) <= 8, few
