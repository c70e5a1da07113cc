"""After the call: it took place, and how each of the two found it."""

from datetime import datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.mentoring.policies import A_DAY, LONGEST_WORDS
from ion.mentoring.services import letters
from ion.mentoring.services.calls import hold_call
from ion.mentoring.services.holding import hold_request
from ion.mentoring.services.refusals import NotThere, Refused
from ion.models import CallFeedback, CallSlot, GroupCall, MentoringRequest, RequestState

USEFULNESS = range(1, 6)


def tell_held(person_id: int, request_id: int, usefulness: int, words: str = "") -> MentoringRequest:
    """The conversation took place, and how useful it was (1 to 5) to this one of the two; again replaces that.

    Raises NotThere, Refused before the time that was chosen, and ValueError for another number.
    """
    if usefulness not in USEFULNESS:
        raise ValueError(usefulness)
    request, _ = hold_call(person_id, request_id)
    begun = began_at(request)
    if begun is not None and begun > clock.now():
        raise Refused("The conversation is still to come. Say how it was once it took place.")
    request.held_at = request.held_at or begun or clock.now()
    values = {"usefulness": usefulness, "words": words[:LONGEST_WORDS], "at": clock.now()}
    row = insert_for(db.session(), CallFeedback).values(request_id=request.id, person_id=person_id, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["request_id", "person_id"], set_=values))
    db.session.flush()
    return request


def began_at(request: MentoringRequest) -> datetime | None:
    """When the call of a request begins, as both have it; None where no time was chosen."""
    group = db.session.get(GroupCall, request.group_call_id) if request.group_call_id else None
    if group is not None and group.cancelled_at is None:
        return group.starts_at
    chosen = select(CallSlot.starts_at).where(
        CallSlot.request_id == request.id, CallSlot.chosen_at.is_not(None), CallSlot.cancelled_at.is_(None)
    )
    return db.session.scalar(chosen)


def follow_up(request_id: int) -> None:
    """Ask the mentee by mail, once, whether the call took place and how it was; nothing where they said so already,
    or the call was called off or moved to later."""
    try:
        request, need = hold_request(request_id)
    except NotThere:
        return
    begun = began_at(request)
    is_over = begun is not None and begun + A_DAY <= clock.now()
    if request.state is not RequestState.ACCEPTED or request.followed_up_at or not is_over:
        return
    if db.session.get(CallFeedback, (request_id, need.mentee_id)) is not None:
        return
    request.followed_up_at = clock.now()
    db.session.flush()
    letters.ask_how(request, need)
