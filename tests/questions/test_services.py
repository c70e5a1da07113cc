"""The rules of questions: who waits, who may do what, votes that count once, merging, and races."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.commons.questions import services
from ion.commons.questions.policies import FLOOD, Reader
from ion.commons.questions.queries import questions
from ion.commons.questions.services import Decided, NotThere, QuestionsClosed, Refused
from ion.core import clock, signals, site_settings
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Grant, ItemState, QuestionState, User, Webinar
from tests.conftest import NOW
from tests.discussion.talk import CommentFactory
from tests.factories import PostFactory, PracticeFactory, UserFactory, WebinarFactory
from tests.factories.registrations import RegistrationFactory
from tests.questions.asking import (
    ANSWERED,
    HELD,
    MERGED,
    OPEN,
    REFUSED,
    WITHDRAWN,
    Asked,
    ask,
    counted,
    decide,
    guest,
    kept,
    reader,
    seen_now,
    sheet_version,
    vote,
    voters,
)
from tests.racing import THREADS, at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


@pytest.fixture
def webinar(app: Flask) -> Webinar:
    return WebinarFactory()


@pytest.fixture
def staff(app: Flask) -> User:
    return UserFactory(Grant.MEMBER, Grant.FACILITATOR)


def told_of(signal: object) -> list[int]:
    """The ids of the questions that a signal is sent of from now on, for as long as this list lives."""
    ids: list[int] = []

    def hear(question: object) -> None:
        ids.append(question.id)  # type: ignore[attr-defined]

    signal.connect(hear)  # type: ignore[attr-defined]
    ids_of_hearers.append(hear)
    return ids


ids_of_hearers: list[object] = []


def test_the_first_question_of_a_member_waits_and_known_people_ask_at_once(
    webinar: Webinar, staff: User
) -> None:
    ana, known = UserFactory(), UserFactory()
    CommentFactory(PostFactory().item_id, known)

    first, second = (ask(ana, webinar.item_id, words) for words in ("One", "Two"))
    decide("approve", first, staff)
    third = ask(ana, webinar.item_id, "Three")
    of_known, of_staff = ask(known, webinar.item_id), ask(staff, webinar.item_id)

    states = [kept(id).state for id in (first, second, third, of_known, of_staff)]
    assert states == [OPEN, HELD, OPEN, OPEN, OPEN]


def test_the_setting_lets_first_questions_through(webinar: Webinar) -> None:
    with unit_of_work():
        site_settings.change(site_settings.FIRST_HELD, False)

    assert kept(ask(UserFactory(), webinar.item_id)).state is OPEN


def test_asking_is_wanting_it_answered_and_the_same_words_at_once_are_one_question(webinar: Webinar) -> None:
    ana = UserFactory()

    ids = {ask(ana, webinar.item_id) for _ in range(2)}
    with clock.frozen(NOW + timedelta(minutes=2)):
        later = ask(ana, webinar.item_id)

    assert len(ids) == 1 and later not in ids
    assert voters(later) == {f"user:{ana.id}"}
    assert counted(later) == (1, 1)


def test_a_guest_asks_and_votes_as_the_registration(webinar: Webinar, staff: User) -> None:
    first, second = (RegistrationFactory(webinar, email=f"g{n}@example.org") for n in (1, 2))
    with unit_of_work():
        id = services.ask(guest(first.id), webinar.item_id, "Is it recorded?").id

    assert (kept(id).registration_id, kept(id).user_id, kept(id).state) == (first.id, None, HELD)

    decide("approve", id, staff)
    with unit_of_work():
        services.vote(guest(second.id), id, True)

    assert voters(id) == {f"registration:{first.id}", f"registration:{second.id}"}


def test_nothing_is_asked_where_one_may_not_see_or_where_no_questions_are_asked() -> None:
    ana = UserFactory()
    unseen = [
        WebinarFactory(state=ItemState.DRAFT),
        WebinarFactory(audience="staff"),
        PracticeFactory(),
    ]
    for item in unseen:
        with pytest.raises(NotThere):
            ask(ana, item.item_id)
    seen = WebinarFactory().item_id
    with pytest.raises(NotThere), unit_of_work():
        services.ask(Reader(frozenset({"public"})), seen, "By nobody")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"webinar": {"cancelled_at": NOW}}, "canceled"),
        ({"expires_at": NOW - timedelta(days=1)}, "archived"),
    ],
)
def test_a_canceled_or_archived_webinar_takes_no_questions(fields: dict[str, object], words: str) -> None:
    with pytest.raises(QuestionsClosed, match=words):
        ask(UserFactory(), WebinarFactory(**fields).item_id)


def test_a_vote_counts_once_is_taken_back_and_the_asker_s_own_stays(webinar: Webinar) -> None:
    ana, ben = UserFactory(), UserFactory()
    id = Asked(webinar.item_id, user=ana)

    for _ in range(2):
        vote(ben, id)
    assert counted(id) == (2, 2)

    for _ in range(2):
        vote(ben, id, wanted=False)
    vote(ana, id, wanted=False)
    assert (counted(id), voters(id)) == ((1, 1), {f"user:{ana.id}"})


def test_a_question_that_is_not_shown_takes_no_votes_and_an_answered_one_says_so(webinar: Webinar) -> None:
    ben = UserFactory()
    for state in (HELD, REFUSED, WITHDRAWN):
        with pytest.raises(NotThere):
            vote(ben, Asked(webinar.item_id, state=state))
    with pytest.raises(Refused, match="answered already"):
        vote(ben, Asked(webinar.item_id, answer="Yes."))


def test_merging_moves_votes_without_counting_anybody_twice(webinar: Webinar, staff: User) -> None:
    ana, ben, eve = UserFactory(), UserFactory(), UserFactory()
    one, two = Asked(webinar.item_id, "One", user=ana), Asked(webinar.item_id, "Two", user=ben)
    vote(eve, one)
    vote(eve, two)
    vote(ben, one)

    decide("merge", two, staff, one)

    assert voters(one) == {f"user:{each.id}" for each in (ana, ben, eve)}
    assert (counted(one), counted(two)) == ((3, 3), (0, 0))
    assert (kept(two).state, kept(two).merged_into_id) == (MERGED, one)


def test_chains_of_merged_questions_lead_to_one_and_never_in_a_circle(webinar: Webinar, staff: User) -> None:
    a, b, c, d = (Asked(webinar.item_id, letter, votes=1) for letter in "abcd")
    later = UserFactory()
    decide("merge", a, staff, b)
    decide("merge", b, staff, c)

    with pytest.raises(Refused, match="into itself"):
        decide("merge", c, staff, a)
    with pytest.raises(Refused, match="into itself"):
        decide("merge", c, staff, c)
    decide("merge", d, staff, a)  # a is part of c by now
    vote(later, a)

    assert [kept(id).merged_into_id for id in (a, b, d)] == [c, c, c]
    assert questions.root(kept(a)).id == c
    assert counted(c) == (2, 2)  # the strangers of all four are one voter; and a new one


def test_a_question_is_merged_only_into_one_that_is_shown_of_the_same_item(
    webinar: Webinar, staff: User
) -> None:
    id = Asked(webinar.item_id)
    hidden, elsewhere = Asked(webinar.item_id, state=HELD), Asked(WebinarFactory().item_id)

    for into, words in ((hidden, "not shown"), (elsewhere, "of the list"), (999, "of the list")):
        with pytest.raises(Refused, match=words):
            decide("merge", id, staff, into)
    assert kept(id).state is OPEN


def test_a_merged_question_that_is_taken_out_again_has_its_asker_s_vote(
    webinar: Webinar, staff: User
) -> None:
    ana = UserFactory()
    one, two = Asked(webinar.item_id, "One", votes=2), Asked(webinar.item_id, "Two", user=ana)
    decide("merge", two, staff, one)

    decide("reopen", two, staff)

    assert (kept(two).state, kept(two).merged_into_id, counted(two)) == (OPEN, None, (1, 1))
    assert counted(one) == (3, 3)


def test_an_answer_is_live_or_in_writing_or_both_and_its_askers_are_told_once(
    webinar: Webinar, staff: User
) -> None:
    one, two = Asked(webinar.item_id, "One"), Asked(webinar.item_id, "Two")
    decide("merge", two, staff, one)
    told = told_of(signals.question_answered)

    decide("answer_live", one, staff, second=760)
    with clock.frozen(NOW + timedelta(hours=1)):
        decide("answer_in_text", one, staff, "# Yes\n\n**All** of it, <script>no</script>")

    answered = kept(one)
    assert (answered.state, answered.second, answered.answered_at) == (ANSWERED, 760, NOW)
    assert "<strong>Yes</strong>" in answered.answer_html and "<h" not in answered.answer_html
    assert "<script" not in answered.answer_html
    assert told == [one, two]


def test_a_question_merged_into_an_answered_one_is_answered_by_that(webinar: Webinar, staff: User) -> None:
    one, two = Asked(webinar.item_id, "One", answer="Yes."), Asked(webinar.item_id, "Two")
    told = told_of(signals.question_answered)

    decide("merge", two, staff, one)

    assert told == [two]


def test_a_minute_before_the_start_or_long_after_is_none(webinar: Webinar, staff: User) -> None:
    for second in (-1, 12 * 3600 + 1):
        with pytest.raises(Refused, match="minute"):
            decide("answer_live", Asked(webinar.item_id), staff, second=second)


def test_what_was_answered_or_refused_by_mistake_is_opened_again_and_the_log_keeps_the_answer(
    webinar: Webinar, staff: User
) -> None:
    answered = Asked(webinar.item_id, answer="A wrong answer.", second=60)
    refused = Asked(webinar.item_id, state=REFUSED, reason="It is not about this webinar.")

    for id in (answered, refused):
        decide("reopen", id, staff)

    again = kept(answered)
    assert (again.state, again.answer, again.answer_html, again.second) == (OPEN, "", "", None)
    assert (kept(refused).state, kept(refused).reason) == (OPEN, "")
    row = db.session.query(AuditRow).filter_by(subject_kind="question", subject_id=answered).one()
    assert row.before == {"state": "answered", "answer": "A wrong answer.", "second": 60}


WRONG = [
    ("approve", OPEN, ()),
    ("hold", HELD, ()),
    ("refuse", ANSWERED, ("Why",)),
    ("reopen", OPEN, ()),
    ("answer_in_text", REFUSED, ("Yes.",)),
    ("answer_in_text", MERGED, ("Yes.",)),
    ("merge", REFUSED, (0,)),
]


@pytest.mark.parametrize(("verb", "state", "more"), WRONG)
def test_what_does_not_fit_how_a_question_stands_is_refused_in_words(
    webinar: Webinar, staff: User, verb: str, state: QuestionState, more: tuple[object, ...]
) -> None:
    into = Asked(webinar.item_id, "Another")
    id = Asked(webinar.item_id, state=state)

    with pytest.raises(Refused) as refusal:
        decide(verb, id, staff, *(into if each == 0 else each for each in more))

    assert refusal.value.words.endswith(".")
    assert kept(id).state is state


def test_holding_and_refusing_take_a_question_from_sight(webinar: Webinar, staff: User) -> None:
    one, two = Asked(webinar.item_id), Asked(webinar.item_id)

    decide("hold", one, staff)
    decide("refuse", two, staff, "It is not about this webinar.")

    assert [(kept(id).state, kept(id).reason) for id in (one, two)] == [
        (HELD, ""),
        (REFUSED, "It is not about this webinar."),
    ]


def test_who_decides_second_is_told_who_was_first(webinar: Webinar, staff: User) -> None:
    id = Asked(webinar.item_id, state=HELD)
    seen = seen_now(id)
    decide("refuse", id, staff, "Why.", seen=seen)

    with pytest.raises(
        Decided, match=re.escape("refused this question on Sat., Nov. 21, 2026, 10:00 a.m. ET")
    ):
        decide("approve", id, UserFactory(), seen=seen)
    assert kept(id).state is REFUSED


def test_the_asker_withdraws_while_nobody_answered_and_no_one_else_does(
    webinar: Webinar, staff: User
) -> None:
    ana = UserFactory()
    mine, answered, joined = (Asked(webinar.item_id, letter, user=ana) for letter in "abc")
    decide("answer_live", answered, staff, second=1)
    decide("merge", Asked(webinar.item_id, "d"), staff, joined)

    def withdraw(who: Reader, id: int) -> None:
        with unit_of_work():
            services.withdraw(who, id)

    with pytest.raises(NotThere):
        withdraw(reader(staff), mine)
    with pytest.raises(Refused, match="decided meanwhile"):
        withdraw(reader(ana), answered)
    with pytest.raises(Refused, match="put together with yours"):
        withdraw(reader(ana), joined)
    seen = seen_now(mine)
    withdraw(reader(ana), mine)

    assert (kept(mine).state, kept(mine).text) == (WITHDRAWN, "")
    with pytest.raises(NotThere):
        withdraw(reader(ana), mine)
    with pytest.raises(Decided, match="withdrew this question"):
        decide("approve", mine, staff, seen=seen)


def test_the_version_rises_with_every_visible_change_and_with_nothing_else(
    webinar: Webinar, staff: User
) -> None:
    ana, ben = UserFactory(), UserFactory()
    versions = [sheet_version(webinar.item_id)]

    def look() -> None:
        versions.append(sheet_version(webinar.item_id))

    id = ask(ana, webinar.item_id)
    look()
    for verb, more in (("approve", ()), ("answer_in_text", ("Yes.",)), ("reopen", ())):
        decide(verb, id, staff, *more)
        look()
    vote(ben, id)
    look()
    rising = list(versions)
    vote(ben, id)
    ask(ana, webinar.item_id)
    look()

    assert rising == sorted(set(rising))
    assert versions[-1] == rising[-1]
    assert rising[0] == 0 and rising[1] > 0


def test_too_many_questions_at_once_have_to_wait(webinar: Webinar) -> None:
    who = reader(UserFactory())
    with unit_of_work():
        waits = [services.wait_before_another(who) for _ in range(FLOOD.most + 1)]

    assert waits[:-1] == [0] * FLOOD.most
    assert waits[-1] == FLOOD.window.total_seconds()


def test_what_a_guest_asked_and_voted_for_becomes_the_member_s_and_counts_once(webinar: Webinar) -> None:
    registration, ana = RegistrationFactory(webinar, email="ana@example.org"), UserFactory()
    both, alone, other = (Asked(webinar.item_id, letter) for letter in "abc")
    who = guest(registration.id)
    with unit_of_work():
        own = services.ask(who, webinar.item_id, "Mine").id
        for id in (both, alone):
            services.vote(who, id, True)
    vote(ana, both)
    before = sheet_version(webinar.item_id)

    with unit_of_work():
        services.hand_over(registration.id, ana.id)

    assert [voters(id) for id in (own, both, alone, other)] == [{f"user:{ana.id}"}] * 3 + [set()]
    assert [counted(id) for id in (own, both, alone)] == [(1, 1)] * 3
    assert kept(own).user_id == ana.id
    assert sheet_version(webinar.item_id) > before


ROUNDS = [3, pytest.param(20, marks=pytest.mark.soak)]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_vote_cast_eight_times_at_once_counts_once(app: Flask, webinar: Webinar, rounds: int) -> None:
    for _ in range(rounds):
        id, who = Asked(webinar.item_id), reader(UserFactory())

        def cast(_number: int, id: int = id, who: Reader = who) -> None:
            with unit_of_work():
                services.vote(who, id, True)

        assert at_once(app, cast) == [None] * THREADS
        assert counted(id) == (1, 1)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_votes_that_come_while_questions_are_merged_are_all_kept(
    app: Flask, webinar: Webinar, staff: User, rounds: int
) -> None:
    for _ in range(rounds):
        one, two = Asked(webinar.item_id, "One"), Asked(webinar.item_id, "Two")
        people = [reader(UserFactory()) for _ in range(THREADS)]
        seen = seen_now(two)

        def deed(
            number: int, one: int = one, two: int = two, seen: str = seen, people: list[Reader] = people
        ) -> None:
            with unit_of_work():
                if number == 0:
                    services.merge(two, one, seen=seen, user_id=staff.id)
                else:
                    services.vote(people[number], two if number % 2 else one, True)

        assert at_once(app, deed) == [None] * THREADS
        assert voters(one) == {who.voter for who in people[1:]}
        assert (counted(one), counted(two)) == ((7, 7), (0, 0))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_moderators_who_decide_at_once_one_does_and_the_others_are_told(
    app: Flask, webinar: Webinar, staff: User, rounds: int
) -> None:
    for _ in range(rounds):
        id = Asked(webinar.item_id, state=HELD)
        seen = seen_now(id)

        def deed(number: int, id: int = id, seen: str = seen) -> str:
            try:
                with unit_of_work():
                    if number % 2:
                        services.approve(id, seen=seen, user_id=staff.id)
                    else:
                        services.refuse(id, "Why.", seen=seen, user_id=staff.id)
            except Decided as error:
                return error.words
            return "done"

        answers = at_once(app, deed)

        assert answers.count("done") == 1
        assert all(each == "done" or each.endswith("Your decision was not kept.") for each in answers)
