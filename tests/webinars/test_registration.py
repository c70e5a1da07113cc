"""Registering, giving up, coming back, moving up, checking in: what each deed promises."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Attendance, AuditRow, ItemState, Registration, Standing, Webinar
from ion.webinars import services
from ion.webinars.queries.registrations import line_place, registration_of, totals
from ion.webinars.services import NotThere, Refused
from tests.conftest import NOW
from tests.factories import UserFactory
from tests.factories.registrations import RegistrationFactory
from tests.webinars.lining import OpenWebinar, people, positions, register, registrations, set_capacity, users

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

REGISTERED, WAITING, CANCELLED = Standing.REGISTERED, Standing.WAITING, Standing.CANCELLED
STARTS = NOW + timedelta(days=10)


@pytest.fixture
def moved_up() -> Iterator[list[int]]:
    """The ids of the registrations that were told to have moved up."""
    told: list[int] = []

    def hear(registration: Registration) -> None:
        told.append(registration.id)

    with signals.attendee_promoted.connected_to(hear):
        yield told


def state(id: int) -> Standing:
    db.session.rollback()
    return db.session.get_one(Registration, id).state


def do(verb: object, id: int, **told: int) -> Registration:
    with unit_of_work():
        return verb(id, **told)  # type: ignore[operator, no-any-return]


def test_registering_gives_a_place_with_a_number_and_keeps_what_was_typed() -> None:
    (user_id,), webinar = people(1), OpenWebinar()

    id = register(webinar.item_id, user_id, answers={"role": "Director"}, needs="ASL", zone="America/Denver")

    made = db.session.get_one(Registration, id)
    assert (made.state, made.number, made.seated_at, made.was_waiting) == (REGISTERED, 1, NOW, False)
    assert (made.answers, made.needs, made.zone) == ({"role": "Director"}, "ASL", "America/Denver")


def test_registering_again_changes_nothing() -> None:
    (user_id, other), webinar = people(2), OpenWebinar(1)
    first = register(webinar.item_id, user_id, needs="ASL")
    waits = register(webinar.item_id, other)

    again = register(webinar.item_id, user_id, needs="Large print"), register(webinar.item_id, other)

    assert again == (first, waits)
    assert db.session.get_one(Registration, first).needs == "ASL"
    assert [each.number for each in registrations(webinar.item_id)] == [1, 2]


def test_who_comes_when_all_is_taken_waits_with_a_position() -> None:
    user_ids, webinar = people(4), OpenWebinar(1)

    for user_id in user_ids:
        register(webinar.item_id, user_id)

    assert totals(webinar.item_id) == (1, 3)
    assert positions(webinar.item_id) == [1, 2, 3]
    seated = registration_of(webinar.item_id, user_ids[0])
    assert seated and line_place(seated) == 0


def test_giving_up_a_place_moves_the_first_in_line_up_at_once(moved_up: list[int]) -> None:
    user_ids, webinar = people(3), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    given_up = do(services.give_up, ids[0])

    assert (given_up.state, given_up.cancelled_at) == (CANCELLED, NOW)
    assert users(webinar.item_id, REGISTERED) == [user_ids[1]]
    assert db.session.get_one(Registration, ids[1]).was_waiting
    assert moved_up == [ids[1]]
    assert positions(webinar.item_id) == [1]


def test_leaving_the_line_moves_nobody_up(moved_up: list[int]) -> None:
    user_ids, webinar = people(3), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    do(services.give_up, ids[1])

    assert users(webinar.item_id, WAITING) == [user_ids[2]]
    assert (positions(webinar.item_id), moved_up) == ([1], [])


def test_giving_up_twice_frees_one_place() -> None:
    user_ids, webinar = people(3), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    for _ in range(2):
        do(services.give_up, ids[0])

    assert users(webinar.item_id, REGISTERED) == [user_ids[1]]


def test_who_moved_up_can_give_up_too() -> None:
    user_ids, webinar = people(3), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]
    do(services.give_up, ids[0])

    do(services.give_up, ids[1])

    assert users(webinar.item_id, REGISTERED) == [user_ids[2]]


def test_undoing_queues_at_the_tail_with_a_new_number() -> None:
    user_ids, webinar = people(3), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]
    do(services.give_up, ids[0])

    do(services.undo, ids[0])
    back = do(services.undo, ids[0])

    assert (back.number, back.cancelled_at, back.seated_at) == (4, None, None)
    assert users(webinar.item_id, WAITING) == [user_ids[2], user_ids[0]]


def test_undoing_gives_a_place_where_one_is_free() -> None:
    (user_id,), webinar = people(1), OpenWebinar(1)
    id = register(webinar.item_id, user_id)
    do(services.give_up, id)

    assert do(services.undo, id).state is REGISTERED


def test_who_moved_up_once_and_comes_back_to_a_free_place_did_not_wait_for_it() -> None:
    user_ids, webinar = people(2), OpenWebinar(1)
    first, second = (register(webinar.item_id, user_id) for user_id in user_ids)
    for id in (first, second):
        do(services.give_up, id)

    assert not do(services.undo, second).was_waiting


def test_raising_the_capacity_moves_up_in_order_and_lowering_it_removes_nobody(moved_up: list[int]) -> None:
    user_ids, webinar = people(5), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    assert set_capacity(webinar.item_id, 3) == ids[1:3]
    assert set_capacity(webinar.item_id, 1) == []
    assert totals(webinar.item_id) == (3, 2)
    do(services.give_up, ids[0])

    assert totals(webinar.item_id) == (2, 2)  # above the capacity still: nobody moves up
    assert set_capacity(webinar.item_id, None) == ids[3:]
    assert moved_up == ids[1:]


def test_nobody_moves_up_unasked_after_the_cut_off_but_the_next_in_line_may_take_the_place() -> None:
    user_ids, webinar = people(4), OpenWebinar(1, webinar={"promotes_until": 120})
    ids = [register(webinar.item_id, user_id) for user_id in user_ids[:3]]
    cut_off = STARTS - timedelta(minutes=120)

    with clock.frozen(cut_off + timedelta(seconds=1)):
        do(services.give_up, ids[0])
        newcomer = register(webinar.item_id, user_ids[3])
        with pytest.raises(Refused, match="No place is free for you yet"):
            do(services.take_place, ids[2])
        taken = do(services.take_place, ids[1])

    assert (taken.state, taken.was_waiting) == (REGISTERED, True)
    assert [state(id) for id in ids[2:]] == [WAITING]
    assert state(newcomer) is WAITING


def test_at_the_cut_off_itself_people_still_move_up() -> None:
    user_ids, webinar = people(2), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    with clock.frozen(STARTS - timedelta(minutes=60)):
        do(services.give_up, ids[0])

    assert state(ids[1]) is REGISTERED


def test_a_newcomer_gets_what_the_line_leaves_over_after_the_cut_off() -> None:
    user_ids, webinar = people(4), OpenWebinar(2)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids[:3]]

    with clock.frozen(STARTS - timedelta(minutes=1)):
        do(services.give_up, ids[0])
        do(services.give_up, ids[1])
        newcomer = register(webinar.item_id, user_ids[3])

    assert (state(newcomer), state(ids[2])) == (REGISTERED, WAITING)


def test_a_place_is_given_up_until_the_start_and_the_line_left_after_it() -> None:
    user_ids, webinar = people(2), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    with clock.frozen(STARTS):
        with pytest.raises(Refused) as refused:
            do(services.give_up, ids[0])
        do(services.give_up, ids[1])

    assert refused.value.words == (
        "The webinar began Tue., Dec. 1, 2026, 3:00 p.m. UTC. A registration can be canceled until then."
    )
    assert (state(ids[0]), state(ids[1])) == (REGISTERED, CANCELLED)


@pytest.mark.parametrize(
    ("webinar", "fields", "at", "words"),
    [
        (
            {"opens_at": NOW + timedelta(days=1)},
            {},
            NOW,
            "Registration opens Sun., Nov. 22, 2026, 3:00 p.m. UTC.",
        ),
        ({"closes_at": NOW}, {}, NOW, "Registration closed Sat., Nov. 21, 2026, 3:00 p.m. UTC."),
        ({"cancelled_at": NOW}, {}, NOW, "This webinar was canceled."),
        ({}, {}, STARTS + timedelta(hours=1), "This webinar ended Tue., Dec. 1, 2026, 4:00 p.m. UTC."),
        ({"takes_registration": False}, {}, NOW, "ION takes no registrations for this webinar."),
        ({}, {"state": ItemState.WITHDRAWN}, NOW, "This webinar is no longer on ION."),
    ],
)
def test_where_nobody_can_register_it_is_said_why(
    webinar: dict[str, object], fields: dict[str, object], at: datetime, words: str
) -> None:
    (user_id,), made = people(1), OpenWebinar(webinar=webinar, **fields)
    gone = RegistrationFactory(made, state=CANCELLED)

    with clock.frozen(at):
        with pytest.raises(Refused) as refused:
            register(made.item_id, user_id)
        with pytest.raises(Refused):
            do(services.undo, gone.id)

    assert refused.value.words == words
    assert [each.id for each in registrations(made.item_id)] == [gone.id]


def test_what_does_not_exist_is_not_there() -> None:
    for deed in (
        services.give_up,
        services.undo,
        services.take_place,
        services.check_in,
        services.confirm_guest,
    ):
        with pytest.raises(NotThere):
            do(deed, 999)
    with pytest.raises(NotThere):
        register(999, UserFactory().id)


def test_removing_somebody_is_written_down_and_moves_the_next_up() -> None:
    user_ids, webinar = people(2), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    for _ in range(2):
        do(services.remove, ids[0], user_id=user_ids[1])

    (row,) = db.session.scalars(select(AuditRow))
    assert (row.subject_kind, row.subject_id, row.user_id) == ("webinar", webinar.item_id, user_ids[1])
    assert row.before == {"registration": ids[0], "state": "registered"}
    assert (state(ids[0]), state(ids[1])) == (CANCELLED, REGISTERED)


def test_coming_in_is_noted_once_for_who_has_a_place_and_only_in_time() -> None:
    join = {"join_url": "https://zoom.example/1", "join_minutes": 15}
    user_ids, webinar = people(2), OpenWebinar(1, webinar=join)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]

    with clock.frozen(STARTS - timedelta(minutes=16)), pytest.raises(Refused, match="You can join from"):
        do(services.check_in, ids[0])
    with clock.frozen(STARTS - timedelta(minutes=15)):
        do(services.check_in, ids[0])
        do(services.check_in, ids[0])
        with pytest.raises(Refused, match="Only people who are registered"):
            do(services.check_in, ids[1])
    with clock.frozen(STARTS + timedelta(hours=1)), pytest.raises(Refused, match="This webinar ended"):
        do(services.check_in, ids[0])

    rows = db.session.scalars(select(Attendance)).all()
    assert [(row.registration_id, str(row.presence), row.minutes) for row in rows] == [
        (ids[0], "check_in", None)
    ]


def test_a_webinar_that_does_not_take_place_moves_nobody_up() -> None:
    user_ids, webinar = people(2), OpenWebinar(1)
    ids = [register(webinar.item_id, user_id) for user_id in user_ids]
    with unit_of_work() as session:
        session.get_one(Webinar, webinar.item_id).cancelled_at = NOW

    do(services.give_up, ids[0])

    assert set_capacity(webinar.item_id, 5) == []
    assert state(ids[1]) is WAITING


def test_noise_of_other_webinars_counts_nowhere(app: Flask) -> None:
    (user_id,), webinar, other = people(1), OpenWebinar(1), OpenWebinar(1)
    for _ in range(3):
        RegistrationFactory(other)
        RegistrationFactory(other, state=WAITING)

    register(webinar.item_id, user_id)

    assert (totals(webinar.item_id), users(webinar.item_id, REGISTERED)) == ((1, 0), [user_id])
