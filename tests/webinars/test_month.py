"""The calendar of webinars: months and days in a reader's zone, at every edge of the clocks."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, Webinar
from ion.webinars.months import Stretch, days_of, stretch_asked, weeks, whole_month
from ion.webinars.queries import MonthEntry
from ion.webinars.when import Times
from tests.bulk import many
from tests.factories import PersonFactory, TopicFactory, UserFactory, WebinarFactory, sign_in
from tests.reading import Page, visit

DECEMBER = "/webinars/month?m=2026-12"


def live_in(client: FlaskClient, zone: str) -> None:
    sign_in(client, UserFactory(person=PersonFactory(zone=zone)))


def days(page: Page) -> dict[str, str]:
    """What stands on each day of the list by day."""
    headings, lists = page.texts(".ion-days h2"), page.texts(".ion-days .ion-calendar__list")
    return dict(zip(headings, lists, strict=True))


def test_a_month_is_a_table_of_days_with_times_and_zones(client: FlaskClient, now: datetime) -> None:
    WebinarFactory("2026-12-01 14:00", title="First")
    WebinarFactory("2026-12-31 22:30", "America/New_York", title="Last")
    WebinarFactory("2027-01-01 00:00", title="Next month")
    WebinarFactory("2026-12-05 10:00", title="Draft", state=ItemState.DRAFT)

    page = visit(client, DECEMBER)

    assert page.heading == "Webinars in December 2026"
    assert page.text("caption") == "Webinars in December 2026, times in ET"
    assert page.texts("th[scope=col]")[::6] == ["Sunday", "Saturday"]
    assert len(page.all(".ion-calendar tbody tr")) == 5
    assert page.texts(".ion-calendar td li") == ["2:00 p.m. ET First", "10:30 p.m. ET Last"]
    assert page.text(".ion-calendar tbody tr td:nth-child(3)").startswith("1 2:00 p.m. ET First")
    assert days(page) == {
        "Tue., Dec. 1, 2026": "2:00 p.m. ET First",
        "Thu., Dec. 31, 2026": "10:30 p.m. ET Last",
    }
    assert page.href("November 2026") == "/webinars/month?m=2026-11"
    assert page.href("January 2027") == "/webinars/month?m=2027-01"


def test_the_present_month_marks_today_and_stands_for_what_is_no_month(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-11-24 14:00")

    for query in ("", "?m=2026-13", "?m=2026-11-31", "?m=next", "?m=1066-10", "?m=9999-12"):
        page = visit(client, f"/webinars/month{query}")

        assert page.heading == "Webinars in November 2026", query
        assert [tag.get_text()[:2] for tag in page.all('[aria-current="date"]')] == ["21"]


@pytest.mark.parametrize(
    ("zone", "first", "time"),
    [
        ("America/New_York", "Tue., Dec. 1, 2026", "12:30 a.m. ET"),
        ("America/Los_Angeles", "Mon., Nov. 30, 2026", "9:30 p.m. PT (Tue. 12:30 a.m. ET)"),
        ("Asia/Kathmandu", "Tue., Dec. 1, 2026", "11:15 a.m. UTC+0545 (12:30 a.m. ET)"),
        ("Pacific/Kiritimati", "Tue., Dec. 1, 2026", "7:30 p.m. UTC+14 (12:30 a.m. ET)"),
    ],
)
def test_days_are_those_of_the_reader_s_zone_and_both_times_are_told(
    client: FlaskClient, now: datetime, zone: str, first: str, time: str
) -> None:
    WebinarFactory("2026-12-01 00:30", "America/New_York", title="Early")
    live_in(client, zone)

    month = "2026-11" if "Nov." in first else "2026-12"
    page = visit(client, f"/webinars/month?m={month}")

    assert days(page) == {first: f"{time} Early"}


def test_a_webinar_of_several_days_stands_on_each_and_ends_with_midnight(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-11-29 09:00", length_minutes=3 * 24 * 60 - 9 * 60, title="Long")

    assert days(visit(client, "/webinars/month?m=2026-11")) == {
        "Sun., Nov. 29, 2026": "9:00 a.m. ET Long",
        "Mon., Nov. 30, 2026": "Goes on until Wed., Dec. 2, 2026, 12:00 a.m. ET Long",
    }
    assert days(visit(client, DECEMBER)) == {
        "Tue., Dec. 1, 2026": "Goes on until Wed., Dec. 2, 2026, 12:00 a.m. ET Long"
    }


def test_a_full_day_says_how_many_more_and_leads_to_all_of_them(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    for hour in range(8, 15):
        WebinarFactory(f"2026-12-08 {hour:02d}:00", title=f"At {hour}", terms={"topic": ["youth"]})
    for hour in range(8, 13):
        WebinarFactory(f"2026-12-09 {hour:02d}:00", title=f"Then {hour}", terms={"topic": ["youth"]})

    page = visit(client, f"{DECEMBER}&topic=youth")
    day = visit(client, page.href("and 3 more"))

    assert len(page.texts(".ion-calendar td li a")) == 4 + 1 + 5
    assert page.href("and 3 more") == "/webinars/month?m=2026-12-08&topic=youth"
    assert day.heading == "Webinars about Youth: Dec. 8, 2026"
    assert day.texts(".ion-days li a") == [f"At {hour}" for hour in range(8, 15)]
    assert day.href("December 2026") == "/webinars/month?m=2026-12&topic=youth"
    assert visit(client, "/webinars/month?m=2026-12-08").heading == "Webinars on Dec. 8, 2026"


def test_filters_narrow_the_month_and_stay_from_view_to_view(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    WebinarFactory("2026-12-01 14:00", title="A", terms={"topic": ["youth"]}, webinar={"series": "Calls"})
    WebinarFactory("2026-12-02 14:00", title="B")

    page = visit(client, f"{DECEMBER}&topic=youth&series=Calls")

    assert page.texts(".ion-calendar td a") == ["A"]
    assert page.href("January 2027") == "/webinars/month?m=2027-01&topic=youth&series=Calls"
    assert page.href("Upcoming", ".ion-tabs") == "/webinars/?topic=youth&series=Calls"
    assert visit(client, "/webinars/?topic=youth").href("Month", ".ion-tabs") == (
        "/webinars/month?topic=youth"
    )
    (form,) = [form for form in page.forms() if form.action == "/webinars/month"]
    assert form.fields == [("m", "2026-12"), ("topic", "youth"), ("series", "Calls")]
    assert page.href("Clear all filters") == DECEMBER


def test_an_empty_month_says_so_and_leads_to_the_nearest_ones(client: FlaskClient, now: datetime) -> None:
    assert visit(client, DECEMBER).texts(".ion-empty a") == []
    WebinarFactory("2026-08-04 14:00")
    WebinarFactory("2027-03-01 14:00")

    page = visit(client, DECEMBER)

    assert page.text(".ion-empty h2") == "No webinars in December 2026"
    assert page.all(".ion-calendar") == []
    assert {link.words: link.href for link in page.links(".ion-empty")} == {
        "August 2026": "/webinars/month?m=2026-08",
        "March 2027": "/webinars/month?m=2027-03",
    }


def test_cancelled_and_sample_webinars_are_marked_and_archived_ones_left_out(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-10-05 14:00", title="Off", is_sample=True, webinar={"cancelled_at": now})
    WebinarFactory("2026-10-06 14:00", title="Old", expires_at=now)

    page = visit(client, "/webinars/month?m=2026-10")

    assert page.texts(".ion-calendar td li") == ["2:00 p.m. ET Off Canceled Sample"]
    archived = visit(client, "/webinars/month?m=2026-10&archived=1")
    assert archived.texts(".ion-calendar td a") == ["Off", "Old"]


def test_the_month_is_of_what_the_reader_may_see_and_of_their_zone_alone(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-12-01 14:00", title="For members", audience="members")
    seen = [visit(client, DECEMBER).texts(".ion-calendar td li")]

    for zone in ("America/Chicago", "", "America/Denver"):
        live_in(client, zone)
        seen.append(visit(client, DECEMBER).texts(".ion-calendar td li"))

    assert seen == [
        [],
        ["1:00 p.m. CT (2:00 p.m. ET) For members"],
        ["2:00 p.m. ET For members"],
        ["12:00 p.m. MT (2:00 p.m. ET) For members"],
    ]


def test_htmx_gets_the_month_alone(client: FlaskClient, now: datetime) -> None:
    page = visit(client, DECEMBER, HX_Request="true")

    assert not page.is_whole
    assert page.html.lstrip().startswith('<div id="month">')


@pytest.mark.database
def test_a_month_of_a_thousand_webinars_shows_a_few_of_each_day(client: FlaskClient, now: datetime) -> None:
    many("webinar", 1_000, {})
    with unit_of_work() as session:
        at = datetime(2026, 12, 8, 15, tzinfo=UTC)
        session.execute(update(Webinar).values(starts_at=at, ends_at=at.replace(hour=16)))

    page = visit(client, DECEMBER)

    assert page.texts(".ion-calendar__more")[0].startswith("and 996 more")
    assert len(page.html) < 60_000
    assert len(visit(client, page.href("and 996 more")).all(".ion-days li")) == 1_000


@pytest.mark.parametrize(
    ("zone", "day", "since", "hours"),
    [
        ("America/New_York", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC), 25),
        ("Europe/London", date(2026, 3, 29), datetime(2026, 3, 29, tzinfo=UTC), 23),
        ("America/Havana", date(2026, 3, 8), datetime(2026, 3, 8, 5, tzinfo=UTC), 23),
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), datetime(2026, 10, 3, 13, 30, tzinfo=UTC), 23.5),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, day: date, since: datetime, hours: float) -> None:
    stretch = Stretch(day, day, ZoneInfo(zone))

    assert stretch.since == since
    assert (stretch.until - stretch.since).total_seconds() == hours * 3600


def test_a_day_left_out_by_a_zone_is_no_trap() -> None:
    apia = ZoneInfo("Pacific/Apia")

    stretch = stretch_asked("2011-12-30", apia, datetime(2026, 11, 21, tzinfo=UTC))

    assert stretch.since == stretch.until  # there was no Dec. 30, 2011 in Samoa


def test_each_instant_of_a_webinar_lies_on_one_of_its_days() -> None:
    zone = ZoneInfo("America/New_York")
    start, end = datetime(2026, 11, 1, 3, 30, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)
    entry = MonthEntry("/", "Over the change", Times(start, end, zone.key, 1530), False, False)

    assert list(days_of(entry, zone)) == [date(2026, 10, 31), date(2026, 11, 1)]
    drawn = [day for week in weeks(whole_month(date(2026, 11, 1), zone), [entry]) for day in week if day]
    assert [(day.date.day, len(day.shown)) for day in drawn[:2]] == [(1, 1), (2, 0)]
    assert len(drawn) == 30


def test_the_calendar_has_an_end() -> None:
    zone = ZoneInfo("UTC")

    assert whole_month(date(1990, 1, 5), zone).previous is None
    assert whole_month(date(2100, 12, 5), zone).next is None
    assert whole_month(date(2026, 12, 31), zone).next == date(2027, 1, 1)
