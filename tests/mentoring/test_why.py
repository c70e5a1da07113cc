"""Why somebody is not suggested, who else could be, and what a request keeps of a fit."""

from datetime import datetime

import pytest

from ion.base.extensions import db
from ion.core import blocking
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.suggestions import best_other, fit
from ion.mentoring.services import dismissing
from ion.models import (
    RequestState,
    User,
    Weight,
)
from tests.factories import (
    MentorFactory,
    MentoringRequestFactory,
    NeedFactory,
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


def test_a_dismissed_mentor_is_not_suggested_until_taken_back(now: datetime) -> None:
    mentee, mentor = UserFactory(), QuietMentor(EMPLOYERS)
    need = NeedFactory(EMPLOYERS, mentee=mentee)
    with unit_of_work():
        dismissing.dismiss(viewer_of(mentee), mentor.person_id)
    put_aside = found(mentee, need)

    with unit_of_work():
        dismissing.undismiss(viewer_of(mentee), mentor.person_id)

    assert (ids(put_aside), [each.id for each in put_aside.put_aside]) == ([], [mentor.person_id])
    assert ids(found(mentee, need)) == [mentor.person_id]


def test_fit_answers_what_the_mentee_saw(now: datetime) -> None:
    mentee = UserFactory()
    mentor = MentorFactory(EMPLOYERS, talks_about="Employers who come back.")
    far = MentorFactory(APPRENTICES)
    index(mentor)
    need = NeedFactory((*EMPLOYERS, Weight.MUST), ("state", "CO"), mentee=mentee)

    shown = found(mentee, need).best[0].score

    with unit_of_work():
        assert fit(need.id, mentor.person_id) == shown
        assert fit(need.id, far.person_id) is None


def test_best_other_names_nobody_who_was_asked_dismissed_or_is_full(now: datetime) -> None:
    mentee = UserFactory()
    asked, aside, full = (QuietMentor(EMPLOYERS, APPRENTICES, monthly_limit=1) for _ in range(3))
    free = QuietMentor(EMPLOYERS)
    need = NeedFactory(EMPLOYERS, APPRENTICES, mentee=mentee)
    MentoringRequestFactory(need, asked, state=RequestState.DECLINED)
    fill(full)
    with unit_of_work():
        dismissing.dismiss(viewer_of(mentee), aside.person_id)

    other = best_other(need.id)

    assert other is not None
    assert other.mentor.id == free.person_id


def test_why_not_is_answered_by_what_holds(now: datetime) -> None:
    TopicFactory("employers", "Working with employers")
    mentee = UserFactory()
    need = NeedFactory((*EMPLOYERS, Weight.MUST), APPRENTICES, mentee=mentee)
    lower, without, blocking_one = (
        QuietMentor(EMPLOYERS),
        QuietMentor(),
        QuietMentor(EMPLOYERS, APPRENTICES),
    )
    full = QuietMentor(EMPLOYERS, monthly_limit=1)
    fill(full)
    for _ in range(5):
        QuietMentor(EMPLOYERS, APPRENTICES)
    with unit_of_work():
        blocking.block(db.session.query(User).filter_by(person_id=blocking_one.person_id).one().id, mentee.id)

    assert reasons_not(mentee, need, lower).reasons == (
        "5 mentors fit better: 0 of 100 points here, 100 or more there.",
        "Not on their profile: apprenticeship (Topic).",
    )
    assert reasons_not(mentee, need, without).reasons == (
        "They do not have what you say is a must: Working with employers (Topic).",
    )
    assert reasons_not(mentee, need, full).reasons == ("They have no openings left this month.",)
    assert reasons_not(mentee, need, blocking_one).reasons == ("They do not take requests now.",)
    assert not reasons_not(mentee, need, blocking_one).may_be_asked
