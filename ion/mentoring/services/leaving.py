"""Somebody leaves ION: nobody waits for them, and what they wrote of mentoring goes."""

from sqlalchemy import Select, delete, or_, select, update

from ion.base.extensions import db
from ion.core import clock
from ion.mentoring.services import calls, closing, group_calls, profiles
from ion.mentoring.services.holding import hold_mentor
from ion.models import (
    CallFeedback,
    CallSlot,
    Dismissal,
    Exposure,
    GroupCall,
    MentoringBar,
    MentoringNeed,
    MentoringRequest,
    NeedCriterion,
    NeedState,
    RequestState,
)

EMPTIED = "A question of a former member"
"""Stands where a question was: the other side's page goes on without its words."""


def take_leave(person_id: int) -> None:
    """The person mentors and asks no longer. Rows that the other side has part in stay, without this one's words."""
    closing.withdraw_all_of(person_id)
    drop_calls(person_id)
    end_mentoring(person_id)
    empty_needs(person_id)
    db.session.execute(update(CallFeedback).where(CallFeedback.person_id == person_id).values(words=""))
    db.session.execute(delete(Dismissal).where(Dismissal.mentee_id == person_id))
    bars = or_(MentoringBar.person_id == person_id, MentoringBar.other_id == person_id)
    db.session.execute(delete(MentoringBar).where(bars))


def end_mentoring(person_id: int) -> None:
    mentor = hold_mentor(person_id)
    if mentor is None:
        return
    mentor.ended_at = mentor.ended_at or clock.now()
    mentor.talks_about = mentor.when_words = ""
    mentor.is_shown_publicly = mentor.shows_record = False
    mentor.terms = []
    profiles.changed(mentor)
    db.session.execute(
        update(MentoringRequest).where(MentoringRequest.mentor_id == person_id).values(words="", reasons=[])
    )
    db.session.execute(
        update(GroupCall).where(GroupCall.mentor_id == person_id).values(about=EMPTIED, place="")
    )
    db.session.execute(delete(Dismissal).where(Dismissal.mentor_id == person_id))
    db.session.execute(delete(Exposure).where(Exposure.mentor_id == person_id))


def empty_needs(person_id: int) -> None:
    """Their questions lose their words; open ones are taken back, so that nobody is suggested for them."""
    own = MentoringNeed.mentee_id == person_id
    db.session.execute(
        update(MentoringNeed)
        .where(own, MentoringNeed.state == NeedState.OPEN)
        .values(state=NeedState.WITHDRAWN, closed_at=clock.now())
    )
    db.session.execute(update(MentoringNeed).where(own).values(question=EMPTIED, note="", waits_since=None))
    ids = select(MentoringNeed.id).where(own)
    db.session.execute(delete(NeedCriterion).where(NeedCriterion.need_id.in_(ids)))
    db.session.execute(update(MentoringRequest).where(MentoringRequest.need_id.in_(ids)).values(reasons=[]))


def drop_calls(person_id: int) -> None:
    """Calls to come are called off, and the other side is told; what they typed as the place of one goes."""
    for request_id, slot_id in db.session.execute(ahead_of(person_id)).all():
        calls.cancel(person_id, request_id, slot_id)
    to_come = select(GroupCall.id).where(
        GroupCall.mentor_id == person_id,
        GroupCall.starts_at > clock.now(),
        GroupCall.cancelled_at.is_(None),
    )
    for call_id in db.session.scalars(to_come.order_by(GroupCall.id)).all():
        group_calls.cancel(person_id, call_id)
    db.session.execute(update(CallSlot).where(CallSlot.proposed_by_id == person_id).values(place=""))


def ahead_of(person_id: int) -> Select[int, int]:
    """Times to come of requests in which they are one of the two, as (request, slot)."""
    return (
        select(CallSlot.request_id, CallSlot.id)
        .join(MentoringRequest, MentoringRequest.id == CallSlot.request_id)
        .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
        .where(or_(MentoringRequest.mentor_id == person_id, MentoringNeed.mentee_id == person_id))
        .where(MentoringRequest.state == RequestState.ACCEPTED)
        .where(CallSlot.starts_at > clock.now(), CallSlot.cancelled_at.is_(None))
        .where(or_(CallSlot.chosen_at.is_not(None), CallSlot.proposed_by_id == person_id))
        .order_by(CallSlot.id)
    )
