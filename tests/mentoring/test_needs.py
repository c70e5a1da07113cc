"""Writing down what one asks a mentor, changing it, waiting for openings, and taking it back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import site_settings
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.needs import own, own_total
from ion.mentoring.services import needs
from ion.mentoring.services.needs import MOST_OPEN, Wish
from ion.mentoring.services.refusals import NotThere, Refused
from ion.models import MentoringNeed, NeedState, RequestState, Weight
from tests.factories import MentorFactory, MentoringRequestFactory, NeedFactory, UserFactory, viewer_of
from tests.mentoring.asking import ask, fresh
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
TOPIC, STATE = ("topic", "employers"), ("state", "CO")


def now_of(need: MentoringNeed) -> MentoringNeed:
    db.session.rollback()
    return db.session.get_one(MentoringNeed, need.id, populate_existing=True)


def criteria(need: MentoringNeed) -> dict[tuple[str, str], Weight]:
    return {(row.facet, row.key): row.weight for row in now_of(need).criteria}


def test_writing_the_same_again_is_one_need(app: Flask, now: datetime) -> None:
    who = viewer_of(UserFactory())

    def one(_: int) -> int:
        with unit_of_work():
            return needs.write(
                who, Wish("What brought yours back?", criteria={TOPIC: Weight.HIGH}), "typed-1"
            ).id

    ids = at_once(app, one)

    assert len(set(ids)) == 1
    assert own_total(who.person_id) == 1


def test_a_member_has_so_many_open_questions_at_most(now: datetime) -> None:
    user = UserFactory()
    for _ in range(MOST_OPEN):
        NeedFactory(mentee=user)
    NeedFactory(mentee=user, state=NeedState.MET)

    with pytest.raises(Refused, match="10 questions of yours are open"), unit_of_work():
        needs.write(viewer_of(user), Wish("One more?"), "typed-2")


def test_words_that_wait_for_staff_are_refused(now: datetime) -> None:
    who = viewer_of(UserFactory())
    with unit_of_work():
        site_settings.change(site_settings.HELD_WORDS, ["casino"])

    with pytest.raises(Refused, match="casino"), unit_of_work():
        needs.write(who, Wish("Who knows a casino?"), "typed-3")


def test_changing_keeps_adds_and_removes_criteria(now: datetime) -> None:
    user = UserFactory()
    need = NeedFactory(TOPIC, STATE, mentee=user)

    with unit_of_work():
        needs.change(
            viewer_of(user),
            need.id,
            Wish("New words?", criteria={TOPIC: Weight.MUST, ("role", "employers"): Weight.LOW}),
        )

    assert criteria(need) == {TOPIC: Weight.MUST, ("role", "employers"): Weight.LOW}
    assert now_of(need).question == "New words?"


def test_what_a_mentor_read_stays_as_it_was(now: datetime) -> None:
    user = UserFactory()
    need = NeedFactory(mentee=user, question="As it was asked?")
    MentoringRequestFactory(need, state=RequestState.DECLINED)

    with unit_of_work():
        needs.change(viewer_of(user), need.id, Wish("Other words?", criteria={STATE: Weight.LOW}))

    assert now_of(need).question == "As it was asked?"
    assert criteria(need) == {STATE: Weight.LOW}


def test_loosening_makes_a_must_nice_to_have(now: datetime) -> None:
    user = UserFactory()
    need = NeedFactory((*TOPIC, Weight.MUST), (*STATE, Weight.MUST), mentee=user)

    with unit_of_work():
        needs.loosen(viewer_of(user), need.id, *STATE)

    assert criteria(need) == {TOPIC: Weight.MUST, STATE: Weight.LOW}


def test_withdrawing_takes_back_what_waits(now: datetime) -> None:
    user = UserFactory()
    need = NeedFactory(mentee=user)
    request = ask(MentorFactory(), MentorFactory(), need=need)

    with unit_of_work():
        needs.withdraw(viewer_of(user), need.id)

    assert (now_of(need).state, now_of(need).closed_at) == (NeedState.WITHDRAWN, now)
    assert fresh(request).state is RequestState.WITHDRAWN
    assert {each.state for each in now_of(need).requests} == {RequestState.WITHDRAWN}


def test_waiting_is_noted_once_and_ended(now: datetime) -> None:
    user = UserFactory()
    need = NeedFactory(mentee=user)
    with unit_of_work():
        needs.wait(viewer_of(user), need.id, on=True)
    began = now_of(need).waits_since

    with unit_of_work():
        needs.wait(viewer_of(user), need.id, on=False)

    assert (began, now_of(need).waits_since) == (now, None)


def test_nobody_else_changes_a_need(now: datetime) -> None:
    id, stranger = NeedFactory(TOPIC).id, viewer_of(UserFactory())
    deeds: list[Callable[[], object]] = [
        lambda: needs.change(stranger, id, Wish("Mine?")),
        lambda: needs.loosen(stranger, id, *TOPIC),
        lambda: needs.withdraw(stranger, id),
        lambda: needs.wait(stranger, id, on=True),
    ]

    for deed in deeds:
        with pytest.raises(NotThere), unit_of_work():
            deed()


def test_own_needs_say_where_they_stand_open_ones_first(now: datetime) -> None:
    user = UserFactory()
    met, fresh_one, waiting, refused = (NeedFactory(mentee=user) for _ in range(4))
    MentoringRequestFactory(met, state=RequestState.ACCEPTED)
    MentoringRequestFactory(waiting)
    MentoringRequestFactory(refused, state=RequestState.DECLINED)
    NeedFactory()

    listed = own(user.person_id)

    assert [(each.id, each.standing) for each in listed] == [
        (refused.id, "Ask somebody else"),
        (waiting.id, "Waits for an answer"),
        (fresh_one.id, "Choose whom to ask"),
        (met.id, "A mentor said yes"),
    ]
