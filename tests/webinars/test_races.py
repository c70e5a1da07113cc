"""Many who ask at the same moment: places go in one order, nobody twice, none lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock, tallies
from ion.core.unit_of_work import unit_of_work
from ion.models import Attendance, KindVersion, Registration, Standing, Webinar
from ion.webinars import services
from ion.webinars.queries.registrations import registration_of
from tests.factories.registrations import RegistrationFactory
from tests.racing import THREADS, at_once
from tests.webinars.lining import OpenWebinar, people, positions, register, registrations, set_capacity, users

pytestmark = pytest.mark.database

ROUNDS = [3, pytest.param(20, marks=pytest.mark.soak)]
REGISTERED, WAITING = Standing.REGISTERED, Standing.WAITING
CROWD, SEATS = 50, 10


@pytest.mark.parametrize("rounds", ROUNDS)
def test_fifty_at_once_get_ten_places_and_forty_in_line(app: Flask, rounds: int) -> None:
    user_ids = people(CROWD)
    for _ in range(rounds):
        webinar = OpenWebinar(SEATS)
        webinar_id = webinar.item_id

        def ask(number: int, webinar_id: int = webinar_id) -> str:
            register(webinar_id, user_ids[number])
            return "asked"

        assert at_once(app, ask, CROWD) == ["asked"] * CROWD
        everyone = registrations(webinar_id)
        assert [each.number for each in everyone] == list(range(1, CROWD + 1))
        assert {each.user_id for each in everyone} == set(user_ids)
        assert [each.state for each in everyone] == [REGISTERED] * SEATS + [WAITING] * (CROWD - SEATS)
        assert positions(webinar_id) == list(range(1, CROWD - SEATS + 1))
        assert [each.asked_at for each in everyone] == sorted(each.asked_at for each in everyone)


def test_who_comes_one_after_the_other_is_served_in_that_order(app: Flask) -> None:
    user_ids, webinar = people(8), OpenWebinar(2)

    for user_id in user_ids:
        register(webinar.item_id, user_id)

    assert users(webinar.item_id, REGISTERED) == user_ids[:2]
    assert users(webinar.item_id, WAITING) == user_ids[2:]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_giving_up_raising_the_capacity_and_asking_at_once_keeps_the_order(app: Flask, rounds: int) -> None:
    user_ids = people(16)
    for _ in range(rounds):
        webinar = OpenWebinar(6)
        webinar_id = webinar.item_id
        for user_id in user_ids[:12]:  # six have a place, six wait
            register(webinar_id, user_id)
        own = {user_id: registration_of(webinar_id, user_id) for user_id in user_ids}
        ids = [registration.id for registration in own.values() if registration]

        def give_up(index: int, ids: list[int] = ids) -> None:
            with unit_of_work():
                services.give_up(ids[index])

        def ask(index: int, webinar_id: int = webinar_id) -> None:
            register(webinar_id, user_ids[index])

        def widen(_: int, webinar_id: int = webinar_id) -> None:
            set_capacity(webinar_id, 8)

        deeds: list[tuple[Callable[[int], None], int]] = [
            (give_up, 0),
            (ask, 12),
            (widen, 0),
            (give_up, 7),
            (give_up, 1),
            (ask, 13),
            (give_up, 2),
            (ask, 14),
            (give_up, 11),
            (ask, 15),
        ]

        def do(thread: int, deeds: list[tuple[Callable[[int], None], int]] = deeds) -> str:
            deed, index = deeds[thread]
            deed(index)
            return "done"

        assert at_once(app, do, len(deeds)) == ["done"] * len(deeds)
        seated, waiting = registrations(webinar_id, REGISTERED), registrations(webinar_id, WAITING)
        assert (len(seated), len(waiting)) == (8, 3)
        assert max(each.number for each in seated) < min(each.number for each in waiting)
        assert [each.user_id for each in seated[:7]] == [user_ids[i] for i in (3, 4, 5, 6, 8, 9, 10)]
        assert positions(webinar_id) == [1, 2, 3]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_one_person_who_asks_eight_times_at_once_is_registered_once(app: Flask, rounds: int) -> None:
    (user_id,) = people(1)
    for _ in range(rounds):
        webinar_id = OpenWebinar(1).item_id

        answers = at_once(app, lambda _, id=webinar_id: register(id, user_id))  # type: ignore[misc]

        (only,) = registrations(webinar_id)
        assert answers == [only.id] * THREADS
        assert (only.state, only.number) == (REGISTERED, 1)


def test_a_guest_who_confirms_eight_times_at_once_takes_one_place(app: Flask) -> None:
    webinar = OpenWebinar(1)
    guest = RegistrationFactory(
        webinar, email="guest@example.org", state=Standing.PENDING, number=0, asked_at=clock.now()
    )

    def confirm(_: int, id: int = guest.id) -> str:
        with unit_of_work():
            return str(services.confirm_guest(id).state)

    assert at_once(app, confirm) == ["registered"] * THREADS
    assert [each.number for each in registrations(webinar.item_id)] == [1]


def test_one_who_comes_in_eight_times_at_once_was_there_once(app: Flask) -> None:
    webinar = OpenWebinar(webinar={"join_url": "https://zoom.example/1", "join_minutes": 60 * 24 * 30})
    registration = RegistrationFactory(webinar)

    def come(_: int, id: int = registration.id) -> str:
        with unit_of_work():
            return str(services.check_in(id).state)

    assert at_once(app, come) == ["registered"] * THREADS
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 1


def test_registering_makes_no_list_of_webinars_be_read_anew(app: Flask) -> None:
    user_ids, webinar = people(2), OpenWebinar(1)
    before = tallies.versions()["webinar"]

    first = register(webinar.item_id, user_ids[0])
    register(webinar.item_id, user_ids[1])
    with unit_of_work():
        services.give_up(first)

    assert db.session.scalar(select(KindVersion.number).where(KindVersion.kind == "webinar")) == before
    assert db.session.scalar(select(Webinar.line_number)) == 2
    assert users(webinar.item_id, REGISTERED) == [user_ids[1]]
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2
    assert webinar.starts_at - clock.now() > timedelta(days=9)
