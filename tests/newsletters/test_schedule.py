"""When an issue goes out: the button says it, the zone is named, and the clocks' jumps are asked about or refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.models import Grant, NewsletterState
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory, sign_in
from tests.newsletters.issues import IssueFactory, issue, readers, schedule, state
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
EDGES = [
    ("America/New_York", "2027-03-14", "02:30", "3:00 a.m. ET"),
    ("Australia/Lord_Howe", "2027-10-03", "02:15", "2:30 a.m. UTC+11"),
]
TWICE = [
    ("America/New_York", "2027-11-07", "01:30", "2027-11-07T05:30:00+00:00", "2027-11-07T06:30:00+00:00"),
    ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03T14:45:00+00:00", "2027-04-03T15:15:00+00:00"),
]


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The browser of an editor who gets no newsletters."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    yield desk_in(app)


def desk_in(app: Flask, zone: str = "") -> FlaskClient:
    """The same, where the editor's own zone is that one."""
    browser, off = Browser(app), {"channels": {"newsletter": "off"}}
    person = PersonFactory(zone=zone)
    sign_in(browser, UserFactory(Grant.MEMBER, Grant.EDITOR, person=person, preferences=off))
    return browser


def address(id: int) -> str:
    return f"/staff/newsletters/{id}/schedule"


def asked(id: int, zone: str, day: str, time: str) -> str:
    return f"{address(id)}?day={day}&clock={time}&zone={zone}"


def buttons(desk: FlaskClient, path: str) -> list[str]:
    return visit(desk, path).texts("#deed button")


def press(desk: FlaskClient, path: str, **more: str) -> Any:
    """Send the form that the page offers for the time asked, as a browser does."""
    (form,) = [
        form for form in visit(desk, path).forms() if form.method == "post" and "schedule" in form.action
    ]
    return desk.post(form.action, data=dict(form.fields) | more)


