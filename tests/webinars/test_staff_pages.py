"""The list of webinars for ION staff, one webinar's desk, and the figures."""

import csv
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Interest, ItemState, PlatformReport, QuestionState, Standing, Webinar, Wish
from tests import bulk
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import (
    AttendanceFactory,
    FeedbackFactory,
    QuestionFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.reading import Page, visit
from tests.webinars.staffing import many_guests

LIST = "/staff/webinars/"
PAST = "2026-11-10 14:00"


@pytest.fixture
def staff(client: FlaskClient, now: datetime) -> FlaskClient:
    """An editor's browser."""
    sign_in(client, UserFactory(Grant.MEMBER, Grant.EDITOR))
    return client


@pytest.fixture
def facilitator(app: Flask, now: datetime) -> FlaskClient:
    browser = Browser(app)
    sign_in(browser, UserFactory(Grant.MEMBER, Grant.FACILITATOR))
    return browser


def opened(starts: str = "2026-12-01 14:00", title: str = "Cost sharing", **fields: object) -> Webinar:
    return WebinarFactory(starts, title=title, webinar={"takes_registration": True} | fields)


def desk_of(webinar: Webinar) -> str:
    return f"{LIST}{webinar.item_id}"


def busy(webinar: Webinar, now: datetime) -> None:
    """Everything that a desk can have something to say of."""
    registration = RegistrationFactory(webinar, needs="Captions")
    RegistrationFactory(webinar, state=Standing.WAITING)
    FeedbackFactory(registration)
    QuestionFactory(webinar.item_id, state=QuestionState.HELD)
    QuestionFactory(webinar.item_id)
    with unit_of_work() as session:
        session.add_all(
            Interest(webinar_id=webinar.item_id, user_id=registration.user_id, wish=wish, at=now)
            for wish in Wish
        )


def test_a_row_tells_people_and_what_is_missing(staff: FlaskClient) -> None:
    webinar = opened(capacity=40)
    RegistrationFactory(webinar)
    WebinarFactory("2026-12-09 10:00", title="Elsewhere")

    page = visit(staff, LIST)

    assert page.texts("tbody tr") == [
        "Cost sharing Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET 1 of 40 Nobody Nobody Not set",
        "Elsewhere Wed., Dec. 9, 2026, 10:00 to 11:00 a.m. ET Registration is not through ION Nobody Not needed",
    ]
    assert page.href("Cost sharing") == desk_of(webinar)


def test_a_past_row_tells_who_came_and_what_may_be_watched(staff: FlaskClient) -> None:
    webinar = opened(PAST)
    AttendanceFactory(webinar, RegistrationFactory(webinar))
    WebinarFactory(
        "2026-11-09 14:00",
        title="Held",
        webinar={"takes_registration": True},
        recordings=[{"url": "https://v.example"}],
    )

    page = visit(staff, f"{LIST}?tab=past")

    assert page.texts("tbody td:last-child") == ["None yet", "Held back"]
    assert page.texts("tbody td:nth-last-child(2)") == ["1", "Not known yet"]


def test_tabs_are_counted_and_empty_ones_say_what_will_be_there(staff: FlaskClient) -> None:
    opened()

    page = visit(staff, f"{LIST}?tab=nonsense")

    assert page.texts(".ion-tabs__link") == ["Upcoming 1", "To do 1", "Past", "Canceled", "Drafts"]
    assert page.text(".ion-tabs__link[aria-current]") == "Upcoming 1"
    assert "No past webinars" in visit(staff, f"{LIST}?tab=past").text("#webinars")


def test_facilitators_get_in_and_are_offered_no_editing(facilitator: FlaskClient, now: datetime) -> None:
    webinar = opened()
    busy(webinar, now)

    listed, desk = visit(facilitator, LIST), visit(facilitator, desk_of(webinar))

    assert "Drafts" not in listed.texts(".ion-tabs__link")
    assert [link.href for link in desk.links("main") if "publishing" in link.href] == []
    assert "waiting list" not in desk.text(".ion-errands") and "1 person asks for help" in desk.text(
        ".ion-errands"
    )


def test_the_desk_says_what_to_do_before_a_webinar(staff: FlaskClient, now: datetime) -> None:
    webinar = opened()
    busy(webinar, now)

    page = visit(staff, desk_of(webinar))

    assert page.texts(".ion-errand p") == [
        "No join link is set: nobody could come in.",
        "1 person asks for help to take part.",
        "1 question waits to be approved.",
        "1 person is on the waiting list.",
        "1 member wants to be told when registration opens.",
        "There are no slides.",
    ]
    assert page.href("See who") == f"{desk_of(webinar)}/registrations?needs=1"


def test_the_desk_says_what_to_do_after_a_webinar(staff: FlaskClient, now: datetime) -> None:
    webinar = opened(PAST)
    busy(webinar, now)

    page = visit(staff, desk_of(webinar))

    assert page.texts(".ion-errand p") == [
        "The platform’s report of who was there is not loaded.",
        "There is no recording yet.",
        "1 question waits to be approved.",
        "1 question is not answered.",
        "1 member wants it to be run again.",
        "There are no slides.",
    ]


def test_the_desk_of_a_canceled_or_unpublished_webinar_says_so(staff: FlaskClient, now: datetime) -> None:
    canceled = opened(cancelled_at=now, cancelled_note="The presenter is ill.")
    draft = WebinarFactory(state=ItemState.DRAFT)

    assert "The presenter is ill." in visit(staff, desk_of(canceled)).text("main")
    assert visit(staff, desk_of(draft)).texts(".ion-errand p") == [
        "It is not published: nobody can find it or register."
    ]


def test_numbers_lead_to_the_people_and_nothing_is_a_bare_zero(staff: FlaskClient, now: datetime) -> None:
    webinar, empty = opened(), opened("2026-12-05 14:00")
    busy(webinar, now)

    page = visit(staff, desk_of(webinar))

    assert page.facts(".ion-numbers")["On the waiting list"] == "1"
    assert "Attended" not in page.facts(".ion-numbers")
    assert page.href("1", ".ion-number:nth-child(2)") == f"{desk_of(webinar)}/registrations?standing=waiting"
    assert "Nobody registered yet" in visit(staff, desk_of(empty)).text("main")


@pytest.mark.parametrize("starts", ["2026-12-01 14:00", PAST])
def test_every_link_of_a_desk_leads_where_the_reader_may_go(
    app: Flask, staff: FlaskClient, facilitator: FlaskClient, now: datetime, starts: str
) -> None:
    webinar = opened(starts)
    busy(webinar, now)

    for browser in (staff, facilitator):
        hrefs = {link.href for link in visit(browser, desk_of(webinar)).links("main")}
        assert len(hrefs) > 8
        assert {href: status for href in hrefs if (status := visit(browser, href).status) != 200} == {}


def test_a_webinar_that_is_not_meant_for_the_reader_is_not_there(staff: FlaskClient) -> None:
    hidden = WebinarFactory(audience="user:999999")

    for page in ("", "/registrations", "/letters", "/figures"):
        assert visit(staff, desk_of(hidden) + page).status == 404


def cells(page: Page, within: str) -> list[list[str]]:
    """The words of each cell of the table in there, row by row."""
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in page.all(f"{within} tbody tr")
    ]


