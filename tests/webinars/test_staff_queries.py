"""What ION staff read of webinars, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Interest,
    ItemState,
    PlatformReport,
    Presence,
    QuestionState,
    Standing,
    Webinar,
    Wish,
)
from ion.webinars.queries.staff import comparing, counts, desk, figures, letters, listing, registrants
from ion.webinars.queries.staff.figures import Turnout
from ion.webinars.queries.staff.listing import Tab
from ion.webinars.queries.staff.registrants import ABSENT, ATTENDED, GUEST, MEMBER, Filter
from tests.factories import (
    AttendanceFactory,
    FeedbackFactory,
    OrganizationFactory,
    PersonFactory,
    QuestionFactory,
    RegistrationFactory,
    UserFactory,
    WebinarFactory,
)
from tests.webinars.staffing import many_guests

pytestmark = pytest.mark.database

STAFF = frozenset({"public", "members", "staff"})
PAST = "2026-11-10 10:00"


def opened(starts: str = "2026-12-01 14:00", title: str = "", **fields: object) -> Webinar:
    return WebinarFactory(starts, title=title or starts, webinar={"takes_registration": True} | fields)


def reported(webinar: Webinar, unknown: int = 0) -> None:
    with unit_of_work() as session:
        session.add(
            PlatformReport(
                webinar_id=webinar.item_id,
                kind="attendance",
                name="report.csv",
                loaded_at=webinar.ends_at,
                unknown=[{"name": f"Unknown {n}", "email": "", "minutes": 1} for n in range(unknown)],
            )
        )


def found(webinar: Webinar, **fields: object) -> list[str]:
    chosen = Filter(webinar.item_id, **fields)  # type: ignore[arg-type]
    rows = registrants.registrants(chosen, offset=0, limit=50)
    assert registrants.registrant_total(chosen) == len(rows)
    assert sorted(each.id for each in registrants.every_registrant(chosen)) == sorted(
        each.id for each in rows
    )
    return [each.name for each in rows]


def test_tabs_hold_what_comes_what_was_and_what_was_canceled(app: object, now: datetime) -> None:
    opened("2026-12-02 10:00", join_url="https://meet.example/1")
    opened("2026-12-01 10:00", join_url="https://meet.example/2")
    opened("2026-11-01 10:00", cancelled_at=now)
    opened("2026-10-01 10:00")
    WebinarFactory("2026-12-09 10:00", state=ItemState.DRAFT)
    WebinarFactory("2026-12-09 10:00", audience="user:999999")

    titles = {tab: [row.title for row in listing.lines(tab, STAFF, offset=0, limit=20)] for tab in Tab}

    assert titles == {
        Tab.UPCOMING: ["2026-12-01 10:00", "2026-12-02 10:00"],
        Tab.TO_DO: [],
        Tab.PAST: ["2026-10-01 10:00"],
        Tab.CANCELLED: ["2026-11-01 10:00"],
    }
    assert listing.tab_totals(STAFF) == {tab: len(rows) for tab, rows in titles.items()}


def test_what_waits_lacks_its_join_link_or_the_report_of_the_last_30_days(app: object, now: datetime) -> None:
    opened("2026-12-01 10:00", "No link")
    opened("2026-12-02 10:00", "Linked", join_url="https://meet.example")
    opened("2026-12-03 10:00", "Canceled", cancelled_at=now)
    WebinarFactory("2026-12-04 10:00", title="Registers elsewhere")
    opened("2026-11-02 10:00", "No report")
    opened("2026-10-02 10:00", "Long ago")
    reported(opened("2026-11-03 10:00", "Reported"))

    waiting = [row.title for row in listing.lines(Tab.TO_DO, STAFF, offset=0, limit=20)]

    assert waiting == ["No report", "No link"]


def test_a_line_counts_people_recordings_and_who_was_there(app: object, now: datetime) -> None:
    webinar = WebinarFactory(
        PAST,
        webinar={"takes_registration": True, "capacity": 3},
        recordings=[{"url": "https://v.example", "published_at": now}, {"url": "https://v.example/2"}],
    )
    other = opened("2026-11-09 10:00")
    RegistrationFactory(other)
    user = UserFactory()
    first = RegistrationFactory(webinar, user)
    RegistrationFactory(webinar)
    RegistrationFactory(webinar, state=Standing.WAITING)
    RegistrationFactory(webinar, state=Standing.CANCELLED)
    AttendanceFactory(webinar, first, presence=Presence.CHECK_IN)
    AttendanceFactory(webinar, first)
    AttendanceFactory(webinar)
    with unit_of_work() as session:
        session.add_all(
            Interest(webinar_id=webinar.item_id, user_id=user.id, wish=wish, at=now) for wish in Wish
        )

    row, noise = listing.lines(Tab.PAST, STAFF, offset=0, limit=20)

    assert (row.registered, row.waiting, row.interested, row.attended, row.shown, row.held) == (
        2,
        1,
        1,
        2,
        1,
        1,
    )
    assert (noise.registered, noise.waiting, noise.interested, noise.attended) == (1, 0, 0, None)


def test_the_desk_counts_what_waits_for_ion_staff(app: object, now: datetime) -> None:
    webinar = opened()
    RegistrationFactory(webinar, needs="Captions in Spanish")
    RegistrationFactory(webinar, needs="A ramp", state=Standing.CANCELLED)
    QuestionFactory(webinar.item_id, state=QuestionState.HELD)
    QuestionFactory(webinar.item_id)
    QuestionFactory(opened("2026-12-05 10:00").item_id)

    number = desk.numbers(webinar.item_id)

    assert number == {
        Standing.REGISTERED: 1,
        Standing.CANCELLED: 1,
        counts.NEEDS: 1,
        counts.HELD_QUESTIONS: 1,
        counts.OPEN_QUESTIONS: 1,
    }


def test_registrants_are_narrowed_by_standing_kind_presence_needs_and_words(
    app: object, now: datetime
) -> None:
    webinar = opened(PAST)
    board = OrganizationFactory("Green River board")
    ann = UserFactory(person=PersonFactory(name="Ann Ames", organization_id=board.id))
    came = RegistrationFactory(webinar, ann, needs="Captions")
    RegistrationFactory(webinar, UserFactory(person=PersonFactory(name="bo Bell", affiliation="Tri-County")))
    RegistrationFactory(webinar, email="cy_100%@ion.example", name="Cy", state=Standing.WAITING)
    RegistrationFactory(opened("2026-11-09 10:00"), email="else@ion.example", name="Ann Else")
    AttendanceFactory(webinar, came)

    assert found(webinar) == ["Ann Ames", "bo Bell", "Cy"]
    assert found(webinar, standing=Standing.WAITING) == ["Cy"]
    assert found(webinar, who=MEMBER) == ["Ann Ames", "bo Bell"]
    assert found(webinar, who=GUEST) == ["Cy"]
    assert found(webinar, presence=ATTENDED) == ["Ann Ames"]
    assert found(webinar, presence=ABSENT) == ["bo Bell"]
    assert found(webinar, needs=True) == ["Ann Ames"]
    assert found(webinar, words="GREEN river") == ["Ann Ames"]
    assert found(webinar, words="tri-c") == ["bo Bell"]
    assert found(webinar, words="_100%") == ["Cy"]
    assert found(webinar, words="__") == []


def test_registrants_stand_in_the_order_asked_for(app: object, now: datetime) -> None:
    webinar = opened()
    RegistrationFactory(webinar, email="b@ion.example", name="b", number=1, asked_at=now)
    RegistrationFactory(webinar, email="c@ion.example", name="C", number=2, asked_at=now - timedelta(days=3))
    RegistrationFactory(webinar, email="a@ion.example", name="A", number=3, asked_at=now - timedelta(days=2))

    orders = {sort: found(webinar, sort=sort) for sort in registrants.SORTS}

    assert orders == {"asked": ["b", "C", "A"], "latest": ["b", "A", "C"], "name": ["A", "b", "C"]}


def test_places_in_line_are_those_of_the_whole_line(app: object, now: datetime) -> None:
    webinar, other = opened(), opened("2026-12-05 10:00")
    RegistrationFactory(webinar, email="in@ion.example", number=1)
    for number, name in ((7, "Second"), (3, "First"), (9, "Third")):
        RegistrationFactory(
            webinar, email=f"{name}@ion.example", name=name, number=number, state=Standing.WAITING
        )
    RegistrationFactory(other, email="other@ion.example", number=1, state=Standing.WAITING)

    (third,) = registrants.registrants(Filter(webinar.item_id, words="third"), offset=0, limit=9)

    assert third.place == 3
    assert [each.place for each in registrants.every_registrant(Filter(webinar.item_id))] == [None, 1, 2, 3]


def test_every_registrant_comes_once_however_many_there_are(app: object, now: datetime) -> None:
    webinar = opened()
    many_guests(webinar, registrants.CHUNK * 2 + 1)

    names = [each.name for each in registrants.every_registrant(Filter(webinar.item_id))]

    assert names == [f"Guest {n}" for n in range(1, registrants.CHUNK * 2 + 2)]


def test_a_report_says_more_of_presence_than_a_check_in(app: object, now: datetime) -> None:
    webinar = opened(PAST)
    came = RegistrationFactory(webinar)
    AttendanceFactory(webinar, came, minutes=20)
    AttendanceFactory(webinar, came, minutes=31)
    AttendanceFactory(webinar, came, presence=Presence.CHECK_IN, minutes=None)

    registrant = registrants.registrant(webinar.item_id, came.id)

    assert registrant is not None
    assert (registrant.presence, registrant.minutes) == (Presence.REPORT, 31)
    assert registrants.registrant(webinar.item_id + 1, came.id) is None


def test_presences_tell_members_guests_callers_and_who_was_not_expected(app: object, now: datetime) -> None:
    webinar = opened(PAST)
    members = [RegistrationFactory(webinar) for _ in range(3)]
    guest = RegistrationFactory(webinar, email="guest@ion.example")
    late = RegistrationFactory(webinar, state=Standing.WAITING)
    RegistrationFactory(webinar, state=Standing.CANCELLED)
    for registration in (*members[:2], members[0], guest, late):
        AttendanceFactory(webinar, registration)
    AttendanceFactory(webinar)
    AttendanceFactory(opened("2026-11-01 10:00"))
    reported(webinar, unknown=2)

    told = figures.presences(webinar.item_id)

    assert (told.members, told.guests, told.expected) == (Turnout(3, 2), Turnout(1, 1), Turnout(4, 3))
    assert (told.unexpected, told.callers, told.unknown, told.present) == (1, 1, 2, 5)
    assert told.is_reported and told.is_known


def test_nobody_is_absent_before_it_is_known_who_was_there(app: object, now: datetime) -> None:
    webinar = opened(PAST)
    RegistrationFactory(webinar)

    assert not figures.presences(webinar.item_id).is_known


def test_days_of_asking_are_days_of_the_webinars_zone(app: object, now: datetime) -> None:
    webinar = opened()
    late = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)  # the evening before in New York
    RegistrationFactory(webinar, asked_at=late)
    RegistrationFactory(webinar, asked_at=late + timedelta(hours=1), state=Standing.WAITING)
    RegistrationFactory(webinar, asked_at=late, state=Standing.PENDING)

    days = figures.days_of_asking(webinar.item_id, webinar.zone)

    assert days == {date(2026, 11, 19): 1, date(2026, 11, 20): 1}


def test_ratings_are_counted_and_what_was_written_is_read_newest_first(app: object, now: datetime) -> None:
    webinar = opened(PAST)
    registrations = [RegistrationFactory(webinar) for _ in range(3)]
    FeedbackFactory(registrations[0], 5, useful="All of it", at=now - timedelta(hours=2))
    FeedbackFactory(registrations[1], 5)
    FeedbackFactory(registrations[2], 2, better="Sound", at=now)
    FeedbackFactory(RegistrationFactory(opened("2026-11-01 10:00")), 1, useful="Elsewhere")

    ratings = figures.ratings(webinar.item_id)

    assert ratings.numbers == {5: 2, 4: 0, 3: 0, 2: 1, 1: 0}
    assert (ratings.total, ratings.written, ratings.average) == (3, 2, 4.0)
    assert [each.rating for each in figures.opinions(webinar.item_id, offset=0, limit=9)] == [2, 5]


def test_webinars_of_twelve_months_are_compared(app: object, now: datetime) -> None:
    opened("2025-11-01 10:00", "Too long ago")
    opened("2026-11-12 10:00", "Canceled", cancelled_at=now)
    WebinarFactory("2026-11-12 11:00", title="Registered elsewhere")
    opened("2026-12-12 10:00", "Still to come")
    RegistrationFactory(opened("2026-01-12 10:00", "Not known"))
    webinar = opened(PAST, "Known")
    came = RegistrationFactory(webinar)
    RegistrationFactory(webinar)
    AttendanceFactory(webinar, came)
    AttendanceFactory(webinar)
    FeedbackFactory(came, 4)

    known, unknown = comparing.compared(STAFF, limit=20)

    assert comparing.compared_total(STAFF) == 2
    assert (known.title, known.turnout, known.present) == ("Known", Turnout(2, 1), 2)
    assert (known.rating, known.ratings) == (4.0, 1)
    assert (unknown.title, unknown.turnout, unknown.present) == ("Not known", Turnout(1, 0), None)
    assert (unknown.rating, unknown.ratings) == (None, 0)


def test_a_letter_reaches_those_of_a_standing_who_are_not_suspended(app: object, now: datetime) -> None:
    webinar = opened()
    RegistrationFactory(webinar)
    RegistrationFactory(webinar, UserFactory(suspended_at=now))
    RegistrationFactory(webinar, email="guest@ion.example", state=Standing.WAITING)
    RegistrationFactory(webinar, state=Standing.CANCELLED)

    assert letters.reach(webinar.item_id) == {Standing.REGISTERED: 1, Standing.WAITING: 1}


def test_a_question_that_is_no_longer_asked_is_still_found_among_the_answers(
    app: object, now: datetime
) -> None:
    webinar = opened()
    RegistrationFactory(webinar, answers={"old": "yes", "role": ["a", "b"]})
    RegistrationFactory(webinar)

    keys = registrants.answered_keys(webinar.item_id)
    (first, _) = registrants.registrants(Filter(webinar.item_id), offset=0, limit=9)

    assert keys == ["old", "role"]
    assert [first.answer(key) for key in ("old", "role", "none")] == ["yes", "a; b", ""]


def test_a_webinar_is_found_in_any_state_by_who_may_know_of_it(app: object, now: datetime) -> None:
    draft = WebinarFactory(state=ItemState.DRAFT, webinar={"join_url": "https://meet.example"})
    hidden = WebinarFactory(audience="user:999999")

    webinar = desk.staff_webinar(draft.item_id, STAFF)

    assert webinar is not None
    assert (webinar.path, webinar.has_join_link, webinar.is_ahead) == ("", True, True)
    assert desk.staff_webinar(hidden.item_id, STAFF) is None
