"""Who is told of requests, openings, mentorships and cohorts, and what such notices lead to."""

from datetime import timedelta

import pytest

from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    CohortMember,
    CohortState,
    GroupCall,
    Match,
    MatchMode,
    MatchRun,
    MentoringCohort,
    MentoringRequest,
    MentorProfile,
    Mentorship,
    NeedState,
    RequestState,
    Side,
    User,
    WhoMayAsk,
)
from ion.notifications import services
from ion.notifications.forms import required
from ion.notifications.queries import sight, unread_here
from ion.notifications.visiting import place_of
from tests.discussion.talk import who
from tests.factories import UserFactory
from tests.factories.mentoring import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
)
from tests.notifications.telling import notices, told, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
APPRENTICESHIP = ("topic", "apprenticeship")


def send(signal_name: str, model: type, id: int, **facts: object) -> None:
    with unit_of_work() as session:
        getattr(signals, signal_name).send(session.get_one(model, id), **facts)
    do_all()


def do_all() -> None:
    """Let the worker do what is due, and what comes of it."""
    while work():
        pass


def pair(**fields: object) -> tuple[User, User, MentoringRequest]:
    """A mentor, a mentee, and the request between them."""
    mentor, mentee = UserFactory(), UserFactory()
    row = MentoringRequestFactory(NeedFactory(mentee=mentee), MentorFactory(user=mentor), **fields)
    return mentor, mentee, row


def test_a_mentor_hears_of_a_request_on_the_site_and_is_mailed_by_the_room_alone() -> None:
    mentor, mentee, row = pair()

    send("mentoring_asked", MentoringRequest, row.id)

    (notice,) = notices(mentor)
    assert (notice.kind, notice.subject_id, notice.mail_at) == ("mentoring.asked", row.id, None)
    assert mentee.person.name in notice.why
    assert notices(mentee) == []


def test_an_acceptance_is_told_to_the_mentee_who_alone_follows_it() -> None:
    mentor, mentee, row = pair(state=RequestState.ACCEPTED)
    stranger = UserFactory()

    send("mentoring_accepted", MentoringRequest, row.id)

    (notice,) = notices(mentee)
    seen = sight(who(mentee), notice.id)
    assert notice.why.startswith(mentor.person.name)
    assert seen is not None and seen.path == f"/mentoring/requests/{row.id}"
    assert notices(mentor, stranger) == []


@pytest.mark.parametrize(
    ("state", "words", "said"),
    [
        (RequestState.DECLINED, "June is full of audits.", "cannot this time: “June is full of audits.”"),
        (RequestState.EXPIRED, "", "did not answer in time"),
        (RequestState.CLOSED, "", "was closed"),
    ],
)
def test_a_mentee_hears_how_a_request_ended(state: RequestState, words: str, said: str) -> None:
    mentor, mentee, row = pair(state=state, words=words)

    send("mentoring_ended", MentoringRequest, row.id)

    ((kind, _, why),) = told(mentee)
    assert (kind, why.endswith(said)) == ("mentoring.ended", True)
    assert notices(mentor) == []


def test_a_request_taken_back_is_told_to_the_mentor_if_they_knew_of_it() -> None:
    mentor, mentee, row = pair(state=RequestState.WITHDRAWN)
    unaware, _, planned = pair(state=RequestState.WITHDRAWN, asked_at=None)

    send("mentoring_ended", MentoringRequest, row.id)
    send("mentoring_ended", MentoringRequest, planned.id)

    assert [len(notices(user)) for user in (mentor, mentee, unaware)] == [1, 0, 0]


def test_reading_a_request_reads_what_was_told_of_it() -> None:
    _, mentee, row = pair(state=RequestState.ACCEPTED)
    send("mentoring_accepted", MentoringRequest, row.id)
    (notice,) = notices(mentee)

    here = unread_here(mentee.id, 0, place_of(f"/mentoring/requests/{row.id}"))

    assert here == [notice.id]


def waiting(*criteria: tuple[str, str], **fields: object) -> tuple[User, int]:
    """A mentee who waits for openings, and the id of their need."""
    mentee = UserFactory()
    return mentee, NeedFactory(*criteria, mentee=mentee, waits_since=clock.now(), **fields).id


def test_who_waits_hears_of_a_mentor_who_fits_and_has_openings() -> None:
    mentor = MentorFactory(APPRENTICESHIP)
    mentee, need_id = waiting(APPRENTICESHIP)
    others = [
        waiting(("topic", "reentry"))[0],
        UserFactory(),
        waiting(APPRENTICESHIP, state=NeedState.MET)[0],
    ]

    send("mentor_opened", MentorProfile, mentor.person_id)

    (notice,) = notices(mentee)
    seen = sight(who(mentee), notice.id)
    assert (notice.kind, mentor.person.name in notice.why) == ("mentoring.opened", True)
    assert seen is not None and seen.path == f"/mentoring/needs/{need_id}"
    assert notices(*others) == []


def test_who_waits_hears_of_openings_once_a_day() -> None:
    mentee, _ = waiting(APPRENTICESHIP)
    for _ in range(3):
        mentor = MentorFactory(APPRENTICESHIP)
        send("mentor_opened", MentorProfile, mentor.person_id)

    assert len(notices(mentee)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"monthly_limit": 0},
        {"who_may_ask": WhoMayAsk.COHORTS},
        {"who_may_ask": WhoMayAsk.REGION},
        {"paused_at": clock.now()},
    ],
    ids=["full", "cohorts only", "another region", "paused"],
)
def test_nobody_hears_of_a_mentor_they_may_not_ask(fields: dict[str, object]) -> None:
    mentor = MentorFactory(APPRENTICESHIP, **fields)
    HeldTermFactory(mentor.person_id, ("state", "CO"))
    mentee, _ = waiting(APPRENTICESHIP)
    HeldTermFactory(mentee.person_id, ("state", "ME"))

    send("mentor_opened", MentorProfile, mentor.person_id)

    assert notices(mentee) == []