def figures(staff: FlaskClient, webinar: Webinar) -> Page:
    return visit(staff, f"{desk_of(webinar)}/figures")


def test_figures_tell_who_was_there_as_bars_and_as_a_table(staff: FlaskClient, now: datetime) -> None:
    webinar = opened(PAST)
    registrations = [RegistrationFactory(webinar) for _ in range(3)]
    RegistrationFactory(webinar, email="guest@ion.example")
    for registration in registrations[:2]:
        AttendanceFactory(webinar, registration)
    AttendanceFactory(webinar)
    AttendanceFactory(webinar, RegistrationFactory(webinar, state=Standing.WAITING))
    with unit_of_work() as session:
        session.add(
            PlatformReport(
                webinar_id=webinar.item_id, kind="attendance", name="r.csv", loaded_at=now, unknown=[{}]
            )
        )

    page = figures(staff, webinar)

    assert cells(page, "#attendance") == [
        ["Members", "3", "2 (67 percent)", "1"],
        ["Guests", "1", "None", "1"],
        ["All", "4", "2 (50 percent)", "2"],
    ]
    assert [bar["width"] for bar in page.all("#attendance .ion-bar__part")] == ["67", "0", "50"]
    told = page.text("#attendance ul")
    assert "1 person came from the waiting list" in told
    assert "1 caller by phone" in told
    assert "1 person in the report had not registered" in told


