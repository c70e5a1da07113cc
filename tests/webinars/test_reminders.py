"""Reminders: each registrant gets each due one once and no other, whatever people, clocks and workers do."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Registration, Standing, Webinar
from ion.webinars.reminding import Reminder, reminder_of, reminders
from ion.webinars.services import telling
from tests.factories import WebinarFactory
from tests.factories.registrations import RegistrationFactory
from tests.racing import at_once
from tests.webinars.telling import templates, work
from tests.webinars.timelines import AROUND, DAY, HOUR, PLACES, World

STARTS = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRST, SECOND = reminders(STARTS)

DEEDS = (
    *("register",) * 5,
    *("give up", "come back", "move", "down", "up") * 2,
    *("cancel", "revive", "close", "open", "withdraw", "publish", "nothing"),
)
WHENS = (*("at once",) * 4, *("soon", "later") * 2, *AROUND)
steps = st.lists(
    st.tuples(st.sampled_from(WHENS), st.sampled_from(DEEDS), st.integers(0, 71)), min_size=3, max_size=14
)
ON_THE_INSTANT = [("day", "register", 0), ("hour", "register", 1)]
CANCELED_OVER_IT = [("at once", "register", 0), ("day-", "cancel", 0), ("day+", "revive", 0)]
WITHDRAWN_OVER_IT = [("at once", "register", 0), ("day-", "withdraw", 0), ("hour+", "publish", 0)]
DOWN_UNTIL_THE_NEXT = [("at once", "register", 0), ("day-", "down", 0), ("hour", "up", 0)]
DOWN_UNTIL_THE_START = [("at once", "register", 0), ("day-", "down", 0), ("start", "up", 0)]
DOWN_FOR_A_WHILE = [
    ("at once", "register", 0),
    ("day-", "down", 0),
    ("hour-", "up", 0),
    ("hour", "give up", 0),
]
PUT_OFF = [("at once", "register", 0), ("day", "register", 1), ("soon", "move", 71)]
MOVED_CLOSER = [("at once", "register", 0), ("soon", "move", 0)]
PROMOTED_LATE = [*(("at once", "register", person) for person in range(3)), ("day+", "give up", 0)]
BACK_AGAIN = [("at once", "register", 0), ("day+", "give up", 0), ("soon", "come back", 0)]
TOLD = (
    ON_THE_INSTANT,
    CANCELED_OVER_IT,
    WITHDRAWN_OVER_IT,
    DOWN_UNTIL_THE_NEXT,
    DOWN_UNTIL_THE_START,
    DOWN_FOR_A_WHILE,
    PUT_OFF,
    MOVED_CLOSER,
    PROMOTED_LATE,
    BACK_AGAIN,
)
"""Timelines in which somebody once was reminded wrongly, here or elsewhere."""
Timeline = list[tuple[str, str, int]]


def test_there_is_one_a_day_and_one_an_hour_before() -> None:
    assert reminders(STARTS) == (
        Reminder(24, STARTS - DAY, STARTS - HOUR),
        Reminder(1, STARTS - HOUR, STARTS),
    )
    assert [each.occasion for each in (FIRST, SECOND)] == ["reminder-24", "reminder-1"]
    assert (reminder_of(STARTS, 24), reminder_of(STARTS, 1)) == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("reminder", "before", "is_due"),
    [
        (FIRST, DAY + MINUTE, False),
        (FIRST, DAY, True),
        (FIRST, HOUR + MINUTE, True),
        (FIRST, HOUR, False),
        (SECOND, HOUR + MINUTE, False),
        (SECOND, HOUR, True),
        (SECOND, MINUTE, True),
        (SECOND, timedelta(0), False),
    ],
)
def test_a_late_one_goes_out_until_the_next_or_the_start(
    reminder: Reminder, before: timedelta, is_due: bool
) -> None:
    assert reminder.is_due(STARTS - before) is is_due


@pytest.mark.parametrize("state", Standing)
def test_it_is_for_those_who_had_their_seat_before_its_instant(state: Standing) -> None:
    comes = state is Standing.REGISTERED

    assert FIRST.is_for(state, FIRST.at - MINUTE) is comes
    assert not FIRST.is_for(state, FIRST.at)
    assert not FIRST.is_for(state, None)


def check(place: tuple[str, str], hours: int, timeline: Timeline) -> None:
    """Live through a timeline to its end; what was sent is what was due."""
    world = World(*place, hours)
    for when, deed, number in (*timeline, ("start+", "nothing", 0)):
        world.step(when, deed, number)

    sent = world.sent()
    assert sent == sorted(world.oracle.sent)
    asked = select(func.count()).where(Delivery.template == "webinars/reminder")
    ids = select(Registration.user_id).where(Registration.webinar_id == world.id)
    assert db.session.scalar(asked.where(Delivery.user_id.in_(ids))) == len(sent)


@pytest.mark.database
@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("timeline", TOLD)
def test_in_timelines_of_old_mistakes_the_right_people_are_reminded(timeline: Timeline) -> None:
    check(PLACES[0], 48, timeline)


@pytest.mark.usefixtures("app")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), st.integers(0, 60), steps)
def test_each_person_gets_each_due_reminder_once_and_no_other(
    place: tuple[str, str], hours: int, timeline: Timeline
) -> None:
    check(place, hours, timeline)


@pytest.mark.soak
@pytest.mark.usefixtures("app")
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), st.integers(0, 60), steps)
def test_over_very_many_timelines_each_person_gets_each_due_reminder_once(
    place: tuple[str, str], hours: int, timeline: Timeline
) -> None:
    check(place, hours, timeline)


@pytest.mark.database
def test_workers_at_once_remind_everyone_once(app: Flask, now: datetime) -> None:
    webinar = WebinarFactory()
    registrations = [RegistrationFactory(webinar) for _ in range(5)]
    with unit_of_work() as session:
        telling.plan(session.get_one(Webinar, webinar.item_id))
    at = webinar.starts_at - HOUR

    at_once(app, lambda _: work(at))

    assert [templates(each) for each in registrations] == [["reminder"]] * 5


@pytest.mark.usefixtures("app")
def test_a_plan_for_what_is_over_asks_for_nothing() -> None:
    webinar = WebinarFactory()

    with clock.frozen(webinar.starts_at), unit_of_work() as session:
        telling.plan(session.get_one(Webinar, webinar.item_id))

    assert work(webinar.starts_at) == 0
