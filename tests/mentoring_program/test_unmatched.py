"""Which questions wait, why, and what ION staff can do; topics that are asked about."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.mentoring_program.queries import topics
from ion.mentoring_program.queries.supply import supply
from ion.mentoring_program.queries.unmatched import Which, one, totals, unmatched
from ion.mentoring_program.services.suggesting import NotFitting, suggest
from ion.models import NeedState, RequestState, User, Weight
from tests.counting import statements
from tests.factories import TopicFactory, UserFactory
from tests.factories.mentoring import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    NeedFactory,
)
from tests.notifications.telling import notices
from tests.notifications.test_mentoring_news import do_all

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
TOPIC = ("topic", "apprenticeship")
MUST = ("topic", "apprenticeship", Weight.MUST)


def why(which: Which = Which.STUCK) -> list[str]:
    return [row.why for row in unmatched(which, offset=0, limit=20)]


def test_a_question_says_that_no_mentor_has_what_it_needs() -> None:
    TopicFactory("apprenticeship", "Apprenticeship")
    MentorFactory(("topic", "reentry"))
    NeedFactory(MUST)

    assert why() == ["No mentor has this: Apprenticeship."]


def test_a_question_says_that_those_who_fit_are_full() -> None:
    MentorFactory(TOPIC, monthly_limit=0)
    MentorFactory(TOPIC, away_until=clock.now().date() + timedelta(days=9))
    NeedFactory(MUST)

    assert why() == ["Nobody was asked yet. 2 mentors fit but are full or away."]


def test_a_question_says_who_fits_besides_those_who_declined() -> None:
    need = NeedFactory(MUST)
    MentoringRequestFactory(need, MentorFactory(TOPIC), state=RequestState.DECLINED)
    MentoringRequestFactory(need, MentorFactory(TOPIC), state=RequestState.EXPIRED)
    alone = why()
    MentorFactory(TOPIC)

    assert alone == ["1 declined, 1 did not answer. Everybody who fits was asked."]
    assert why() == ["1 declined, 1 did not answer. 1 other mentor fits and has openings."]


def test_suspended_mentors_are_no_openings() -> None:
    MentorFactory(TOPIC, user=UserFactory(suspended_at=clock.now()))
    NeedFactory(TOPIC)

    assert (supply().total, supply().of_term(*TOPIC)) == (0, [])
    assert [row.fit for row in unmatched(Which.STUCK, offset=0, limit=20)] == [0]


def test_questions_under_way_met_or_of_others_do_not_wait_for_staff() -> None:
    MentoringRequestFactory(NeedFactory())
    MentoringRequestFactory(NeedFactory(), state=RequestState.ACCEPTED)
    NeedFactory(state=NeedState.WITHDRAWN)
    old = NeedFactory(created_at=clock.now() - timedelta(days=3))
    first = NeedFactory(has_priority=True)
    met = NeedFactory(state=NeedState.MET)

    rows = unmatched(Which.STUCK, offset=0, limit=20)

    assert [(row.id, row.days) for row in rows] == [(first.id, 0), (old.id, 3)]
    assert totals() == {Which.STUCK: 2, Which.ASKED: 1}
    assert why(Which.ASKED) == ["1 mentor has not answered yet."]
    assert one(met.id) is None


def test_the_list_asks_the_same_for_many_as_for_few() -> None:
    def asked() -> int:
        unmatched(Which.STUCK, offset=0, limit=20)
        with statements() as told:
            unmatched(Which.STUCK, offset=0, limit=20)
        return len(told)

    MentorFactory(TOPIC)
    NeedFactory(TOPIC)
    few = asked()
    for _ in range(12):
        MentorFactory(TOPIC)
        NeedFactory(TOPIC)

    assert asked() == few <= 9


def test_a_suggestion_is_told_to_the_mentee_once_and_asks_nobody() -> None:
    mentee, staff, mentor = UserFactory(), UserFactory(), MentorFactory(TOPIC)
    need = NeedFactory(TOPIC, mentee=mentee)
    for _ in range(2):
        with unit_of_work():
            suggest(need.id, mentor.person_id, user_id=staff.id)
        do_all()

    (notice,) = notices(mentee)
    assert (notice.kind, notice.why) == ("mentoring.opened", f"ION staff suggest {mentor.person.name}")
    assert totals()[Which.STUCK] == 1


def test_nobody_is_suggested_for_what_found_its_conversation() -> None:
    need, mentor, staff = NeedFactory(TOPIC, state=NeedState.MET), MentorFactory(TOPIC), UserFactory()

    with pytest.raises(NotFitting), unit_of_work():
        suggest(need.id, mentor.person_id, user_id=staff.id)


def ask(home: str, question: str = "How?", mentee: User | None = None) -> User:
    user = mentee or UserFactory()
    if mentee is None:
        HeldTermFactory(user.person_id, ("state", home))
    NeedFactory(TOPIC, mentee=user, question=question)
    return user


def test_a_topic_counts_people_and_states_once_and_quotes_from_three_people_on() -> None:
    ana = ask("CO", "First?")
    ask("CO", "Second?", mentee=ana)
    ask("CO", "Third?")
    MentorFactory(TOPIC, monthly_limit=1)
    (before,) = topics.unmet(topics.needs(), supply())
    ask("ME", "Fourth?")
    (after,) = topics.unmet(topics.needs(), supply())

    assert (before.people, before.states, before.openings, before.gap, before.questions) == (2, 1, 1, 1, ())
    assert (after.people, after.states, after.gap) == (3, 2, 2)
    assert after.questions == ("Fourth?", "Third?", "Second?")


def test_one_more_mentor_places_as_many_as_matching_anew_says() -> None:
    MentorFactory(TOPIC, monthly_limit=1)
    for _ in range(2):
        NeedFactory(MUST)
    NeedFactory(("topic", "reentry", Weight.MUST))
    other = NeedFactory(("topic", "reentry", Weight.MUST))
    NeedFactory(("topic", "reentry", Weight.MUST))

    found = topics.placements(topics.needs(), supply(), ["apprenticeship", "reentry", "youth"])

    assert found == {"apprenticeship": 1, "reentry": 2, "youth": 0}
    assert other.state is NeedState.OPEN


def test_pages_of_staff_show_questions_and_reasons_but_no_note(app: Flask) -> None:
    need = NeedFactory(TOPIC, question="What brought them back?", note="My director must not know.")

    waiting = one(need.id)

    assert waiting is not None
    assert waiting.question == "What brought them back?"
    assert "director" not in repr(waiting)
