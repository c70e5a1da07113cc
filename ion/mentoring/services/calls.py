"""The call of an accepted request: times are proposed, one is chosen, both get it for their calendars."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.ics import Method
from ion.core.wall_times import Moment
from ion.mentoring.policies import A_DAY, CALL_MINUTES, LONGEST_PLACE, MOST_SLOTS, REQUEST
from ion.mentoring.services import letters
from ion.mentoring.services.holding import hold_request
from ion.mentoring.services.refusals import NotThere, Refused
from ion.mentoring.services.wording import check_words
from ion.models import CallSlot, GroupCall, MentoringNeed, MentoringRequest, RequestState

FOLLOW_UP = "mentoring.follow_up"
LATEST = timedelta(days=365)


def hold_call(person_id: int, request_id: int) -> tuple[MentoringRequest, MentoringNeed]:
    """An accepted request of the person's, held with its need; raises NotThere."""
    request, need = hold_request(request_id)
    if person_id not in (need.mentee_id, request.mentor_id) or request.state is not RequestState.ACCEPTED:
        raise NotThere
    return request, need


def propose(person_id: int, request_id: int, moments: Sequence[Moment], place: str = "") -> list[CallSlot]:
    """Propose times to the other one; a time that stands there is not proposed twice. One mail tells of all.

    Raises NotThere, and Refused for times that are over, a call that was held, or too many times.
    """
    request, need = hold_call(person_id, request_id)
    if request.held_at is not None:
        raise Refused("This conversation took place already.")
    group = db.session.get(GroupCall, request.group_call_id) if request.group_call_id else None
    if group is not None and group.cancelled_at is None:
        raise Refused("This is a group call: its time is the mentor's to change.")
    check_words(place)
    at = clock.now()
    if any(not at < moment.at < at + LATEST for moment in moments):
        raise Refused("Propose times that are still to come, within a year.")
    rows = {slot.starts_at: slot for slot in slots_of(request_id)}
    made = [row for moment in moments if (row := put(rows, person_id, request_id, moment, place))]
    standing = [slot for slot in rows.values() if is_open(slot)]
    if len(standing) > MOST_SLOTS:
        raise Refused(f"At most {MOST_SLOTS} times stand at once. Take one back first.")
    db.session.flush()
    if made:
        letters.tell_proposed(request, need, by_id=person_id)
    return made


def put(
    rows: dict[datetime, CallSlot], person_id: int, request_id: int, moment: Moment, place: str
) -> CallSlot | None:
    """The slot of a time, made or proposed anew; None where it stands already."""
    slot = rows.get(moment.at)
    if slot is not None and slot.cancelled_at is None:
        return None
    if slot is None:
        slot = CallSlot(request_id=request_id, starts_at=moment.at)
        db.session.add(slot)
        rows[moment.at] = slot
    slot.proposed_by_id, slot.wall_at, slot.zone = person_id, moment.local, moment.zone
    slot.place, slot.cancelled_at, slot.chosen_at = place[:LONGEST_PLACE], None, None
    return slot


def slots_of(request_id: int) -> list[CallSlot]:
    rows = select(CallSlot).where(CallSlot.request_id == request_id).order_by(CallSlot.starts_at)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def is_open(slot: CallSlot) -> bool:
    """Whether it stands there to be chosen."""
    return slot.cancelled_at is None and slot.chosen_at is None and slot.starts_at > clock.now()


def choose(person_id: int, request_id: int, slot_id: int) -> CallSlot:
    """Take a time that the other one proposed: both get it by mail for their calendars; a time that was chosen before
    is moved there. Again changes nothing. Raises NotThere and Refused."""
    request, need = hold_call(person_id, request_id)
    slots = slots_of(request_id)
    slot = next((each for each in slots if each.id == slot_id), None)
    if slot is None:
        raise NotThere
    if slot.chosen_at and not slot.cancelled_at:
        return slot
    if not is_open(slot):
        raise Refused("This time is not to be had any more. Choose another, or propose one.")
    if slot.proposed_by_id == person_id:
        raise Refused("You proposed this time: the other one chooses.")
    for before in slots:
        if before.chosen_at and before.cancelled_at is None:
            before.cancelled_at = clock.now()
    slot.chosen_at, slot.sequence = clock.now(), max(each.sequence for each in slots) + 1
    db.session.flush()
    follow_up_later(request.id, slot)
    letters.tell_call(request, need, slot, Method.REQUEST)
    return slot


def follow_up_later(request_id: int, slot: CallSlot) -> None:
    """Ask the mentee a day after the call how it was."""
    due = slot.starts_at + timedelta(minutes=CALL_MINUTES) + A_DAY
    key = f"request:{request_id}:{due.isoformat()}"
    outbox.later(FOLLOW_UP, key=key, kind=REQUEST, id=request_id, not_before=due)


def cancel(person_id: int, request_id: int, slot_id: int) -> CallSlot:
    """Take back a time that one proposed, or call off the one that was chosen (either may). Again changes nothing.

    Raises NotThere, and Refused for a time that is over and for one that the other proposed.
    """
    request, need = hold_call(person_id, request_id)
    slots = slots_of(request_id)
    slot = next((each for each in slots if each.id == slot_id), None)
    if slot is None:
        raise NotThere
    if slot.cancelled_at is not None:
        return slot
    if slot.starts_at <= clock.now():
        raise Refused("This time is over.")
    if slot.chosen_at is None and slot.proposed_by_id != person_id:
        raise Refused("Only who proposed a time takes it back. You can propose others.")
    slot.cancelled_at = clock.now()
    if slot.chosen_at:
        slot.sequence = max(each.sequence for each in slots) + 1
        db.session.flush()
        letters.tell_call(request, need, slot, Method.CANCEL)
    db.session.flush()
    return slot
