"""Taking in reports: rows that replace those of before, people who never become accounts, and taking back."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Attendance,
    OutboxRow,
    Person,
    PlatformReport,
    Poll,
    Presence,
    Question,
    QuestionSheet,
    QuestionState,
    ReportKind,
    User,
    Webinar,
)
from ion.recordings import tasks
from ion.recordings.meanings import guessed
from ion.recordings.queries import reports as queries
from ion.recordings.services import reports as services
from ion.worker import HANDLERS
from tests.factories import AttendanceFactory, QuestionFactory, RegistrationFactory, UserFactory
from tests.racing import at_once
from tests.recordings.samples import held_webinar, kind_of, registered, sample_report

pytestmark = pytest.mark.database


@pytest.fixture
def webinar(app: Flask, now: datetime) -> Webinar:
    return held_webinar()


@pytest.fixture
def editor(app: Flask, now: datetime) -> User:
    return UserFactory()


def take_in(webinar: Webinar, name: str, user: User) -> int:
    report = sample_report(name)
    with unit_of_work():
        return services.take_in(webinar.item_id, kind_of(name), f"{name}.csv", report, user_id=user.id).id


def load(webinar: Webinar, name: str, user: User, *, show_open: bool = False) -> PlatformReport:
    """Take in a sample with the columns that its headings tell."""
    id = take_in(webinar, name, user)
    columns = guessed(kind_of(name), sample_report(name).heading)
    with unit_of_work():
        services.choose_columns(id, webinar.item_id, columns, user_id=user.id, show_open=show_open)
    return db.session.get_one(PlatformReport, id)


def attendances() -> list[tuple[int | None, str, int | None]]:
    rows = db.session.execute(
        select(Attendance.registration_id, Attendance.presence, Attendance.minutes).order_by(Attendance.id)
    )
    return [(id, presence.value, minutes) for id, presence, minutes in rows]


def asked() -> dict[str, Question]:
    return {each.text: each for each in db.session.scalars(select(Question).order_by(Question.id))}


def test_attendance_is_taken_for_registrants_and_callers_and_nobody_gets_an_account(
    webinar: Webinar, editor: User
) -> None:
    people = registered(webinar)
    persons = db.session.scalar(select(func.count(Person.id)))

    report = load(webinar, "zoom-attendance", editor)

    assert attendances() == [
        (people["Ana Ruiz"].id, "report", 55),
        (people["Ben Okafor"].id, "report", 61),
        (people["Chidi Park"].id, "report", 40),
        (None, "phone", 58),
        (None, "phone", 24),
    ]
    assert report.unknown == [
        {"name": '=HYPERLINK("http://bad.example")', "email": "eve@elsewhere.example", "minutes": 10}
    ]
    assert db.session.scalar(select(func.count(Person.id))) == persons
    assert queries.turnout(webinar.item_id) == (4, 3, 0, 2)


def test_a_member_is_found_by_the_address_of_the_account(webinar: Webinar, editor: User) -> None:
    ana = RegistrationFactory(webinar, UserFactory(email="ana.ruiz@county.example"))

    load(webinar, "webex-attendance", editor)

    assert attendances()[0] == (ana.id, "report", 60)


def test_loading_a_report_again_replaces_what_the_last_one_said(webinar: Webinar, editor: User) -> None:
    people = registered(webinar)
    AttendanceFactory(webinar, people["Dana Whitfield"], Presence.CHECK_IN)
    load(webinar, "zoom-attendance", editor)

    load(webinar, "webex-attendance", editor)

    assert [(id, how) for id, how, _ in attendances()] == [
        (people["Dana Whitfield"].id, "check_in"),
        (people["Ana Ruiz"].id, "report"),
        (people["Ben Okafor"].id, "report"),
        (None, "phone"),
    ]
    assert [report.name for report in queries.reports_of(webinar.item_id)] == ["webex-attendance.csv"]


def test_nothing_of_a_report_is_kept_but_what_it_says_of_the_webinar(webinar: Webinar, editor: User) -> None:
    registered(webinar)

    report = load(webinar, "zoom-attendance", editor)

    assert report.columns["email"] == "Email"
    assert "approved" not in str(report.columns) + str(report.unknown)
    assert "ana.ruiz" not in str(report.columns) + str(report.unknown)


def test_a_report_that_waits_counts_for_nobody_and_is_forgotten_after_a_day(
    webinar: Webinar, editor: User
) -> None:
    take_in(webinar, "zoom-attendance", editor)
    second = take_in(webinar, "teams-attendance", editor)

    kinds = db.session.execute(select(PlatformReport.name, PlatformReport.kind)).all()
    assert [tuple(row) for row in kinds] == [("teams-attendance.csv", "waiting-attendance")]
    due = db.session.scalars(
        select(OutboxRow.due_at).where(OutboxRow.task == services.FORGET, OutboxRow.subject_id == second)
    ).one()
    assert due == clock.now() + services.WAITS
    assert HANDLERS[services.FORGET].run is tasks.forget

    with unit_of_work():
        services.forget(second)
    too_early = queries.reports_of(webinar.item_id)
    with clock.frozen(due), unit_of_work():
        services.forget(second)

    assert len(too_early) == 1
    assert queries.reports_of(webinar.item_id) == []


def test_a_report_that_was_read_is_not_forgotten(webinar: Webinar, editor: User) -> None:
    report = load(webinar, "zoom-attendance", editor)

    with clock.frozen(clock.now() + services.WAITS), unit_of_work():
        services.forget(report.id)

    assert len(queries.reports_of(webinar.item_id)) == 1


def test_columns_are_remembered_by_their_heading(webinar: Webinar, editor: User) -> None:
    heading = sample_report("zoom-attendance").heading
    id = take_in(webinar, "zoom-attendance", editor)
    with unit_of_work():
        services.choose_columns(id, webinar.item_id, {"name": 2, "email": 4}, user_id=editor.id)

    assert queries.columns_for(ReportKind.ATTENDANCE, heading) == ({"name": 2, "email": 4}, True)
    assert queries.columns_for(ReportKind.ATTENDANCE, ["Name", "Email"]) == ({"name": 0, "email": 1}, False)
    assert queries.columns_for(ReportKind.QUESTIONS, heading)[1] is False


@pytest.mark.parametrize(
    "columns", [{}, {"minutes": 1}, {"name": 99}, {"name": -1}, {"is_admin": 0, "name": 1}]
)
def test_columns_that_do_not_do_are_refused(webinar: Webinar, editor: User, columns: dict[str, int]) -> None:
    id = take_in(webinar, "zoom-attendance", editor)

    with pytest.raises(services.ColumnsRefused), unit_of_work():
        services.choose_columns(id, webinar.item_id, columns, user_id=editor.id)

    assert attendances() == []


def test_a_report_is_taken_back_with_what_it_said(webinar: Webinar, editor: User) -> None:
    people = registered(webinar)
    AttendanceFactory(webinar, people["Ana Ruiz"], Presence.CHECK_IN)
    report = load(webinar, "zoom-attendance", editor)

    with unit_of_work():
        services.remove(report.id, webinar.item_id, user_id=editor.id)

    assert attendances() == [(people["Ana Ruiz"].id, "check_in", 55)]
    with pytest.raises(services.ReportGone), unit_of_work():
        services.remove(report.id, webinar.item_id, user_id=editor.id)


def test_questions_come_with_their_answers_and_unanswered_ones_wait_for_a_moderator(
    webinar: Webinar, editor: User
) -> None:
    load(webinar, "teams-qa", editor)

    rent, state, slides = asked().values()
    assert (rent.state, rent.asker, rent.answer_html) == (
        QuestionState.ANSWERED,
        "Ana Ruiz",
        "<p>By square feet.</p>\n",
    )
    assert rent.asked_at == datetime(2026, 10, 14, 18, 9, tzinfo=UTC)
    assert (state.state, state.second) == (QuestionState.ANSWERED, 12 * 60 + 40)
    assert (slides.state, slides.answer) == (QuestionState.HELD, "")
    assert db.session.get_one(QuestionSheet, webinar.item_id).version > 0


def test_questions_without_an_answer_may_be_shown_at_once(webinar: Webinar, editor: User) -> None:
    load(webinar, "webex-qa", editor, show_open=True)

    assert [each.state for each in asked().values()] == [QuestionState.ANSWERED, QuestionState.OPEN]


def test_several_answers_are_one_and_signs_in_them_mean_nothing(webinar: Webinar, editor: User) -> None:
    load(webinar, "zoom-qa", editor)

    rent = asked()["How is rent split when one partner has two desks?"]
    assert "See also the *example* on page 3." in rent.answer_html
    assert "<em>" not in rent.answer_html


def test_questions_loaded_again_are_the_same_rows_and_work_on_them_is_kept(
    webinar: Webinar, editor: User
) -> None:
    load(webinar, "webex-qa", editor)
    slides = asked()["Will the slides be shared?"]
    with unit_of_work():
        kept = db.session.get_one(Question, slides.id)
        kept.state, kept.answer, kept.answered_by_id = QuestionState.ANSWERED, "Yes, today.", editor.id

    load(webinar, "teams-qa", editor)

    found = asked()
    assert len(found) == 3
    assert found["Will the slides be shared?"].id == slides.id
    assert found["Will the slides be shared?"].answer == "Yes, today."


def test_questions_are_taken_back_but_for_those_that_were_worked_on(webinar: Webinar, editor: User) -> None:
    own = QuestionFactory(webinar.item_id)
    report = load(webinar, "teams-qa", editor)
    with unit_of_work():
        voted = db.session.get_one(Question, asked()["Will the slides be shared?"].id)
        voted.votes = 2

    with unit_of_work():
        stays = services.remove(report.id, webinar.item_id, user_id=editor.id)

    assert stays == 1
    assert set(asked()) == {own.text, "Will the slides be shared?"}


@pytest.mark.parametrize(
    ("name", "polls"),
    [
        (
            "zoom-polls",
            {
                "Do you have a signed agreement?": [("Yes", 2), ("No", 1)],
                "What do you share?": [("Rent", 2), ("Reception", 1)],
            },
        ),
        ("teams-polls", {"Do you have a signed agreement?": [("Yes", 2), ("No", 1)]}),
        (
            "webex-polls",
            {"Do you have a signed agreement?": [("Yes", 2), ("No", 1), ("We have no partners", 0)]},
        ),
    ],
)
def test_polls_keep_how_many_chose_what(
    webinar: Webinar, editor: User, name: str, polls: dict[str, list[tuple[str, int]]]
) -> None:
    load(webinar, name, editor)
    load(webinar, name, editor)

    found = db.session.scalars(select(Poll).order_by(Poll.id)).all()
    assert {poll.text: list(zip(poll.choices, poll.counts or (), strict=True)) for poll in found} == polls
    assert {poll.closed_at for poll in found} == {webinar.ends_at}


def test_free_text_is_not_taken_for_a_poll(webinar: Webinar, editor: User) -> None:
    report = sample_report("teams-polls")
    report.rows[:] = [["What else?", f"I am person {n}, call me"] for n in range(30)]
    with unit_of_work():
        id = services.take_in(webinar.item_id, ReportKind.POLLS, "p.csv", report, user_id=editor.id).id
    with unit_of_work():
        services.choose_columns(id, webinar.item_id, {"question": 0, "choice": 1}, user_id=editor.id)

    assert db.session.scalars(select(Poll)).all() == []
    assert db.session.get_one(PlatformReport, id).unknown == [{"name": "What else?"}]


def test_one_report_read_by_two_at_once_is_read_once(app: Flask, webinar: Webinar, editor: User) -> None:
    registered(webinar)
    id, webinar_id, user_id = take_in(webinar, "zoom-attendance", editor), webinar.item_id, editor.id
    columns = guessed(ReportKind.ATTENDANCE, sample_report("zoom-attendance").heading)

    def read(_: int) -> str:
        with unit_of_work():
            services.choose_columns(id, webinar_id, columns, user_id=user_id)
        return "read"

    told = at_once(app, read, threads=4)

    assert sorted(told) == ["ReportGone()"] * 3 + ["read"]
    db.session.rollback()
    assert len(attendances()) == 5
