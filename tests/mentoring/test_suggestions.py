"""Who is suggested for a need, in which order, with which reasons; and what is said where nobody can be."""

from datetime import date, datetime

import pytest

from ion.core import blocking, site_settings
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.exposure import SHOWN_FOR_EACH_OPENING
from ion.mentoring.queries.suggestions import best_other, suggestions
from ion.mentoring.services.showing import note_shown
from ion.models import (
    BarKind,
    MentoringBar,
    Oversight,
    Weight,
    WhoMayAsk,
)
from tests.factories import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    NeedFactory,
    OrganizationFactory,
    PersonFactory,
    TopicFactory,
    UserFactory,
    viewer_of,
)
from tests.mentoring.suggesting import (
    APPRENTICES,
    EMPLOYERS,
    QuietMentor,
    fill,
    found,
    ids,
    index,
    reasons_not,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def test_the_best_come_first_with_reasons_that_add_up(now: datetime) -> None:
    mentee = UserFactory()
    some, best = QuietMentor(EMPLOYERS), QuietMentor(EMPLOYERS, APPRENTICES)
    QuietMentor(("topic", "noise"))
    need = NeedFactory((*EMPLOYERS, Weight.HIGH), APPRENTICES, mentee=mentee)

    answer = found(mentee, need)

    assert ids(answer) == [best.person_id, some.person_id]
    assert [each.score.points for each in answer.best] == [100, 62]
    assert all(sum(of.points for of in each.score.reasons) == each.score.points for each in answer.best)
    assert (answer.best[0].score.met, answer.best[0].score.of) == (2, 2)
    assert answer.empty == ""


def test_a_must_leaves_everyone_else_out(now: datetime) -> None:
    mentee, near, far = UserFactory(), QuietMentor(EMPLOYERS), QuietMentor(EMPLOYERS)
    HeldTermFactory(near.person_id, ("state", "CO"))
    HeldTermFactory(far.person_id, ("state", "NY"))
    need = NeedFactory(EMPLOYERS, ("state", "CO", Weight.MUST), mentee=mentee)

    assert ids(found(mentee, need)) == [near.person_id]


def test_who_is_not_to_be_asked_is_not_suggested(now: datetime) -> None:
    mine, theirs = OrganizationFactory(), OrganizationFactory()
    mentee = UserFactory(person=PersonFactory(organization_id=mine.id))
    blocker, barred = UserFactory(), UserFactory()
    colleague = UserFactory(person=PersonFactory(organization_id=mine.id))
    grantee = UserFactory(person=PersonFactory(organization_id=theirs.id))
    for user in (mentee, blocker, barred, colleague, grantee, UserFactory(suspended_at=now)):
        QuietMentor(EMPLOYERS, user=user)
    QuietMentor(EMPLOYERS, user=UserFactory(person=PersonFactory(audience="staff")))
    QuietMentor(EMPLOYERS, paused_at=now)
    QuietMentor(EMPLOYERS, ended_at=now)
    QuietMentor(EMPLOYERS, who_may_ask=WhoMayAsk.COHORTS)
    other = QuietMentor(EMPLOYERS)
    low, high = sorted((mentee.person_id, barred.person_id))
    with unit_of_work() as session:
        blocking.block(blocker.id, mentee.id)
        session.add(MentoringBar(person_id=low, other_id=high, kind=BarKind.STAFF, at=now))
        session.add(Oversight(grantor_id=mine.id, grantee_id=theirs.id, at=now))

    assert ids(found(mentee, NeedFactory(EMPLOYERS, mentee=mentee))) == [other.person_id]


def test_a_mentor_of_the_own_region_is_suggested_in_that_region_alone(now: datetime) -> None:
    near, far = UserFactory(), UserFactory()
    HeldTermFactory(near.person_id, ("state", "CO"))
    HeldTermFactory(far.person_id, ("state", "NY"))
    mentor = QuietMentor(EMPLOYERS, who_may_ask=WhoMayAsk.REGION)
    HeldTermFactory(mentor.person_id, ("state", "UT"))

    assert ids(found(near, NeedFactory(EMPLOYERS, mentee=near))) == [mentor.person_id]
    assert ids(found(far, NeedFactory(EMPLOYERS, mentee=far))) == []


def test_words_of_the_question_count_where_the_mentor_wrote_them(now: datetime) -> None:
    mentee = UserFactory()
    wrote = MentorFactory(EMPLOYERS, talks_about="Winning back an employer after the kick-off.")
    ticked, silent = MentorFactory(EMPLOYERS, talks_about="Budgets."), MentorFactory(talks_about="Data.")
    for mentor in (wrote, ticked, silent):
        index(mentor, "Employers")
    need = NeedFactory(EMPLOYERS, mentee=mentee, question="Our employers stopped coming after the kick-off")

    answer = found(mentee, need)

    assert ids(answer) == [wrote.person_id, ticked.person_id]
    by_text = [of for each in answer.best for of in each.score.reasons if of.facet == "text"]
    assert [of.words for of in by_text] == [("kick-off", "employer"), ()]


def test_the_best_match_is_shown_though_it_is_full(now: datetime) -> None:
    mentee = UserFactory()
    best, free = QuietMentor(EMPLOYERS, APPRENTICES, monthly_limit=1), QuietMentor(EMPLOYERS)
    full = QuietMentor(EMPLOYERS, monthly_limit=1)
    fill(best)
    fill(full)
    MentoringRequestFactory(mentor=free)
    need = NeedFactory(EMPLOYERS, APPRENTICES, mentee=mentee)

    answer = found(mentee, need)

    assert [(each.mentor.id, each.has_openings, each.others_asked) for each in answer.best] == [
        (best.person_id, False, 0),
        (free.person_id, True, 1),
    ]
    other = best_other(need.id)
    assert other is not None
    assert other.mentor.id == free.person_id


def test_nobody_below_the_first_rank_is_shown_far_beyond_their_openings(now: datetime) -> None:
    mentee = UserFactory()
    first = QuietMentor(EMPLOYERS, APPRENTICES)
    second = QuietMentor(EMPLOYERS, monthly_limit=1)
    earlier = [NeedFactory() for _ in range(SHOWN_FOR_EACH_OPENING)]
    need = NeedFactory(EMPLOYERS, APPRENTICES, mentee=mentee)
    assert found(mentee, need).to_note == (second.person_id,)

    with unit_of_work():
        for each in earlier:
            note_shown(each.id, [first.person_id, second.person_id])

    assert ids(found(mentee, need)) == [first.person_id]
    assert reasons_not(mentee, need, second).may_be_asked


def test_who_was_shown_for_a_need_stays_and_is_counted_once(now: datetime) -> None:
    mentee = UserFactory()
    first, second = QuietMentor(EMPLOYERS, APPRENTICES), QuietMentor(EMPLOYERS, monthly_limit=1)
    need = NeedFactory(EMPLOYERS, APPRENTICES, mentee=mentee)
    others = [NeedFactory() for _ in range(SHOWN_FOR_EACH_OPENING)]
    with unit_of_work():
        for each in (need, *others):
            note_shown(each.id, [second.person_id])

    again = found(mentee, need)

    assert ids(again) == [first.person_id, second.person_id]
    assert again.to_note == ()


def test_equals_are_spread_over_needs_and_stand_still_for_one(now: datetime) -> None:
    mentee = UserFactory()
    mentors = {QuietMentor(EMPLOYERS).person_id for _ in range(12)}
    needs = [NeedFactory(EMPLOYERS, mentee=mentee) for _ in range(8)]

    orders = [ids(found(mentee, need)) for need in needs]

    assert orders == [ids(found(mentee, need)) for need in needs]
    assert len({order[0] for order in orders}) > 2
    assert {id for order in orders for id in order} <= mentors


def test_an_empty_list_says_that_those_who_fit_are_full(now: datetime) -> None:
    mentee = UserFactory()
    for mentor in (
        QuietMentor(EMPLOYERS, monthly_limit=1),
        QuietMentor(EMPLOYERS, away_until=date(2026, 12, 3)),
    ):
        fill(mentor)

    answer = found(mentee, NeedFactory(EMPLOYERS, mentee=mentee))

    assert answer.empty == "2 mentors fit, but have no openings now."


def test_an_empty_list_says_which_must_to_loosen(now: datetime) -> None:
    TopicFactory("employers", "Working with employers")
    mentee = UserFactory()
    for _ in range(2):
        HeldTermFactory(QuietMentor().person_id, ("state", "NY"))
    need = NeedFactory((*EMPLOYERS, Weight.MUST), ("state", "NY"), mentee=mentee)

    answer = found(mentee, need)

    assert answer.empty == "No mentor fits what you ask for."
    assert [(way.words, way.value, way.mentors) for way in answer.loosen] == [
        ("Topic: Working with employers", "topic:employers", 2)
    ]


def test_a_need_of_somebody_else_has_no_suggestions(now: datetime) -> None:
    need = NeedFactory(EMPLOYERS)

    assert suggestions(viewer_of(UserFactory()), need.id) is None


def test_the_weights_that_staff_set_count(now: datetime) -> None:
    mentee = UserFactory()
    QuietMentor(EMPLOYERS)
    need = NeedFactory((*EMPLOYERS, Weight.HIGH), (*APPRENTICES, Weight.LOW), mentee=mentee)
    with unit_of_work():
        site_settings.change(site_settings.WEIGHT_HIGH, 3)

    assert found(mentee, need).best[0].score.points == 75
