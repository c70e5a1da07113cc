"""Rows held until the end of the unit of work, always in one order: the mentor, then needs by id, then requests.

Rows are held so that others may still name them (a key share): a request to a mentor can be added meanwhile.
"""

from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core.access import Viewer
from ion.mentoring.services.refusals import NotThere
from ion.models import MentoringNeed, MentoringRequest, MentorProfile, Person, RequestState


def hold_mentor(mentor_id: int) -> MentorProfile | None:
    """The mentor as they are now; None for who is none."""
    return db.session.scalar(
        select(MentorProfile)
        .where(MentorProfile.person_id == mentor_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def hold_needs(need_ids: Collection[int]) -> dict[int, MentoringNeed]:
    """These needs as they are now, by id."""
    rows = db.session.scalars(
        select(MentoringNeed)
        .where(MentoringNeed.id.in_(need_ids))
        .order_by(MentoringNeed.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {need.id: need for need in rows}


def hold_mentee(who: Viewer, need_id: int) -> MentoringNeed:
    """The viewer's need, and their own row, since their open requests are counted; raises NotThere."""
    db.session.execute(select(Person.id).where(Person.id == who.person_id).with_for_update(key_share=True))
    need = hold_needs([need_id]).get(need_id)
    if need is None or need.mentee_id != who.person_id or need.cohort_id is not None:
        raise NotThere
    return need


def asked_of(mentor_id: int) -> list[MentoringRequest]:
    """The requests that wait for the mentor, the oldest first; the mentor and all their needs are held."""
    waiting = select(MentoringRequest).where(
        MentoringRequest.mentor_id == mentor_id, MentoringRequest.state == RequestState.ASKED
    )
    needs = select(MentoringRequest.need_id).where(
        MentoringRequest.mentor_id == mentor_id, MentoringRequest.state == RequestState.ASKED
    )
    hold_needs(list(db.session.scalars(needs)))
    rows = waiting.order_by(MentoringRequest.asked_at, MentoringRequest.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def hold_answer(mentor_id: int, request_id: int) -> tuple[MentorProfile, MentoringRequest, MentoringNeed]:
    """A request that was put to the mentor, with everything that an answer to it may change; raises NotThere."""
    mentor = hold_mentor(mentor_id)
    need_id = db.session.scalar(
        select(MentoringRequest.need_id).where(
            MentoringRequest.id == request_id,
            MentoringRequest.mentor_id == mentor_id,
            MentoringRequest.asked_at.is_not(None),
        )
    )
    if mentor is None or need_id is None:
        raise NotThere
    others = select(MentoringRequest.need_id).where(
        MentoringRequest.mentor_id == mentor_id, MentoringRequest.state == RequestState.ASKED
    )
    needs = hold_needs({need_id, *db.session.scalars(others)})
    request = db.session.get_one(MentoringRequest, request_id, populate_existing=True)
    return mentor, request, needs[need_id]


def hold_request(request_id: int) -> tuple[MentoringRequest, MentoringNeed]:
    """A request and its need, held; raises NotThere."""
    need_id = db.session.scalar(select(MentoringRequest.need_id).where(MentoringRequest.id == request_id))
    if need_id is None:
        raise NotThere
    need = hold_needs([need_id]).get(need_id)
    request = db.session.get(MentoringRequest, request_id, populate_existing=True)
    if need is None or request is None:
        raise NotThere
    return request, need


def requests_of(need_id: int) -> list[MentoringRequest]:
    """All requests of a need in the mentee's order, as they are now."""
    rows = select(MentoringRequest).where(MentoringRequest.need_id == need_id)
    ordered = rows.order_by(MentoringRequest.position, MentoringRequest.id)
    return list(db.session.scalars(ordered.execution_options(populate_existing=True)))
