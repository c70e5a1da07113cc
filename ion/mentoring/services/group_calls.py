"""One call for several who ask the same: offered by the mentor, joined by each mentee, counted once."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, outbox, signals
from ion.core.ics import Method
from ion.core.mentoring import conflicts, openings, today_of
from ion.core.text import squeeze
from ion.core.wall_times import Moment
from ion.mentoring.policies import LONGEST_PLACE, MOST_IN_GROUP, REQUEST
from ion.mentoring.services import answering, closing, letters
from ion.mentoring.services.holding import asked_of, hold_answer, hold_mentor
from ion.mentoring.services.refusals import Full, NotThere, Refused
from ion.mentoring.services.turns import EXPIRE
from ion.mentoring.services.wording import check_words
from ion.models import GroupCall, MentoringNeed, MentoringRequest, Person, RequestState

LONGEST_ABOUT = 300
TIME_TO_ANSWER = timedelta(days=3)


def path_of(call_id: int) -> str:
    """Where a mentor finds their group call."""
    return f"/mentoring/group-calls/{call_id}"


def offer(
    mentor_id: int, request_ids: Collection[int], *, about: str, moment: Moment, place: str = ""
) -> GroupCall:
    """Offer one call to several who wait; each of them joins or not. It counts once against the month's openings.

    Raises NotThere for a request that does not wait for this mentor (a person), and Refused: Full.
    """
    if hold_mentor(mentor_id) is None:
        raise NotThere
    waiting = {each.id: each for each in asked_of(mentor_id)}
    chosen = [waiting[id] for id in dict.fromkeys(request_ids) if id in waiting]
    if len(chosen) != len(set(request_ids)):
        raise NotThere
    check_words(about, place)
    check_group(chosen, moment)
    if not openings([mentor_id]).get(mentor_id):
        raise Full("You have no openings left this month. Raise your limit first.")
    call = add_call(mentor_id, squeeze(about, LONGEST_ABOUT), moment, place)
    for request in chosen:
        invite(request, call)
    db.session.flush()
    letters.invite(call, {mentee_of(each): each for each in chosen})
    letters.tell_group(call, [mentor_id], Method.REQUEST, path_of(call.id))
    signals.group_call_offered.send(call)
    answering.close_when_full(mentor_id)
    return call


def check_group(chosen: Collection[MentoringRequest], moment: Moment) -> None:
    """Raise Refused where these requests make no group, or the time is none."""
    if not 2 <= len(chosen) <= MOST_IN_GROUP:
        raise Refused(f"A group call is for 2 to {MOST_IN_GROUP} requests.")
    if any(each.group_call_id for each in chosen):
        raise Refused("One of them has an invitation to a group call already.")
    if not clock.now() < moment.at < clock.now() + timedelta(days=365):
        raise Refused("Choose a time that is still to come, within a year.")
    mentees = {mentee_of(each) for each in chosen}
    if any(pair <= mentees for pair in conflicts(mentees, same_organization=False)):
        raise Refused("These people cannot be brought into one call. Choose fewer.")


def mentee_of(request: MentoringRequest) -> int:
    """The person who asks."""
    return db.session.get_one(MentoringNeed, request.need_id).mentee_id


def add_call(mentor_id: int, about: str, moment: Moment, place: str) -> GroupCall:
    zone = db.session.scalars(select(Person.zone).where(Person.id == mentor_id)).one()
    call = GroupCall(
        mentor_id=mentor_id,
        about=about,
        wall_at=moment.local,
        zone=moment.zone,
        starts_at=moment.at,
        place=place[:LONGEST_PLACE],
        offered_at=clock.now(),
        offered_on=today_of(zone),
    )
    db.session.add(call)
    db.session.flush()
    return call


def invite(request: MentoringRequest, call: GroupCall) -> None:
    """The request waits for its mentee now: until the call begins, for three days at least."""
    request.group_call_id = call.id
    until = max(request.expires_at or clock.now(), clock.now() + TIME_TO_ANSWER)
    request.expires_at = min(until, call.starts_at)
    key = f"request:{request.id}:{request.expires_at.isoformat()}"
    outbox.later(EXPIRE, key=key, kind=REQUEST, id=request.id, not_before=request.expires_at)


def invited(person_id: int, request_id: int) -> tuple[MentoringRequest, MentoringNeed, GroupCall]:
    """A mentee's request with its invitation, held as an answer is; raises NotThere."""
    request = db.session.get(MentoringRequest, request_id)
    if request is None:
        raise NotThere
    _, request, need = hold_answer(request.mentor_id, request_id)
    call = (
        db.session.get(GroupCall, request.group_call_id, populate_existing=True)
        if request.group_call_id
        else None
    )
    if need.mentee_id != person_id or call is None:
        raise NotThere
    return request, need, call


def join(person_id: int, request_id: int) -> MentoringRequest:
    """Come to the group call: the request is accepted. Again changes nothing. Raises NotThere, and Refused for a call
    that is over or was called off."""
    request, need, call = invited(person_id, request_id)
    if request.state is RequestState.ACCEPTED:
        return request
    answering.check_waits(request)
    if call.cancelled_at or call.starts_at <= clock.now():
        raise Refused("This call is over or was called off.")
    answering.check_together(call.mentor_id, need)
    mentor = hold_mentor(call.mentor_id)
    if mentor is None:
        raise NotThere
    answering.take(mentor, request, need, "")
    letters.tell_group(call, [person_id], Method.REQUEST, request.path)
    return request


def stay_out(person_id: int, request_id: int) -> MentoringRequest:
    """Not come: the request waits for a conversation of two, or is closed where the mentor has no openings left.

    Again changes nothing. Raises NotThere, and Refused once one joined.
    """
    request, _, call = invited(person_id, request_id)
    answering.check_waits(request)
    request.group_call_id = None
    db.session.flush()
    if not openings([call.mentor_id]).get(call.mentor_id):
        closing.close_each([request], "full")
    return request


def cancel(mentor_id: int, call_id: int) -> GroupCall:
    """Call the group call off: who joined is told, with a file for the calendar; who did not answer waits as before.

    Again changes nothing. Raises NotThere, and Refused for one that is over.
    """
    call = own_call(mentor_id, call_id)
    if call.cancelled_at:
        return call
    if call.starts_at <= clock.now():
        raise Refused("This call is over.")
    call.cancelled_at = clock.now()
    rows = list(db.session.scalars(select(MentoringRequest).where(MentoringRequest.group_call_id == call_id)))
    for request in rows:
        if request.state is RequestState.ASKED:
            request.group_call_id = None
    db.session.flush()
    letters.tell_group(call, [mentor_id], Method.CANCEL, path_of(call.id))
    for request in rows:
        if request.state is RequestState.ACCEPTED:
            letters.tell_group(call, [mentee_of(request)], Method.CANCEL, request.path)
    signals.group_call_offered.send(call)
    return call


def own_call(mentor_id: int, call_id: int) -> GroupCall:
    """The mentor's group call, with the mentor and the needs of who was invited held; raises NotThere."""
    if hold_mentor(mentor_id) is None:
        raise NotThere
    asked_of(mentor_id)
    call = db.session.get(GroupCall, call_id, populate_existing=True)
    if call is None or call.mentor_id != mentor_id:
        raise NotThere
    return call
