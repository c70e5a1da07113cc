"""A mentor's own profile: begun, changed, away, paused, ended; who waits is told, and open requests close."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock, signals
from ion.core.mentoring import openings
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.profiles import Offer, mentoring_of, suggested
from ion.mentoring.queries.room import offered, shut
from ion.mentoring.services import profiles
from ion.mentoring.services.leaving import EMPTIED, take_leave
from ion.mentoring.services.refusals import NotThere, Refused
from ion.models import (
    Follow,
    MentoringNeed,
    MentoringRequest,
    MentorProfile,
    NeedState,
    RequestState,
    SavedItem,
    WhoMayAsk,
)
from tests.factories import PostFactory, TopicFactory, UserFactory
from tests.factories.mentoring import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
)
from tests.mentoring.asking import fresh
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
ANSWERS = Offer({"topic": ("welding",)}, "Second-chance hiring", 2, "Fridays", WhoMayAsk.MEMBERS)
MEMBERS = frozenset({"public", "members"})


@pytest.fixture
def opened() -> Iterator[list[int]]:
    """The mentors of whom it was said that they take requests again."""
    heard: list[int] = []

    def hear(mentor: MentorProfile, **_: object) -> None:
        heard.append(mentor.person_id)

    with signals.mentor_opened.connected_to(hear):
        yield heard


def offer(person_id: int, wanted: Offer = ANSWERS) -> None:
    with unit_of_work():
        profiles.offer(person_id, wanted)


def test_offer_makes_a_mentor_of_a_member_and_tells_who_waits(opened: list[int]) -> None:
    id = UserFactory().person_id

    offer(id)

    mentoring = mentoring_of(id)
    assert mentoring is not None and mentoring.offer.terms["topic"] == ("welding",)
    assert replace(mentoring.offer, terms={}) == replace(ANSWERS, terms={})
    assert openings([id]) == {id: 2}
    assert opened == [id]


def test_offer_again_changes_the_answers_and_tells_only_of_more(opened: list[int]) -> None:
    id = UserFactory().person_id
    offer(id)

    offer(id, replace(ANSWERS, terms={"topic": ("reentry",), "stage": ("launch",)}, monthly_limit=1))
    offer(id, replace(ANSWERS, talks_about="Other words", monthly_limit=1))
    offer(id, replace(ANSWERS, monthly_limit=3))

    mentoring = mentoring_of(id)
    assert mentoring is not None
    assert (mentoring.offer.terms["topic"], mentoring.offer.terms["stage"]) == (("welding",), ())
    assert opened == [id, id]


def test_offer_tells_when_more_people_may_ask(opened: list[int]) -> None:
    id = MentorFactory(who_may_ask=WhoMayAsk.COHORTS).person_id

    offer(id, replace(ANSWERS, who_may_ask=WhoMayAsk.REGION))
    offer(id, replace(ANSWERS, who_may_ask=WhoMayAsk.COHORTS))

    assert opened == [id]


def test_lowering_the_limit_keeps_what_was_accepted_and_closes_what_waits() -> None:
    mentor = MentorFactory(monthly_limit=3)
    accepted = MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED)
    waits = MentoringRequestFactory(mentor=mentor)

    offer(mentor.person_id, replace(ANSWERS, monthly_limit=1))

    assert fresh(accepted).state is RequestState.ACCEPTED
    assert (fresh(waits).state, fresh(waits).closed_why) == (RequestState.CLOSED, "full")


@pytest.mark.parametrize("why", ["paused", "away", "ended"])
def test_who_takes_no_requests_is_asked_by_nobody_and_leaves_nobody_waiting(
    why: str, opened: list[int]
) -> None:
    mentor = MentorFactory()
    id, waits = mentor.person_id, MentoringRequestFactory(mentor=mentor)
    tomorrow = clock.now().date() + timedelta(days=1)
    deeds = {
        "paused": lambda: profiles.pause(id),
        "away": lambda: profiles.be_away(id, tomorrow),
        "ended": lambda: profiles.end(id),
    }

    with unit_of_work():
        deeds[why]()

    assert openings([id]) == {id: 0}
    assert (fresh(waits).state, fresh(waits).closed_why) == (RequestState.CLOSED, why)
    assert opened == []


@pytest.mark.parametrize("why", ["paused", "away"])
def test_resume_takes_requests_again_and_tells_who_waits(why: str, opened: list[int]) -> None:
    state = {"paused": {"paused_at": clock.now()}, "away": {"away_until": date(2027, 1, 2)}}[why]
    id = MentorFactory(**state).person_id

    with unit_of_work():
        profiles.resume(id)
    with unit_of_work():
        profiles.resume(id)

    assert openings([id]) == {id: 2}
    assert opened == [id]


def test_who_ended_begins_again_with_new_answers_and_not_otherwise(opened: list[int]) -> None:
    id = MentorFactory(ended_at=clock.now(), paused_at=clock.now()).person_id

    with pytest.raises(NotThere), unit_of_work():
        profiles.resume(id)
    offer(id)

    assert openings([id]) == {id: 2}
    assert opened == [id]


@pytest.mark.parametrize("days", [0, -1, 400])
def test_be_away_takes_a_date_ahead_within_a_year(days: int) -> None:
    id = MentorFactory().person_id

    with pytest.raises(Refused), unit_of_work():
        profiles.be_away(id, clock.now().date() + timedelta(days=days))

    assert openings([id]) == {id: 2}


def test_two_first_answers_at_once_make_one_profile(app: Flask) -> None:
    id = UserFactory().person_id

    answers = at_once(app, lambda _: offer(id), 4)

    assert answers == [None] * 4
    assert openings([id]) == {id: 2}


def test_suggested_begins_with_what_is_nearest_to_ones_own_work() -> None:
    user = UserFactory()
    for key in ("youth", "reentry", "welding", "rural", "apprenticeship"):
        TopicFactory(key, key.title())
    PostFactory(
        authors=[user.person], submitted_by_id=user.person_id, terms={"topic": ["reentry"], "sector": ["23"]}
    )
    saved = PostFactory(terms={"topic": ["welding"]}).item_id
    PostFactory(terms={"topic": ["rural"]})
    HeldTermFactory(user.person_id, ("topic", "youth"), ("state", "CO"))
    with unit_of_work() as session:
        at = clock.now()
        session.add(SavedItem(user_id=user.id, item_id=saved, at=at))
        session.add(Follow(user_id=user.id, kind="topic", key="apprenticeship", at=at))
        session.add(Follow(user_id=user.id, kind="topic", key="gone", at=at))

    start = suggested(user.person_id)

    assert start.is_from_here
    assert start.offer.terms["topic"] == ("reentry", "youth", "apprenticeship", "welding")
    assert start.offer.terms["sector"] == ("23",)
    assert start.offer.terms["stage"] == ()


def test_room_of_everybody_is_what_openings_says_of_each(now: datetime) -> None:
    """Where a month begins is another instant in Guam than in Hawaii; 8 p.m. UTC is the last hour of it somewhere."""
    last = datetime(2026, 11, 30, 20, 0, tzinfo=now.tzinfo)
    zones = ("Pacific/Guam", "America/New_York", "Pacific/Honolulu", "")
    mentors = [MentorFactory(monthly_limit=1, user=UserFactory()) for _ in zones]
    with unit_of_work():
        for mentor, zone in zip(mentors, zones, strict=True):
            db.session.merge(mentor.person).zone = zone
    for mentor in mentors:
        MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED, accepted_on=date(2026, 11, 30))
    away = MentorFactory(away_until=date(2026, 12, 24)).person_id
    MentorFactory(paused_at=now)
    ids = [mentor.person_id for mentor in mentors]

    with clock.frozen(last):
        every, one_by_one, closed = offered(MEMBERS), openings([*ids, away]), shut()

    assert every == one_by_one
    assert [every[id] for id in ids] == [1, 0, 0, 0]
    assert closed == {*ids[1:], away}


def test_leaving_ends_the_mentoring_and_empties_what_was_written() -> None:
    user = UserFactory()
    mentor = MentorFactory(("topic", "welding"), user=user, is_shown_publicly=True)
    asked = MentoringRequestFactory(mentor=mentor, reasons=[{"facet": "topic"}])
    need = NeedFactory(("state", "CO"), mentee=user, note="Only for you")
    put = MentoringRequestFactory(need=need)
    MentorshipFactory(mentor=user)

    with unit_of_work():
        take_leave(user.person_id)

    gone = db.session.get_one(MentorProfile, mentor.person_id, populate_existing=True)
    assert (gone.talks_about, gone.terms, gone.is_shown_publicly) == ("", [], False)
    assert gone.ended_at is not None
    own = db.session.get_one(MentoringNeed, need.id, populate_existing=True)
    assert (own.question, own.note, own.criteria, own.state) == (EMPTIED, "", [], NeedState.WITHDRAWN)
    states = {row.id: (row.state, row.reasons) for row in db.session.query(MentoringRequest)}
    assert states == {asked.id: (RequestState.CLOSED, []), put.id: (RequestState.WITHDRAWN, [])}
