"""Tries are counted exactly, for a while, per action and subject."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.core import clock, throttle
from ion.core.throttle import Limit
from ion.core.unit_of_work import unit_of_work
from tests.conftest import NOW
from tests.racing import at_once

pytestmark = pytest.mark.database
LIMIT = Limit("sign-in", most=5, window=timedelta(minutes=15))


def tried(subject: str, limit: Limit = LIMIT) -> int:
    with unit_of_work():
        return throttle.count(limit, subject)


def test_the_sixth_try_has_to_wait_for_the_rest_of_the_window(app: Flask) -> None:
    with clock.frozen(NOW):
        first = [tried("a@ion.example") for _ in range(5)]
    with clock.frozen(NOW + timedelta(minutes=5)):
        sixth = tried("a@ion.example")
        left = throttle.seconds_left(LIMIT, "a@ion.example")

    assert first == [0] * 5
    assert sixth == left == 600


def test_a_new_window_begins_when_the_old_one_has_ended(app: Flask) -> None:
    with clock.frozen(NOW):
        for _ in range(9):
            tried("a@ion.example")
    with clock.frozen(NOW + LIMIT.window):
        waits = [throttle.seconds_left(LIMIT, "a@ion.example"), *(tried("a@ion.example") for _ in range(5))]

    assert waits == [0] * 6


def test_spelling_does_not_make_another_subject(app: Flask) -> None:
    for subject in ("a@ion.example", " A@Ion.Example", "a@ION.example "):
        tried(subject, Limit("x", 3, LIMIT.window))

    assert tried("a@ion.example", Limit("x", 3, LIMIT.window)) > 0


def test_others_and_other_actions_are_counted_apart(app: Flask) -> None:
    for _ in range(6):
        tried("a@ion.example")

    assert tried("b@ion.example") == 0
    assert tried("a@ion.example", Limit("reset", 5, LIMIT.window)) == 0


def test_who_is_forgiven_begins_anew(app: Flask) -> None:
    for _ in range(6):
        tried("a@ion.example")
    with unit_of_work():
        throttle.forgive(LIMIT, "a@ion.example")

    assert tried("a@ion.example") == 0


def test_fifty_at_once_count_as_fifty(app: Flask) -> None:
    told = at_once(app, lambda _: [tried("a@ion.example") for _ in range(5)], threads=10)

    waits = [wait for some in told for wait in some]
    assert len(waits) == 50
    assert waits.count(0) == 5


def test_windows_that_ended_are_forgotten(app: Flask) -> None:
    with clock.frozen(NOW):
        for _ in range(6):
            tried("a@ion.example")
    with clock.frozen(NOW + timedelta(minutes=10)):
        for _ in range(6):
            tried("b@ion.example")
    with clock.frozen(NOW + LIMIT.window):
        with unit_of_work():
            throttle.forget_past()
        left = throttle.seconds_left(LIMIT, "b@ion.example")
    with clock.frozen(NOW):
        forgotten = throttle.seconds_left(LIMIT, "a@ion.example")

    assert left > 0
    assert forgotten == 0
