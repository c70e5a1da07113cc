"""Closing a mentor's open requests with text: they are full, paused, away, ended or gone."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.mentoring.policies import OPEN
from ion.mentoring.queries.askable import FULL
from ion.mentoring.services import turns
from ion.mentoring.services.holding import asked_of, hold_mentor, hold_needs, hold_request, requests_of
from ion.models import MentoringNeed, MentoringRequest, RequestState


def close_for(mentor_id: int, why: str) -> None:
    """Close every open request to a mentor (person id), who is now `why`: "full", "paused", "away", "ended", "left".

    Each mentee is told in words, and their next choice is asked. Who was invited to a group call keeps the invitation
    when the mentor is only full. Call inside a unit of work.
    """
    db.session.flush()
    if hold_mentor(mentor_id) is None:
        return
    close_each([each for each in asked_of(mentor_id) if not (why == FULL and each.group_call_id)], why)


def close_each(requests: list[MentoringRequest], why: str) -> None:
    """Close these requests of one mentor, whose needs are held, and ask the next choices."""
    for request in requests:
        turns.end(request, RequestState.CLOSED, why=why)
    turns.ask_next(db.session.get_one(MentoringNeed, each.need_id) for each in requests)


def withdraw_need(need_id: int) -> None:
    """The mentee takes the question back: all that was asked or planned for it is withdrawn, nobody else is asked."""
    hold_needs([need_id])
    for request in requests_of(need_id):
        if request.state in OPEN:
            turns.end(request, RequestState.WITHDRAWN)


def withdraw_all_of(person_id: int) -> None:
    """Somebody leaves or may no longer use the site: nothing of theirs waits for anybody."""
    close_for(person_id, "left")
    ids = select(MentoringRequest.need_id).join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    theirs = ids.where(MentoringNeed.mentee_id == person_id, MentoringRequest.state.in_(OPEN))
    for need_id in sorted(set(db.session.scalars(theirs))):
        withdraw_need(need_id)


def expire(request_id: int) -> None:
    """The time for an answer is over: the next choice is asked. Whoever did not answer a group call loses only that
    request. Too early, or after an answer, changes nothing."""
    request, need = hold_request(request_id)
    is_over = request.expires_at is not None and request.expires_at <= clock.now()
    if request.state is not RequestState.ASKED or not is_over:
        return
    if request.group_call_id:
        turns.end(request, RequestState.CLOSED, why="group")
    else:
        turns.end(request, RequestState.EXPIRED)
    turns.ask_next([need])
