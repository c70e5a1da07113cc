"""Sessions: one proposes times, the other chooses one; both calendars are told of it and of every change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.ics import Method
from ion.core.wall_times import Moment
from ion.mentorships import changes
from ion.mentorships.services import mails
from ion.mentorships.services.holding import active, allowed, held, note, together
from ion.mentorships.services.refusals import NotThere, Refused
from ion.mentorships.services.working import part
from ion.models import Mentorship, MentorshipSession, MentorshipStep

MOST_PROPOSED = 6
LENGTHS = (15, 30, 45, 60, 90)
PAST = "That time has passed. Propose another one."
OWN = "You proposed this time: the other side chooses."
NOT_YET = "This session has not begun yet."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all proposed times: how long, where (a link or number), what about, which step."""

    length_minutes: int = 30
    place: str = ""
    agenda: str = ""
    step_id: int | None = None


def propose(id: int, person_id: int, times: Sequence[Moment], plan: Plan) -> list[MentorshipSession]:
    """Offer the other side these times to choose from. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    allowed(plan.place, plan.agenda)
    if plan.step_id is not None:
        part(MentorshipStep, plan.step_id, mentorship)
    at, present = clock.now(), open_sessions(id)
    refuse_times([moment.at for moment in times], present, at)
    made = [
        MentorshipSession(
            mentorship_id=id,
            proposed_by_id=person_id,
            wall_at=moment.local,
            zone=moment.zone,
            starts_at=moment.at,
            length_minutes=plan.length_minutes,
            place=plan.place,
            agenda=plan.agenda,
            step_id=plan.step_id,
        )
        for moment in times
    ]
    db.session.add_all(made)
    note(mentorship, changes.SESSION, person_id)
    return made


def refuse_times(times: Sequence[datetime], present: Sequence[MentorshipSession], at: datetime) -> None:
    if any(time <= at for time in times):
        raise Refused("One of these times has passed already.")
    if len(set(times)) < len(times) or {each.starts_at for each in present} & set(times):
        raise Refused("One of these times is proposed already.")
    waiting = [each for each in present if each.confirmed_at is None and each.starts_at > at]
    if len(waiting) + len(times) > MOST_PROPOSED:
        raise Refused(f"At most {MOST_PROPOSED} proposed times wait at once. Take one back first.")


def open_sessions(mentorship_id: int) -> list[MentorshipSession]:
    """Those that were neither canceled nor held, by their begin."""
    return list(
        db.session.scalars(
            select(MentorshipSession)
            .where(
                MentorshipSession.mentorship_id == mentorship_id,
                MentorshipSession.cancelled_at.is_(None),
                MentorshipSession.held_at.is_(None),
            )
            .order_by(MentorshipSession.starts_at, MentorshipSession.id)
        )
    )


def session_of(id: int, session_id: int) -> MentorshipSession:
    found = db.session.get(MentorshipSession, session_id, populate_existing=True)
    if found is None or found.mentorship_id != id:
        raise NotThere
    return found


def choose(id: int, person_id: int, session_id: int) -> MentorshipSession:
    """Take a time that the other proposed: it is the session, and the other proposals are gone. Both get it for their
    calendars. Again changes nothing. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    chosen = session_of(id, session_id)
    if chosen.confirmed_at and not chosen.cancelled_at:
        return chosen
    if chosen.proposed_by_id == person_id:
        raise Refused(OWN)
    if chosen.cancelled_at or chosen.starts_at <= clock.now():
        raise Refused(PAST)
    chosen.confirmed_at = clock.now()
    for other in open_sessions(id):
        if other.confirmed_at is None:
            db.session.delete(other)
    note(mentorship, changes.SESSION, person_id)
    mails.tell_calendars(mentorship, chosen, Method.REQUEST)
    return chosen


def cancel(id: int, person_id: int, session_id: int) -> None:
    """Call a session off, or take a proposed time away; again changes nothing. Raises Refused, NotThere."""
    mentorship = active(id, person_id)
    session = session_of(id, session_id)
    if session.cancelled_at:
        return
    if session.held_at:
        raise Refused("This session took place.")
    call_off(mentorship, session)
    note(mentorship, changes.SESSION, person_id)


def call_off(mentorship: Mentorship, session: MentorshipSession) -> None:
    """A proposed time goes without a trace; a session that both had stays as canceled, and calendars are told of one
    that was still to come."""
    if session.confirmed_at is None:
        db.session.delete(session)
        return
    session.cancelled_at = clock.now()
    session.sequence += 1
    if session.starts_at > clock.now():
        mails.tell_calendars(mentorship, session, Method.CANCEL)


def hold(id: int, person_id: int, session_id: int) -> None:
    """Say that a session took place; again changes nothing. Raises Refused, NotThere."""
    mentorship = held(id, person_id)
    session = session_of(id, session_id)
    if session.held_at:
        return
    if session.confirmed_at is None or session.cancelled_at:
        raise NotThere
    if session.starts_at > clock.now():
        raise Refused(NOT_YET)
    session.held_at = clock.now()
    note(mentorship, changes.SESSION, person_id)
