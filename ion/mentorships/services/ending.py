"""Closing a mentorship: completed, with surveys and thanks, or before its time, without anybody's fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from ion.base.extensions import db
from ion.core import clock
from ion.mentorships import changes
from ion.mentorships.policies import is_mentee
from ion.mentorships.services.agreeing import goals_of
from ion.mentorships.services.holding import active, allowed, held, note, refuse_apart
from ion.mentorships.services.refusals import Refused
from ion.mentorships.services.rematching import keep_apart, need_anew
from ion.mentorships.services.sessions import call_off, open_sessions
from ion.models import MentoringNeed, Mentorship, MentorshipState, MentorshipSurvey

WHY = {
    "time": "One of us has no time for it now",
    "fit": "It was not the right match for this question",
    "silent": "The other side does not answer",
    "moved": "One of us changed work or role",
    "other": "Something else",
}
"""Why one ends before its time: for ION staff alone."""
LONGEST_WHY = 1000


def complete(id: int, person_id: int) -> Mentorship:
    """The two are done; again changes nothing. The final ratings and the surveys are open from now on. Raises Refused,
    NotThere."""
    mentorship = held(id, person_id)
    if mentorship.state is MentorshipState.COMPLETED:
        return mentorship
    close(active(id, person_id), MentorshipState.COMPLETED, person_id)
    note(mentorship, changes.COMPLETED, person_id)
    return mentorship


def end_early(
    id: int, person_id: int, *, why: str, words: str = "", wants_other: bool = False
) -> MentoringNeed | None:
    """End it before its time: nobody is rated, and the two are not matched again.

    The mentee gets their question back as an open need that comes first: where the mentor ends it always, where they
    end it themselves if they want another mentor. Answers that need. Again changes nothing. Raises Refused, NotThere.
    """
    mentorship = held(id, person_id)
    if mentorship.state is MentorshipState.ENDED:
        return None
    allowed(words)
    close(active(id, person_id), MentorshipState.ENDED, person_id)
    mentorship.ended_why = f"{WHY[why]}. {words}".strip()[:LONGEST_WHY]
    keep_apart(mentorship)
    need = need_anew(mentorship) if wants_other or not is_mentee(mentorship, person_id) else None
    note(mentorship, changes.ENDED, person_id)
    return need


def close(mentorship: Mentorship, state: MentorshipState, person_id: int | None) -> None:
    """It is over: sessions still to come are called off, proposed times are gone."""
    at = clock.now()
    for session in open_sessions(mentorship.id):
        if session.confirmed_at is None or session.starts_at > at:
            call_off(mentorship, session)
    mentorship.state, mentorship.ended_at, mentorship.ended_by_id = state, at, person_id
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Survey:
    """How it was: two ratings from 1 to 5, words for ION staff, thanks for the other."""

    usefulness: int
    goals_reached: int
    words: str = ""
    thanks: str = ""


def answer_survey(
    id: int, person_id: int, survey: Survey, ratings: Mapping[int, int] | None = None
) -> MentorshipSurvey:
    """Answer the closing survey, or answer it anew; `ratings` say of each goal (by its id) where the mentee stands now.
    Raises Refused, NotThere."""
    mentorship = held(id, person_id)
    if mentorship.state is not MentorshipState.COMPLETED:
        raise Refused("The survey opens when the mentorship is completed.")
    allowed(survey.words, survey.thanks)
    if survey.thanks:
        refuse_apart(mentorship)
    key = (id, person_id)
    made = db.session.get(MentorshipSurvey, key) or MentorshipSurvey(mentorship_id=id, person_id=person_id)
    made.usefulness, made.goals_reached = survey.usefulness, survey.goals_reached
    made.words, made.thanks, made.at = survey.words, survey.thanks, clock.now()
    db.session.add(made)
    if is_mentee(mentorship, person_id):
        for goal in goals_of(id):
            goal.after_rating = (ratings or {}).get(goal.id, goal.after_rating)
    note(mentorship, changes.THANKS, person_id)
    return made
