"""Any sequence of deeds against a model of a dozen lines: who has a place, who waits, in which order."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Standing, Webinar
from ion.webinars import services
from ion.webinars.queries.registrations import registration_of
from tests.conftest import NOW
from tests.webinars.lining import OpenWebinar, people, positions, register, registrations, set_capacity, users

pytestmark = pytest.mark.database

PEOPLE = 6
EXAMPLES = [10, pytest.param(300, marks=pytest.mark.soak)]
DEEDS = st.one_of(
    st.tuples(st.just("register"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from(["register", "give up", "undo", "take"]), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("capacity"), st.none() | st.integers(0, PEOPLE)),
    st.tuples(st.just("late"), st.just(0)),
)
SEQUENCES = st.tuples(st.integers(0, 3), st.lists(DEEDS, min_size=8, max_size=24))


@dataclass
class Model:
    """What shall be so: people by number, in the order in which they got a place, and in which they wait."""

    capacity: int | None
    seated: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    is_late: bool = False

    @property
    def left(self) -> int:
        return PEOPLE if self.capacity is None else self.capacity - len(self.seated)

    def do(self, deed: str, who: Any) -> None:
        if deed == "capacity":
            self.capacity = who
        elif deed == "late":
            self.is_late = True
        elif deed == "take":
            if who in self.line and self.left > self.line.index(who):
                self.line.remove(who)
                self.seated.append(who)
        elif deed == "give up":
            self.seated, self.line = ([p for p in some if p != who] for some in (self.seated, self.line))
        elif who not in self.seated + self.line and (deed == "register" or who in self.known):
            (self.seated if self.left > len(self.line) else self.line).append(who)
            self.known.add(who)
        while not self.is_late and deed in ("capacity", "give up") and self.left > 0 and self.line:
            self.seated.append(self.line.pop(0))


def do(webinar: Webinar, user_ids: list[int], deed: str, who: Any) -> None:
    """The same with the services, as their views do it."""
    if deed == "late":
        return
    if deed == "capacity":
        set_capacity(webinar.item_id, who)
        return
    if deed == "register":
        register(webinar.item_id, user_ids[who])
        return
    own = registration_of(webinar.item_id, user_ids[who])
    if own is None:
        return
    verb = {"give up": services.give_up, "undo": services.undo, "take": services.take_place}[deed]
    before = own.state
    try:
        with unit_of_work():
            verb(own.id)
    except services.Refused:
        assert (deed, before) == ("take", Standing.WAITING)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_whatever_people_do_places_go_in_the_order_of_asking(
    app: Flask, now: datetime, examples: int
) -> None:
    user_ids = people(PEOPLE)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < 100,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate] if examples < 100 else list(Phase),  # shrinking takes minutes
    )
    @given(sequence=SEQUENCES)
    def check(sequence: tuple[int, list[tuple[str, Any]]]) -> None:
        capacity, deeds = sequence
        model = Model(capacity)
        with clock.frozen(NOW):
            webinar = OpenWebinar(capacity)
        late = webinar.starts_at - timedelta(minutes=59)
        for deed, who in deeds:
            model.do(deed, who)
            with clock.frozen(late if model.is_late else NOW):
                do(webinar, user_ids, deed, who)

            waiting = users(webinar.item_id, Standing.WAITING)
            assert set(users(webinar.item_id, Standing.REGISTERED)) == {user_ids[p] for p in model.seated}
            assert waiting == [user_ids[p] for p in model.line]
            assert positions(webinar.item_id) == list(range(1, len(waiting) + 1))
        numbers = [each.number for each in registrations(webinar.item_id)]
        assert len(set(numbers)) == len(numbers) == len(model.known)

    check()
