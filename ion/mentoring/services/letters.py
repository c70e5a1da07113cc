"""Mail about calls. It says who, when and where to look; what is talked about stands on the site alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.services import BadAddress, CalendarPart
from ion.core import clock, reading
from ion.core.ics import Method
from ion.core.ports import mail
from ion.core.times import own_time
from ion.mentoring.calendars import Call, calendar
from ion.models import CallSlot, GroupCall, MentoringNeed, MentoringRequest, Person, User

KIND = "mentoring call"
PEOPLE = (
    select(Person.id, Person.name, Person.zone, User.id.label("user_id"), User.email)
    .join(User, User.person_id == Person.id)
    .where(Person.id.in_(bindparam("ids", expanding=True)), User.suspended_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is mailed."""

    id: int
    name: str
    zone: str
    user_id: int
    email: str


def people(person_ids: Collection[int]) -> dict[int, Addressee]:
    """Those of these persons who can be mailed, by id."""
    db.session.flush()
    rows = reading.rows(PEOPLE, ids=list(person_ids)) if person_ids else ()
    return {row.id: Addressee(row.id, row.name, row.zone, row.user_id, row.email) for row in rows}


def write(to: Addressee, template: str, context: Mapping[str, Any], part: CalendarPart | None = None) -> None:
    """Ask for one mail; one address that takes none keeps nobody else from theirs."""
    try:
        mailing.ask(
            KIND,
            address=to.email,
            template=template,
            user_id=to.user_id,
            context={"zone": to.zone, **context},
            calendar=part,
        )
    except BadAddress:
        return


def tell_proposed(request: MentoringRequest, need: MentoringNeed, *, by_id: int) -> None:
    """The other one is told that there are times to choose from."""
    found = people([need.mentee_id, request.mentor_id])
    for id, to in found.items():
        if id != by_id:
            write(to, "mentoring/proposed", {"name": name_in(found, by_id), "path": request.path})


def name_in(found: Mapping[int, Addressee], person_id: int) -> str:
    return found[person_id].name if person_id in found else "A member"


def tell_call(request: MentoringRequest, need: MentoringNeed, slot: CallSlot, method: Method) -> None:
    """Both are told of the time that was chosen or called off, with a file for their calendars."""
    found = people([need.mentee_id, request.mentor_id])
    call = call_of(request, slot, tuple(found[id].name for id in sorted(found)))
    for to in found.values():
        others = [each for each in found.values() if each.id != to.id]
        tell_one(to, call, method, name=others[0].name if others else "a member", other=others)


def call_of(request: MentoringRequest, slot: CallSlot, names: tuple[str, ...], place: str = "") -> Call:
    return Call(
        key=f"request-{request.id}",
        path=request.path,
        names=names,
        wall_at=slot.wall_at,
        zone=slot.zone,
        starts_at=slot.starts_at,
        sequence=slot.sequence,
        is_cancelled=slot.cancelled_at is not None,
        place=place,
    )


def tell_one(
    to: Addressee, call: Call, method: Method, *, name: str, other: Collection[Addressee] = ()
) -> None:
    """One mail about a call, with the calendar file for its reader."""
    sender = mail.sender()
    made = calendar(call, sender, at=clock.now(), method=method, attendee=to.email)
    theirs = [own_time(call.starts_at, each.zone) for each in other]
    own = own_time(call.starts_at, to.zone or call.zone)
    context = {
        "name": name,
        "path": call.path,
        "when": own,
        "theirs": theirs[0] if theirs and theirs[0] != own else "",
        "length_minutes": call.length_minutes,
    }
    template = "mentoring/called_off" if method is Method.CANCEL else "mentoring/call"
    write(to, template, context, CalendarPart(method.value, "invite.ics", made.decode()))


def ask_how(request: MentoringRequest, need: MentoringNeed) -> None:
    """The mentee is asked whether it took place, and how it was."""
    found = people([need.mentee_id, request.mentor_id])
    if to := found.get(need.mentee_id):
        write(to, "mentoring/how", {"name": name_in(found, request.mentor_id), "path": request.path})


def invite(call: GroupCall, requests: Mapping[int, MentoringRequest]) -> None:
    """The mentees (person ids) of these requests are invited to the group call; each answers on the own request."""
    found = people([call.mentor_id, *requests])
    for id, request in requests.items():
        if to := found.get(id):
            when = own_time(call.starts_at, to.zone or call.zone)
            context = {
                "name": name_in(found, call.mentor_id),
                "path": request.path,
                "when": when,
                "others": len(requests) - 1,
                "length_minutes": call.length_minutes,
            }
            write(to, "mentoring/group", context)


def tell_group(call: GroupCall, person_ids: Collection[int], method: Method, path: str) -> None:
    """These are told of a group call that they are in, with the file for their calendars."""
    found = people({call.mentor_id, *person_ids})
    name = name_in(found, call.mentor_id)
    told = group_call(call, path, name)
    for id in person_ids:
        if to := found.get(id):
            tell_one(to, told, method, name="your group" if id == call.mentor_id else name)


def group_call(call: GroupCall, path: str, mentor: str, place: str = "") -> Call:
    """`path` is where its reader finds it."""
    return Call(
        key=f"group-{call.id}",
        path=path,
        names=(mentor, "group call"),
        wall_at=call.wall_at,
        zone=call.zone,
        starts_at=call.starts_at,
        sequence=1 if call.cancelled_at else 0,
        is_cancelled=call.cancelled_at is not None,
        length_minutes=call.length_minutes,
        place=place,
    )
