"""Mail about mentorships. No mail holds words that the two keep for each other: those stand on the page."""

from dataclasses import dataclass

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.services import BadAddress, CalendarPart
from ion.core import clock
from ion.core.ics import Method
from ion.core.ports import mail
from ion.core.times import own_time, zone_named
from ion.mentorships.calendars import invitation
from ion.models import Mentorship, MentorshipSession, Person, User


@dataclass(frozen=True, slots=True)
class Reader:
    """One of the two who has an account and may be mailed; `other` is the name of the other one."""

    person_id: int
    user_id: int
    address: str
    name: str
    zone: str
    other: str


def readers(mentorship: Mentorship) -> list[Reader]:
    """Those of the two who can be mailed."""
    ids = (mentorship.mentor_id, mentorship.mentee_id)
    rows = {
        row.id: row
        for row in db.session.execute(
            select(
                Person.id, Person.name, Person.zone, User.id.label("user_id"), User.email, User.suspended_at
            )
            .join(User, User.person_id == Person.id, isouter=True)
            .where(Person.id.in_(ids))
        )
    }
    return [
        Reader(id, rows[id].user_id, rows[id].email, rows[id].name, rows[id].zone, rows[other].name)
        for id, other in (ids, ids[::-1])
        if rows[id].user_id is not None and rows[id].suspended_at is None
    ]


def tell_calendars(mentorship: Mentorship, session: MentorshipSession, method: Method) -> None:
    """Mail both what their calendars are to do, with the time by the clock of each."""
    db.session.flush()
    at, is_off = clock.now(), method is Method.CANCEL
    for reader in readers(mentorship):
        part = invitation(session, reader.other, mail.sender(), at, attendee=reader.address, method=method)
        ask(
            reader,
            "mentorships/called_off" if is_off else "mentorships/session",
            {
                "other": reader.other,
                "when": own_time(session.starts_at, session.zone),
                "yours": yours(session, reader.zone),
                "path": mentorship.path if is_off else f"{mentorship.path}/sessions/{session.id}",
            },
            CalendarPart(method.value, "invite.ics", part.decode()),
        )


def yours(session: MentorshipSession, zone: str) -> str:
    """When it is for a reader elsewhere; empty where it reads the same."""
    told = own_time(session.starts_at, zone_named(zone).key)
    return "" if told == own_time(session.starts_at, session.zone) else told


def tell(mentorship: Mentorship, template: str, *, only: int | None = None) -> None:
    """Mail both, or `only` that person, something that one can stop."""
    for reader in readers(mentorship):
        if only is None or reader.person_id == only:
            facts = {"other": reader.other, "name": reader.name, "path": mentorship.path}
            ask(reader, template, facts, stops="all")


def ask(
    reader: Reader,
    template: str,
    context: dict[str, str],
    calendar: CalendarPart | None = None,
    stops: str = "",
) -> None:
    """One mail; an address that is none must not hinder the deed."""
    kind = "mentoring " + template.rpartition("/")[2].replace("_", " ")
    try:
        mailing.ask(
            kind,
            address=reader.address,
            template=template,
            user_id=reader.user_id,
            context=context,
            calendar=calendar,
            unsubscribe=stops,
        )
    except BadAddress:
        return
