"""The list of webinars: what is coming, what was, and what narrows it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState
from tests.factories import (
    PersonFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.reading import Page, visit

pytestmark = pytest.mark.database


def titles(page: Page) -> list[str]:
    return page.texts(".ion-results h3")


def test_the_next_webinar_comes_first_and_of_the_past_the_last(client: FlaskClient, now: datetime) -> None:
    for starts in ("2026-12-03 14:00", "2026-11-24 14:00", "2026-10-01 14:00", "2026-11-01 14:00"):
        WebinarFactory(starts, title=starts)

    assert titles(visit(client, "/webinars/")) == ["2026-11-24 14:00", "2026-12-03 14:00"]
    assert titles(visit(client, "/webinars/?when=past")) == ["2026-11-01 14:00", "2026-10-01 14:00"]


def test_the_order_is_that_of_instants_and_not_of_clocks(client: FlaskClient, now: datetime) -> None:
    WebinarFactory("2026-12-01 10:00", "Pacific/Honolulu", title="Later")
    WebinarFactory("2026-12-01 11:00", "America/New_York", title="Sooner")

    assert titles(visit(client, "/webinars/")) == ["Sooner", "Later"]


def test_a_row_says_when_with_the_zone_how_long_and_who(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    WebinarFactory(
        "2026-12-01 14:00",
        "America/Denver",
        75,
        summary="A summary.",
        terms={"topic": ["youth"]},
        authors=[PersonFactory(name="Ann Ames"), PersonFactory(name="Bo Bell")],
        webinar={"series": "Peer calls", "host": "A board"},
    )

    row = visit(client, "/webinars/").text(".ion-result")

    assert "Tue., Dec. 1, 2026, 2:00 to 3:15 p.m. MT (1 hour 15 minutes)" in row
    for words in ("A summary.", "Ann Ames and Bo Bell", "Host: A board", "Series: Peer calls", "Youth"):
        assert words in row
    assert "Your time" not in row


def test_rows_stand_under_the_month_in_which_they_begin_where_they_are(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-11-30 20:00", "America/Los_Angeles", title="Still November")
    WebinarFactory("2026-12-01 09:00", title="December")

    page = visit(client, "/webinars/")

    assert page.texts("h2.ion-month__heading") == ["November 2026", "December 2026"]
    assert page.texts("section:first-of-type h3") == ["Still November"]


def test_members_elsewhere_read_their_own_time_too(client: FlaskClient, now: datetime) -> None:
    WebinarFactory("2026-12-01 14:00", "America/New_York", slug="one")
    sign_in(client, UserFactory(person=PersonFactory(zone="America/Los_Angeles")))

    for path in ("/webinars/", "/webinars/one"):
        told = visit(client, path).texts(".ion-when")

        assert told == [
            "Tue., Dec. 1, 2026, 2:00 to 3:00 p.m. ET (1 hour)",
            "Your time: Tue., Dec. 1, 2026, 11:00 a.m. to 12:00 p.m. PT",
        ]


def test_readers_never_see_the_time_of_another_ones_zone(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="one")
    west, middle = (
        UserFactory(person=PersonFactory(zone=zone)) for zone in ("America/Los_Angeles", "America/Chicago")
    )
    told = []

    for user in (west, middle, None):
        client.delete_cookie("ion")
        if user:
            sign_in(client, user)
        told.append(
            [visit(client, path).texts(".ion-when--yours") for path in ("/webinars/", "/webinars/one")]
        )

    assert told == [
        [["Your time: Tue., Dec. 1, 2026, 11:00 a.m. to 12:00 p.m. PT"]] * 2,
        [["Your time: Tue., Dec. 1, 2026, 1:00 to 2:00 p.m. CT"]] * 2,
        [[], []],
    ]


@pytest.mark.parametrize("zone", ["America/New_York", "America/Detroit", "", "Mars/Base"])
def test_a_time_that_reads_the_same_is_not_told_twice(client: FlaskClient, now: datetime, zone: str) -> None:
    WebinarFactory(zone="America/New_York")
    sign_in(client, UserFactory(person=PersonFactory(zone=zone)))

    assert visit(client, "/webinars/").texts(".ion-when--yours") == []


def test_the_list_is_right_at_the_second_when_a_webinar_begins_and_when_it_ends(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-12-01 14:00", title="The hour")
    WebinarFactory("2026-12-09 14:00", title="Later")
    starts_at = datetime(2026, 12, 1, 19, tzinfo=UTC)
    second = timedelta(seconds=1)
    told = []

    for at in (
        starts_at - second,
        starts_at,
        starts_at + timedelta(hours=1) - second,
        starts_at + timedelta(hours=1),
    ):
        with clock.frozen(at):
            page = visit(client, "/webinars/")
            past = titles(visit(client, "/webinars/?when=past"))
            told.append((titles(page), page.texts(".ion-chip--live"), page.texts(".ion-tabs a"), past))

    ahead = (["The hour", "Later"], [], ["Upcoming 2", "Past", "Month"], [])
    live = (["The hour", "Later"], ["Happening now"], ["Upcoming 2", "Past", "Month"], [])
    assert told == [ahead, live, live, (["Later"], [], ["Upcoming 1", "Past 1", "Month"], ["The hour"])]


def test_a_cancelled_webinar_stays_in_the_list_of_its_time_and_says_so(
    client: FlaskClient, now: datetime
) -> None:
    webinar = WebinarFactory(title="Off")
    assert visit(client, "/webinars/").texts(".ion-webinar__standing") == []

    with unit_of_work():
        webinar.cancelled_at = now
    page = visit(client, "/webinars/")

    assert (titles(page), page.texts(".ion-webinar__standing")) == (["Off"], ["Canceled"])


def test_filters_narrow_the_list_and_count_what_they_leave(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    TopicFactory("funding", "Funding")
    WebinarFactory(
        title="A",
        terms={"topic": ["youth"], "role": ["colleges"], "state": ["CO"]},
        webinar={"series": "Peer calls"},
    )
    WebinarFactory(title="B", terms={"topic": ["youth", "funding"], "state": ["KY"]})
    WebinarFactory("2026-01-05 10:00", title="C", terms={"topic": ["funding"]})

    for query, found in {
        "topic=youth": ["A", "B"],
        "topic=funding": ["B"],
        "topic=funding&when=past": ["C"],
        "role=colleges": ["A"],
        "state=KY": ["B"],
        "series=Peer+calls": ["A"],
        "topic=youth&state=CO": ["A"],
        "topic=nothing&role=nobody&state=XX": ["A", "B"],
        "series=Unheard": [],
    }.items():
        assert titles(visit(client, f"/webinars/?{query}")) == found, query
    page = visit(client, "/webinars/?topic=youth")
    assert page.heading == "Webinars about Youth"
    assert page.texts("aside section li") == [
        "Youth 2",
        "Funding 1",
        "Peer calls 1",
        "Community and technical colleges 1",
        "Colorado 1",
        "Kentucky 1",
    ]
    assert page.href("Youth", "aside") == "/webinars/"
    assert page.href("Colorado", "aside") == "/webinars/?topic=youth&state=CO"
    assert page.href("Past", ".ion-tabs") == "/webinars/?when=past&topic=youth"
    assert page.href("Remove filter", ".ion-results__chips") == "/webinars/"


def test_a_filter_that_leaves_nothing_offers_the_way_back(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    WebinarFactory("2026-01-05 10:00", terms={"topic": ["youth"]})

    page = visit(client, "/webinars/?topic=youth")

    assert page.text(".ion-empty h2") == "No webinars here"
    assert page.href("Past webinars", ".ion-empty") == "/webinars/?when=past&topic=youth"
    assert page.href("All webinars", ".ion-empty") == "/webinars/"


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/webinars/", "No webinars are announced"), ("/webinars/?when=past", "No past webinars yet")],
)
def test_an_empty_list_says_what_will_be_here(client: FlaskClient, path: str, heading: str) -> None:
    page = visit(client, path)

    assert page.text(".ion-empty h2") == heading
    assert page.texts("aside section") == []
    assert not [link for link in page.links("aside") if "recording" in link.words]


def test_recordings_can_be_chosen_once_one_may_be_watched(client: FlaskClient, now: datetime) -> None:
    WebinarFactory("2026-01-05 10:00", title="Silent")
    held = WebinarFactory("2026-02-05 10:00", title="Held", recordings=[{"url": "https://video.example/1"}])
    page = visit(client, "/webinars/?when=past")
    assert "recording" not in page.text("main").lower()

    with unit_of_work():
        held.recordings[0].published_at = now
    page = visit(client, "/webinars/?when=past")

    assert page.href("With a recording (1)") == "/webinars/?when=past&recorded=1"
    assert titles(visit(client, "/webinars/?when=past&recorded=1")) == ["Held"]


def test_archived_webinars_are_one_choice_away(client: FlaskClient, now: datetime) -> None:
    WebinarFactory("2026-01-05 10:00", title="Old", expires_at=now)
    WebinarFactory("2026-02-05 10:00", title="Past")
    page = visit(client, "/webinars/?when=past")

    assert titles(page) == ["Past"]
    assert page.texts(".ion-tabs a") == ["Upcoming", "Past 1", "Month"]
    all_of_them = visit(client, page.href("Include archived webinars (1)"))
    assert titles(all_of_them) == ["Past", "Old"]
    assert ["Archived" in row for row in all_of_them.texts(".ion-result")] == [False, True]


def test_a_long_list_has_pages_that_keep_the_filters(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    for day in range(1, 23):
        WebinarFactory(f"2026-12-{day:02d} 10:00", title=f"Day {day}", terms={"topic": ["youth"]})

    page = visit(client, "/webinars/?topic=youth&page=2")

    assert titles(page) == ["Day 21", "Day 22"]
    assert page.href("Previous") == "/webinars/?topic=youth"


def test_htmx_gets_the_block_alone(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(title="One")

    page = visit(client, "/webinars/", HX_Request="true")

    assert not page.is_whole
    assert page.html.lstrip().startswith('<div id="webinars">')
    assert titles(page) == ["One"]
    assert "HX-Request" in page.response.headers["Vary"]


def test_a_row_says_how_registration_stands(client: FlaskClient, now: datetime) -> None:
    opens_at = now + timedelta(days=2)
    WebinarFactory("2026-12-01 14:00", title="No registration here")
    WebinarFactory("2026-12-02 14:00", title="Open", webinar={"takes_registration": True})
    early = {"takes_registration": True, "opens_at": opens_at, "opens_local": opens_at.replace(tzinfo=None)}
    WebinarFactory("2026-12-03 14:00", title="Early", webinar=early)
    WebinarFactory("2026-12-04 14:00", title="Late", webinar={"takes_registration": True, "closes_at": now})
    full = WebinarFactory(
        "2026-12-05 14:00", title="Full", webinar={"takes_registration": True, "capacity": 1}
    )
    RegistrationFactory(full)
    off = {"takes_registration": True, "capacity": 0, "cancelled_at": now}
    WebinarFactory("2026-12-06 14:00", title="Off", webinar=off)

    page = visit(client, "/webinars/")

    opens = "Registration opens Mon., Nov. 23, 2026, 10:00 a.m. ET"
    rows = dict(zip(titles(page), page.texts(".ion-result"), strict=True))
    told = ("Full · waiting list", "Registration closed", opens, "Canceled")
    assert {title: [words for words in told if words in row] for title, row in rows.items()} == {
        "No registration here": [],
        "Open": [],
        "Early": [opens],
        "Late": ["Registration closed"],
        "Full": ["Full · waiting list"],
        "Off": ["Canceled"],
    }


def test_the_list_is_right_at_the_second_when_registration_opens(client: FlaskClient, now: datetime) -> None:
    opens_at = now + timedelta(days=2)
    WebinarFactory(webinar={"takes_registration": True, "opens_at": opens_at})
    told = []

    for at in (opens_at - timedelta(seconds=1), opens_at):
        with clock.frozen(at):
            told.append("Registration opens" in visit(client, "/webinars/").text(".ion-result"))

    assert told == [True, False]


def test_members_read_in_their_own_time_too_when_registration_opens(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory(webinar={"takes_registration": True, "opens_at": now + timedelta(days=2)})
    sign_in(client, UserFactory(person=PersonFactory(zone="America/Los_Angeles")))

    row = visit(client, "/webinars/").text(".ion-result")

    assert (
        "Registration opens Mon., Nov. 23, 2026, 10:00 a.m. ET "
        "(your time: Mon., Nov. 23, 2026, 7:00 a.m. PT)" in row
    )


def test_members_find_the_way_to_their_own_webinars(client: FlaskClient) -> None:
    assert "My webinars" not in visit(client, "/webinars/").html
    sign_in(client, UserFactory())

    assert visit(client, "/webinars/").href("My webinars") == "/webinars/mine"


def test_a_draft_is_in_no_list(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(state=ItemState.DRAFT, webinar={"series": "Secret series"}, terms={"state": ["CO"]})

    page = visit(client, "/webinars/")

    assert titles(page) == []
    assert "Secret series" not in page.html
    assert "Colorado" not in page.html


def test_the_navigation_leads_to_webinars(client: FlaskClient) -> None:
    page = visit(client, "/")

    words = [link.words for link in page.links("header nav")]
    assert words.index("Webinars") == words.index("Practices") + 1
