"""What of mentoring is worth telling: one outbox row, the worker does the rest."""

from ion.core import clock, signals
from ion.models import GroupCall, MatchRun, MentoringCohort, MentoringRequest, MentorProfile, Mentorship
from ion.notifications.happening import Happening, tell_later
from ion.notifications.mentoring import CALL, REQUEST
from ion.notifications.mentorships import COHORT, MENTORSHIP, NO_NEWS, RUN
from ion.notifications.services.openings import look_later


def tell_of_request(request: MentoringRequest, **_: object) -> None:
    """A mentor may answer a request."""
    tell_later(Happening(signals.mentoring_asked.name, REQUEST, request.id, clock.now(), "asked"))


def tell_of_acceptance(request: MentoringRequest, **_: object) -> None:
    """A mentor accepted."""
    by = request.mentor_id
    tell_later(
        Happening(signals.mentoring_accepted.name, REQUEST, request.id, clock.now(), "accepted", actor_id=by)
    )


def tell_of_ending(request: MentoringRequest, **_: object) -> None:
    """A request was declined, expired, was taken back or closed."""
    tell_later(Happening(signals.mentoring_ended.name, REQUEST, request.id, clock.now(), "ended"))


def tell_of_mentor(mentor: MentorProfile, **_: object) -> None:
    """A mentor has openings; who waits for one like them may hear of it."""
    look_later(mentor.person_id)


def tell_of_call(call: GroupCall, **_: object) -> None:
    """A group call was offered, or cancelled."""
    which = "cancelled" if call.cancelled_at else "offered"
    tell_later(
        Happening(signals.group_call_offered.name, CALL, call.id, clock.now(), which, actor_id=call.mentor_id)
    )


def tell_of_mentorship(mentorship: Mentorship, *, what: str, by_id: int | None, **_: object) -> None:
    """Something happened in a mentorship."""
    if what in NO_NEWS:
        return
    at = clock.now()
    tell_later(
        Happening(
            signals.mentorship_changed.name,
            MENTORSHIP,
            mentorship.id,
            at,
            f"{what} {at.isoformat()}",
            actor_id=by_id,
            details={"what": what},
        )
    )


def tell_of_cohort(cohort: MentoringCohort, **_: object) -> None:
    """One may join a cohort."""
    tell_later(Happening(signals.cohort_opened.name, COHORT, cohort.id, clock.now()))


def tell_of_matches(run: MatchRun, **_: object) -> None:
    """The matches of a cohort are published."""
    tell_later(Happening(signals.cohort_published.name, RUN, run.id, clock.now()))


def listen() -> None:
    """Hear of it; called by `ion.notifications.receivers.listen`."""
    signals.mentoring_asked.connect(tell_of_request)
    signals.mentoring_accepted.connect(tell_of_acceptance)
    signals.mentoring_ended.connect(tell_of_ending)
    signals.mentor_opened.connect(tell_of_mentor)
    signals.group_call_offered.connect(tell_of_call)
    signals.mentorship_changed.connect(tell_of_mentorship)
    signals.cohort_opened.connect(tell_of_cohort)
    signals.cohort_published.connect(tell_of_matches)