def test_a_night_tells_who_waits_of_openings_once_a_month() -> None:
    MentorFactory(APPRENTICESHIP)
    mentee, _ = waiting(APPRENTICESHIP)

    for _ in range(2):
        with unit_of_work():
            services.plan_openings()
        do_all()

    assert len(notices(mentee)) == 1


def test_news_of_a_mentorship_go_to_the_other_side() -> None:
    mentor, mentee, stranger = UserFactory(), UserFactory(), UserFactory()
    row = MentorshipFactory(mentor, mentee)

    send("mentorship_changed", Mentorship, row.id, what="session", by_id=mentor.person_id)
    send("mentorship_changed", Mentorship, row.id, what="quiet", by_id=None)

    (notice,) = notices(mentee)
    assert mentor.person.name in notice.why
    assert notices(mentor, stranger) == []
    assert sight(who(stranger), notice.id) is None


def cohort(*members: User, state: CohortState) -> MentoringCohort:
    row = MentoringCohort(title="Spring 2027", lot="a", created_at=clock.now(), state=state)
    with unit_of_work() as session:
        session.add(row)
        session.flush()
        session.add_all(
            CohortMember(
                cohort_id=row.id,
                person_id=user.person_id,
                side=Side.MENTEE if number else Side.MENTOR,
                joined_at=clock.now(),
            )
            for number, user in enumerate(members)
        )
    return row


def test_an_open_cohort_is_told_to_mentors_and_to_who_asks_something_but_not_to_who_is_in_it() -> None:
    within, mentor, mentee, neither = (UserFactory() for _ in range(4))
    MentorFactory(user=within)
    MentorFactory(user=mentor)
    NeedFactory(mentee=mentee)
    row = cohort(within, state=CohortState.OPEN)

    send("cohort_opened", MentoringCohort, row.id)

    assert [len(notices(user)) for user in (within, mentor, mentee, neither)] == [0, 1, 1, 0]


def test_published_matches_are_told_to_all_in_the_cohort_and_each_reads_their_own() -> None:
    mentor, matched, alone, stranger = (UserFactory() for _ in range(4))
    row = cohort(mentor, matched, alone, state=CohortState.PUBLISHED)
    at = clock.now()
    run = MatchRun(cohort_id=row.id, mode=MatchMode.STABLE, asked_at=at, published_at=at)
    with unit_of_work() as session:
        session.add(run)
        session.flush()
        session.add(Match(run_id=run.id, mentee_id=matched.person_id, mentor_id=mentor.person_id))
        session.add(Match(run_id=run.id, mentee_id=alone.person_id, why="full"))

    send("cohort_published", MatchRun, run.id)

    assert [len(notices(user)) for user in (mentor, matched, alone, stranger)] == [1, 1, 1, 0]
    place = place_of(f"/mentoring/cohorts/{row.id}")
    assert len(unread_here(matched.id, 0, place)) == 1


def test_told_again_after_a_day_where_somebody_else_opens(now: object) -> None:
    mentee, _ = waiting(APPRENTICESHIP, told_at=clock.now() - timedelta(days=2))
    mentor = MentorFactory(APPRENTICESHIP)

    send("mentor_opened", MentorProfile, mentor.person_id)

    assert len(notices(mentee)) == 1


def test_a_group_call_is_told_to_who_is_invited_and_leads_to_their_own_request() -> None:
    mentor, mentee, row = pair()
    at = clock.now() + timedelta(days=2)
    call = GroupCall(
        mentor_id=mentor.person_id,
        about="Keeping employers",
        wall_at=at.replace(tzinfo=None),
        zone="UTC",
        starts_at=at,
        offered_at=clock.now(),
        offered_on=clock.now().date(),
    )
    with unit_of_work() as session:
        session.add(call)
        session.flush()
        session.get_one(MentoringRequest, row.id).group_call_id = call.id

    send("group_call_offered", GroupCall, call.id)

    (notice,) = notices(mentee)
    seen = sight(who(mentee), notice.id)
    assert seen is not None and seen.path == f"/mentoring/requests/{row.id}"
    assert unread_here(mentee.id, 0, place_of(seen.path)) == [notice.id]
    assert (notice.mail_at, notices(mentor)) == (None, [])


def test_requests_are_not_said_to_be_mailed_always_since_their_letter_can_be_stopped() -> None:
    kinds = {rule.kind for rule in required(frozenset())}

    assert "mentoring.asked" not in kinds
    assert "mentoring.group_call" in kinds


def test_a_question_without_criteria_waits_for_a_mentor_who_speaks_of_it() -> None:
    mentee, _ = waiting(question="How do you keep employers?")
    silent = MentorFactory(APPRENTICESHIP, talks_about="Youth programs.")
    speaks = MentorFactory(APPRENTICESHIP, talks_about="Working with employers.")

    send("mentor_opened", MentorProfile, silent.person_id)
    before = notices(mentee)
    send("mentor_opened", MentorProfile, speaks.person_id)

    assert before == []
    assert [speaks.person.name in notice.why for notice in notices(mentee)] == [True]
