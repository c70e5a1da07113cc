"""A mentor's answer: yes, somebody else, or no. One request at a time, whoever else answers at the same moment."""

from sqlalchemy import exists, select

from ion.base.extensions import db
from ion.core import clock, signals
from ion.core.mentoring import apart_from, openings, today_of
from ion.mentoring.policies import LONGEST_WORDS
from ion.mentoring.queries.askable import FULL
from ion.mentoring.services import closing, replies, turns
from ion.mentoring.services.holding import asked_of, hold_answer
from ion.mentoring.services.refusals import Full, Refused
from ion.mentoring.services.wording import check_words
from ion.models import (
    MentoringNeed,
    MentoringRequest,
    MentorProfile,
    NeedState,
    Person,
    RequestState,
    User,
)

GONE = {
    RequestState.DECLINED: "You said no to this request already.",
    RequestState.EXPIRED: "The time for an answer is over, and somebody else was asked.",
    RequestState.WITHDRAWN: "The request was taken back, so there is nothing left to answer.",
    RequestState.CLOSED: "This request is closed, so there is nothing left to answer.",
}


def accept(mentor_id: int, request_id: int, words: str = "") -> MentoringRequest:
    """Take the conversation: the mentor's openings are one less, the need is met, its other requests are closed, and
    messages hold a conversation of the two (signal). When that was the month's last opening, the others who wait are
    told and their next choices asked. Again changes nothing.

    `mentor_id` is a person. Raises NotThere, and Refused: Full when the openings are gone.
    """
    mentor, request, need = hold_answer(mentor_id, request_id)
    if request.state is RequestState.ACCEPTED:
        return request
    check_waits(request)
    check_words(words)
    if request.group_call_id:
        raise Refused("You invited them to a group call; it is theirs to answer now.")
    check_together(mentor_id, need)
    if not openings([mentor_id]).get(mentor_id):
        raise Full("You have no openings left this month. Raise your limit first, or suggest another person.")
    take(mentor, request, need, words)
    close_when_full(mentor_id)
    return request


def take(mentor: MentorProfile, request: MentoringRequest, need: MentoringNeed, words: str) -> None:
    """The request is accepted and its need met; everything they lock is held."""
    zone = db.session.scalars(select(Person.zone).where(Person.id == mentor.person_id)).one()
    request.state, request.words = RequestState.ACCEPTED, words[:LONGEST_WORDS]
    request.answered_at, request.accepted_on = clock.now(), today_of(zone)
    need.state, need.closed_at, need.waits_since = NeedState.MET, clock.now(), None
    db.session.flush()
    replies.note_later(mentor.person_id)
    turns.close_others(need, request)
    signals.mentoring_accepted.send(request)


def close_when_full(mentor_id: int) -> None:
    """Once the month has no openings left, nobody else waits in vain."""
    db.session.flush()
    if openings([mentor_id]).get(mentor_id, 0) == 0:
        closing.close_each([each for each in asked_of(mentor_id) if not each.group_call_id], FULL)


def decline(
    mentor_id: int, request_id: int, words: str = "", suggested_id: int | None = None
) -> MentoringRequest:
    """Say no, or name somebody else (a person); the next choice is asked. Again changes nothing.

    Raises NotThere, and Refused once it was answered otherwise.
    """
    _, request, need = hold_answer(mentor_id, request_id)
    if request.state is RequestState.DECLINED:
        return request
    check_waits(request)
    check_words(words)
    if suggested_id in (mentor_id, need.mentee_id):
        raise Refused("Suggest somebody else: neither yourself nor who asks.")
    request.suggested_id, request.group_call_id = suggested_id, None
    turns.end(request, RequestState.DECLINED, words=words[:LONGEST_WORDS])
    replies.note_later(mentor_id)
    turns.ask_next([need])
    return request


def check_waits(request: MentoringRequest) -> None:
    """Raise Refused where there is nothing to answer (any more)."""
    if request.state is RequestState.ACCEPTED:
        raise Refused("You accepted this request already.")
    if request.state is not RequestState.ASKED:
        raise Refused(GONE.get(request.state, "There is nothing to answer."))


def check_together(mentor_id: int, need: MentoringNeed) -> None:
    """Raise Refused where the two are kept apart by now, or the mentee is gone; why is not told."""
    is_here = exists().where(User.person_id == need.mentee_id, User.suspended_at.is_(None))
    is_apart = need.mentee_id in apart_from(mentor_id, same_organization=False)
    if is_apart or need.state is not NeedState.OPEN or not db.session.scalar(select(is_here)):
        raise Refused("This conversation cannot take place any more.")
