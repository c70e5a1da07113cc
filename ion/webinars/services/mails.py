"""One mail to one registrant: to whom, with which link, with what for the calendar; on each occasion once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.services import BadAddress, CalendarPart, Link
from ion.core import clock
from ion.core.ics import Method
from ion.core.ports import mail
from ion.core.times import own_time, zone_named
from ion.core.upsert import add_if_absent
from ion.models import AttendeeMail, Registration, Webinar
from ion.webinars.calendars import invitation, join_when
from ion.webinars.reminding import reminders
from ion.webinars.when import Times

PURPOSE = "registration"
GUESTS_PATH = "/webinars/registration/{token}"
"""Where guests find what members find on the webinar's page; the token proves that the mail reached them."""
GUESTS_LAST = timedelta(days=90)
"""How long after the end of a webinar the links of its guests lead somewhere."""
GAVE_UP = "gave-up-"
IN_WORDS = {24: "the day before", 1: "an hour before it begins"}
LONGEST_TITLE = 120
"""How much of a title a subject holds: the time behind it must not be cut off."""


def tell(
    registration: Registration,
    occasion: str,
    template: str,
    *,
    more: Mapping[str, Any] | None = None,
    method: Method | None = None,
) -> bool:
    """Mail the registrant, once on this occasion, however often and by however many it is asked for; False where
    nothing was sent. `more` is what the template needs besides the facts of the webinar, `method` what the
    registrant's calendar is asked to do.
    """
    return mark(registration, occasion) and write(registration, template, more=more, method=method)


def mark(registration: Registration, occasion: str) -> bool:
    """Note that the registrant was told of this; False where that is noted already."""
    db.session.flush()
    values = {"registration_id": registration.id, "occasion": occasion, "at": clock.now()}
    return add_if_absent(db.session(), AttendeeMail, **values)


def write(
    registration: Registration,
    template: str,
    *,
    more: Mapping[str, Any] | None = None,
    method: Method | None = None,
    lasts: timedelta | None = None,
) -> bool:
    """Mail the registrant now; False for somebody who cannot be mailed. `lasts`: how long a guest's link does."""
    user, webinar = registration.user, webinar_of(registration)
    address = user.email if user else registration.email
    if not address or (user and user.suspended_at):
        return False
    about = template.rpartition("/")[2].replace("_", " ")
    try:
        mailing.ask(
            f"webinar {about}",
            address=address,
            template=template,
            user_id=registration.user_id,
            context=facts(registration, webinar) | dict(more or {}),
            link=None if user else guest_link(registration, lasts or until_long_after(webinar)),
            calendar=calendar_part(registration, webinar, address, method) if method else None,
        )
    except BadAddress:  # one registrant's address must not keep all others from hearing of it
        return False
    return True


def webinar_of(registration: Registration) -> Webinar:
    return db.session.get_one(Webinar, registration.webinar_id)


def facts(registration: Registration, webinar: Webinar) -> dict[str, Any]:
    """What every mail about a webinar says of it, in words: times in its own zone, and in the registrant's."""
    times = Times.of(webinar)
    title = webinar.item.title
    return {
        "title": title,
        "short_title": title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…",
        "is_sample": webinar.item.is_sample,
        "path": webinar.path,
        "begins": own_time(webinar.starts_at, webinar.zone),
        "when": times.own,
        "yours": yours(times, registration),
        "length": times.length,
        "join_when": join_when(webinar),
        "reminded": reminded(webinar.starts_at),
    }


def yours(times: Times, registration: Registration) -> str:
    """When it is for a registrant elsewhere; empty where that is not known or reads the same."""
    user = registration.user
    zone = registration.zone or (user.person.zone if user else "")
    return times.yours(zone_named(zone)) if zone else ""


def reminded(starts_at: datetime) -> str:
    """When somebody who registers now will be reminded; empty where it is too late for that."""
    return " and ".join(IN_WORDS[each.hours] for each in reminders(starts_at) if clock.now() < each.at)


def guest_link(registration: Registration, lasts: timedelta) -> Link:
    return Link(PURPOSE, GUESTS_PATH, lasts, kind="registration", id=registration.id, uses=None)


def until_long_after(webinar: Webinar) -> timedelta:
    """How long a guest's link made now leads to their page; one of a mail about a long gone webinar still does."""
    return max(webinar.ends_at - clock.now(), timedelta(0)) + GUESTS_LAST


def calendar_part(registration: Registration, webinar: Webinar, address: str, method: Method) -> CalendarPart:
    """What the calendar is told. It ends an invitation and takes it up again only by a higher number than before, so
    each seat that was given up counts two steps: one for the end, one for a new beginning.
    """
    turns = 2 * gave_up_count(registration)
    is_over = method is Method.CANCEL and webinar.cancelled_at is None
    made = invitation(
        webinar,
        method,
        sequence=webinar.sequence + turns - (1 if is_over else 0),
        attendee=address,
        sender=mail.sender(),
        at=clock.now(),
    )
    return CalendarPart(method.value, "invite.ics", made.decode())


def gave_up_count(registration: Registration) -> int:
    """How often the registrant gave up a seat."""
    counted = select(func.count()).where(
        AttendeeMail.registration_id == registration.id, AttendeeMail.occasion.startswith(GAVE_UP)
    )
    return db.session.scalar(counted) or 0