def test_figures_of_days_are_columns_and_the_same_as_a_table(staff: FlaskClient) -> None:
    webinar = opened()
    for day in ("2026-11-18", "2026-11-20", "2026-11-20"):
        RegistrationFactory(webinar, asked_at=datetime.fromisoformat(f"{day}T15:00:00+00:00"))

    page = figures(staff, webinar)

    columns = page.all("#registrations .ion-bar__part")
    assert [(bar["x"], bar["height"]) for bar in columns] == [("1", "50"), ("11", "0"), ("21", "100")]
    assert cells(page, "#registrations") == [["Nov. 18, 2026", "1"], ["Nov. 20, 2026", "2"]]


def test_figures_of_feedback_show_ratings_and_words_without_names(staff: FlaskClient) -> None:
    webinar = opened(PAST)
    FeedbackFactory(RegistrationFactory(webinar, email="a@ion.example", name="Ann"), 5, useful="All of it.")
    FeedbackFactory(RegistrationFactory(webinar), 4)

    page = figures(staff, webinar)

    assert "4.5 of 5 on average, from 2 answers" in page.text("#feedback")
    assert cells(page, "#feedback")[:3] == [
        ["5", "1", "50 percent"],
        ["4", "1", "50 percent"],
        ["3", "None", ""],
    ]
    assert "Useful: All of it." in page.text("#feedback")
    assert "Ann" not in page.text("#feedback")


def test_figures_of_nothing_are_words(staff: FlaskClient) -> None:
    ahead, past = figures(staff, opened()), figures(staff, opened(PAST))

    assert "It is known once the webinar is over" in ahead.text("#attendance")
    assert "Nobody registered yet" in ahead.text("#registrations")
    assert "It is not known yet" in past.text("#attendance")
    assert "Nobody has given feedback yet" in past.text("#feedback")
    assert ahead.all("#main svg.ion-bar, #main svg.ion-steps") == []


def test_webinars_are_compared_on_a_page_and_as_a_spreadsheet(staff: FlaskClient) -> None:
    empty = visit(staff, f"{LIST}figures").text("main")
    webinar = opened(PAST, "=Cost sharing")
    came = RegistrationFactory(webinar)
    AttendanceFactory(webinar, came)
    FeedbackFactory(came, 4)
    RegistrationFactory(opened("2026-11-09 14:00", "Not reported"))

    page = visit(staff, f"{LIST}figures")
    lines = staff.get(f"{LIST}figures.csv").get_data(as_text=True).splitlines()

    assert "No figures yet" in empty
    assert page.texts("tbody tr") == [
        "=Cost sharing Tue., Nov. 10, 2026, 2:00 to 3:00 p.m. ET 1 1 100 percent 1 4.0 from 1 answer",
        "Not reported Mon., Nov. 9, 2026, 2:00 to 3:00 p.m. ET 1 Not known: no report was loaded No feedback",
    ]
    assert list(csv.reader(lines[1:])) == [
        ["'=Cost sharing", "Tue., Nov. 10, 2026, 2:00 to 3:00 p.m. ET", "1", "1", "1", "4.0", "1"],
        ["Not reported", "Mon., Nov. 9, 2026, 2:00 to 3:00 p.m. ET", "1", "", "", "", "0"],
    ]


def test_the_door_of_ion_staff_says_how_many_webinars_wait(staff: FlaskClient) -> None:
    opened()

    doors = visit(staff, "/staff/").texts(".ion-doors__door")

    assert any(door.startswith("Webinars 1 webinar needs something") for door in doors)


def all_take_registration() -> None:
    with unit_of_work() as session:
        session.execute(update(Webinar).values(takes_registration=True))


@pytest.mark.database
def test_lists_and_figures_ask_as_much_for_many_as_for_few(staff: FlaskClient) -> None:
    TopicFactory("one")
    bulk.many("webinar", 20, {"topic": ["one"]})
    all_take_registration()
    few, lots = opened(PAST), opened("2026-11-09 14:00")
    many_guests(few, 10)
    many_guests(lots, 2_000)
    paths = (LIST, f"{LIST}?tab=past", f"{LIST}figures")

    asked = [questions(staff, path) for path in paths]
    bulk.many("webinar", 2_000, {"topic": ["one"]}, start=10_000)
    all_take_registration()

    assert [questions(staff, path) for path in paths] == asked
    assert max(map(len, asked)) <= 6
    for page in ("", "/figures", "/letters"):
        counted = [questions(staff, desk_of(webinar) + page) for webinar in (few, lots)]
        assert counted[0] == counted[1]
        assert len(counted[0]) <= 9