def test_the_button_says_to_how_many_and_when(desk: FlaskClient) -> None:
    readers(1204 // 301)
    id = IssueFactory()
    path = asked(id, "America/New_York", "2026-11-24", "09:00")

    answer = press(desk, path)

    assert buttons(desk, path) == ["Send to 4 people on Tue., Nov. 24, 2026, 9:00 a.m. ET"]
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/newsletters/{id}")
    found = issue(id)
    assert (found.state, found.zone) == (NewsletterState.SCHEDULED, "America/New_York")
    assert found.send_at and found.send_at.isoformat() == "2026-11-24T14:00:00+00:00"
    assert "Goes out on Tue., Nov. 24, 2026, 9:00 a.m. ET" in visit(desk, f"/staff/newsletters/{id}").text(
        "main"
    )


def test_without_a_choice_tomorrow_morning_is_offered_by_one_s_own_clock(desk: FlaskClient) -> None:
    readers(1)
    id = IssueFactory()

    assert buttons(desk, address(id)) == ["Send to 1 person on Sun., Nov. 22, 2026, 9:00 a.m. ET"]


def test_by_htmx_the_button_alone_is_answered(desk: FlaskClient) -> None:
    readers(1)
    page = visit(desk, asked(IssueFactory(), "America/Denver", "2026-12-01", "08:00"), HX_Request="true")

    assert not page.is_whole
    assert page.texts("button") == ["Send to 1 person on Tue., Dec. 1, 2026, 8:00 a.m. MT"]


@pytest.mark.parametrize(("zone", "day", "time", "after"), EDGES)
def test_a_time_that_the_clocks_skip_is_refused_in_words(
    app: Flask, desk: FlaskClient, zone: str, day: str, time: str, after: str
) -> None:
    desk = desk_in(app, zone)
    readers(1)
    id = IssueFactory()

    page = visit(desk, asked(id, zone, day, time))
    answer = desk.post(address(id), data={"day": day, "clock": time, "zone": zone, "head": "1"})

    assert page.texts("#deed button") == []
    assert "This time does not exist: the clocks skip it. Choose" in page.text("#deed")
    assert after in page.text("#deed")
    assert (answer.status_code, state(id)) == (422, NewsletterState.DRAFT)


@pytest.mark.parametrize(("zone", "day", "time", "first", "second"), TWICE)
def test_a_time_that_comes_twice_has_a_button_for_each(
    app: Flask, desk: FlaskClient, zone: str, day: str, time: str, first: str, second: str
) -> None:
    desk = desk_in(app, zone)
    readers(1)
    for which, expected in (("first", first), ("second", second)):
        id = IssueFactory()
        path = asked(id, zone, day, time)

        labels = buttons(desk, path)
        answer = press(desk, path, which=which)

        assert [label.rsplit(", ", 1)[1] for label in labels] == [
            "before the clocks are set back",
            "after the clocks are set back",
        ]
        at = issue(id).send_at
        assert answer.status_code == 303
        assert at and at.isoformat() == expected


def test_which_of_two_times_is_not_guessed(desk: FlaskClient) -> None:
    readers(1)
    id = IssueFactory()
    zone, day, time, *_ = TWICE[0]

    answer = desk.post(
        address(id), data={"day": day, "clock": time, "zone": zone, "head": str(issue(id).head)}
    )

    assert (answer.status_code, state(id)) == (422, NewsletterState.DRAFT)
    assert answer.text.count("the clocks are set back</button>") == 2


@pytest.mark.parametrize("time", ["2026-11-21 09:59", "2026-11-21 10:00", "2025-11-02 01:30"])
def test_a_time_that_has_passed_is_refused_in_words(desk: FlaskClient, time: str) -> None:
    readers(1)
    id = IssueFactory()
    day, clock = time.split()
    fields = {
        "day": day,
        "clock": clock,
        "zone": "America/New_York",
        "which": "first",
        "head": str(issue(id).head),
    }

    page = visit(desk, asked(id, "America/New_York", day, clock))
    answer = desk.post(address(id), data=fields)

    assert (page.texts("#deed button"), answer.status_code) == ([], 409)
    assert "This time has passed." in page.text("#deed") and "This time has passed." in answer.text
    assert state(id) is NewsletterState.DRAFT


def test_nobody_to_send_to_is_refused_in_words(desk: FlaskClient) -> None:
    id = IssueFactory()
    fields = {"day": "2026-11-24", "clock": "09:00", "zone": "America/New_York", "head": str(issue(id).head)}

    page, answer = visit(desk, address(id)), desk.post(address(id), data=fields)

    assert (page.texts("#deed button"), answer.status_code) == ([], 409)
    assert "Nobody would get it" in page.text("#deed") and "Nobody would get it" in answer.text


def test_another_time_replaces_the_first_and_taking_it_off_makes_it_a_draft(desk: FlaskClient) -> None:
    readers(1)
    id = IssueFactory()
    schedule(id)

    first = buttons(desk, address(id))
    press(desk, asked(id, "America/New_York", "2026-12-01", "09:00"))
    later = issue(id).send_at
    answer = desk.post(f"/staff/newsletters/{id}/unschedule")

    assert first == ["Send to 1 person on Sun., Nov. 22, 2026, 9:00 a.m. ET"]
    assert later and later.isoformat() == "2026-12-01T14:00:00+00:00"
    found = issue(id)
    assert (answer.status_code, found.state, found.send_at, found.zone) == (
        303,
        NewsletterState.DRAFT,
        None,
        "",
    )


def test_a_change_after_that_takes_an_issue_off_the_schedule_with_a_word(desk: FlaskClient) -> None:
    readers(1)
    id = IssueFactory()
    schedule(id)
    words = f"/staff/newsletters/{id}/words"
    (form,) = [form for form in visit(desk, words).forms() if form.action == words]

    desk.post(words, data=dict(form.fields) | {"intro": "Hello."})
    untouched = state(id)
    desk.post(words, data=dict(form.fields) | {"intro": "Other words."})

    assert untouched is NewsletterState.SCHEDULED
    assert state(id) is NewsletterState.DRAFT
    assert "It is no longer scheduled" in visit(desk, f"/staff/newsletters/{id}").text("main")


@pytest.mark.parametrize("deed", ["schedule", "send"])
def test_what_was_changed_since_the_page_was_opened_is_not_sent_unseen(desk: FlaskClient, deed: str) -> None:
    readers(1)
    id = IssueFactory()
    fields = {"day": "2026-11-24", "clock": "09:00", "zone": "America/New_York"}

    for head in (str(issue(id).head - 1), "", "x"):
        answer = desk.post(f"/staff/newsletters/{id}/{deed}", data=fields | {"head": head})

        assert answer.status_code == 409
        assert "Somebody changed this issue after you opened this page" in answer.text
    assert state(id) is NewsletterState.DRAFT
