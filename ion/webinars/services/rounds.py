"""Telling all registrants of a webinar: one row of work, some mails in each transaction, each registrant once.

A round locks the webinar, so two workers do not write to the same people at once; whom it has told stands in
AttendeeMail, in the transaction that asks for the mail: whoever does it again goes on where the one before ended.
What a mail says is read when it is written, so that nobody hears of a time that is over already.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.ics import Method
from ion.models import ItemState, Registration, Standing, Webinar
from ion.webinars.queries import attendees
from ion.webinars.queries.filters import KIND
from ion.webinars.reminding import reminder_of
from ion.webinars.services.mails import mark, tell
from ion.webinars.when import Times

TELL = "webinars.tell"
CHUNK = 25
"""How many registrants are told in one transaction: others who write wait for it."""


@dataclass(frozen=True, slots=True)
class Round:
    """Whom to tell (SQL over Registration) of which occasion, and how."""

    occasion: str
    whom: ColumnElement[bool]
    tell: Callable[[Registration], object]


def ask(webinar_id: int, name: str, key: str, *, not_before: datetime | None = None, **payload: Any) -> None:
    """Let all whom a round is for be told, later. `name` is a key of ROUNDS, `key` tells this round from others."""
    said = {"round": name, "at": clock.now().isoformat()} | payload
    outbox.later(TELL, key=key, kind=KIND, id=webinar_id, payload=said, not_before=not_before)


def tell_next(webinar_id: int, key: str, payload: Mapping[str, Any]) -> bool:
    """Tell the next registrants; False when all are told, or there is nothing to tell (any more)."""
    hold = {"key_share": True}  # as all who register do
    webinar = db.session.get(Webinar, webinar_id, with_for_update=hold, populate_existing=True)
    found = ROUNDS[payload["round"]](webinar, payload) if webinar else None
    if found is None:
        return False
    registrants = attendees.untold(webinar_id, found.occasion, found.whom, limit=CHUNK)
    for registration in registrants:
        found.tell(registration)
    is_more = len(registrants) == CHUNK
    if is_more:  # what gets on has all its attempts again, however often workers are killed
        outbox.later(TELL, key=key, kind=KIND, id=webinar_id, payload=dict(payload))
    return is_more


def takes_place(webinar: Webinar) -> bool:
    return webinar.item.state is ItemState.PUBLISHED and webinar.cancelled_at is None


def invites(registration: Registration) -> Method | None:
    """Who waits in line is not invited to anything yet."""
    return Method.REQUEST if registration.state is Standing.REGISTERED else None


def waits(registration: Registration) -> dict[str, bool]:
    return {"is_waiting": registration.state is Standing.WAITING}


def moved(webinar: Webinar, payload: Mapping[str, Any]) -> Round | None:
    """The news of a change. Where another one followed meanwhile, both are one: from what was known to what is."""
    if not takes_place(webinar) or webinar.ends_at <= clock.now():
        return None
    before = times_of(payload["before"])
    now = Times.of(webinar)
    is_moved, is_joined_anew = before != now, payload["join_changed"]
    occasion = f"moved-{webinar.sequence}"
    old_length = before.length if before.length_minutes != now.length_minutes else ""
    more = {
        "before": before.own if is_moved else "",
        "old_length": old_length,
        "join_changed": is_joined_anew,
    }

    def tell_change(registration: Registration) -> None:
        if is_moved or is_joined_anew:
            method = invites(registration)
            tell(registration, occasion, "webinars/moved", more=more | waits(registration), method=method)
        else:  # it was moved and moved back before anybody heard of it
            mark(registration, occasion)

    return Round(occasion, attendees.had_answer_by(instant(payload)), tell_change)


def called_off(webinar: Webinar, _payload: Mapping[str, Any]) -> Round | None:
    """The news that it does not take place, for everyone who does not know that yet."""
    if webinar.cancelled_at is None or webinar.ends_at <= clock.now():
        return None
    occasion = f"{attendees.OFF}{webinar.sequence}"

    def tell_off(registration: Registration) -> None:
        is_out = webinar.item.state is ItemState.PUBLISHED
        more = {"note": webinar.cancelled_note, "has_page": is_out} | waits(registration)
        method = Method.CANCEL if registration.state is Standing.REGISTERED else None
        tell(registration, occasion, "webinars/called_off", more=more, method=method)

    return Round(occasion, attendees.in_or_waiting() & ~attendees.knows_it_is_off(), tell_off)


def back_on(webinar: Webinar, _payload: Mapping[str, Any]) -> Round | None:
    """The news that it takes place after all, for those who were told that it does not."""
    if not takes_place(webinar) or webinar.ends_at <= clock.now():
        return None
    occasion = f"{attendees.ON}{webinar.sequence}"

    def tell_on(registration: Registration) -> None:
        tell(
            registration, occasion, "webinars/back_on", more=waits(registration), method=invites(registration)
        )

    return Round(occasion, attendees.in_or_waiting() & attendees.knows_it_is_off(), tell_on)


def reminder(webinar: Webinar, payload: Mapping[str, Any]) -> Round | None:
    """A reminder whose time has come; one of a time that is no more finds nothing to do."""
    due = reminder_of(webinar.starts_at, payload["hours"])
    if not takes_place(webinar) or not due.is_due(clock.now()):
        return None

    def remind(registration: Registration) -> None:
        tell(registration, due.occasion, "webinars/reminder")

    return Round(due.occasion, attendees.seated_before(due.at), remind)


def follow_up(webinar: Webinar, _payload: Mapping[str, Any]) -> Round | None:
    """Thanks to those who were there, and what the others missed. What may be watched by then is named at once."""
    if not takes_place(webinar) or webinar.ends_at > clock.now():
        return None
    recording = attendees.latest_recording(webinar.item_id)
    came = attendees.came(webinar.item_id)

    def follow(registration: Registration) -> None:
        more = {"was_there": registration.id in came, "has_recording": recording is not None}
        tell(registration, "follow-up", "webinars/follow_up", more=more)
        if recording is not None:
            mark(registration, f"recording-{recording}")

    return Round("follow-up", attendees.had_seat_or_came(), follow)


def recording_out(webinar: Webinar, _payload: Mapping[str, Any]) -> Round | None:
    """The news of the latest recording."""
    recording = attendees.latest_recording(webinar.item_id)
    if recording is None or not takes_place(webinar):
        return None
    occasion = f"recording-{recording}"
    return Round(occasion, attendees.in_or_waiting(), lambda each: tell(each, occasion, "webinars/recording"))


def letter(_webinar: Webinar, payload: Mapping[str, Any]) -> Round:
    """What ION staff wrote to those who stood so when it was written."""
    occasion, said = f"letter-{payload['letter']}", {"subject": payload["subject"], "text": payload["text"]}

    def deliver(registration: Registration) -> None:
        tell(registration, occasion, "webinars/letter", more=said | waits(registration))

    return Round(occasion, attendees.stands(Standing(payload["standing"]), instant(payload)), deliver)


def instant(payload: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(payload["at"])


def kept_times(times: Times) -> dict[str, Any]:
    """Times as plain JSON."""
    return {
        "starts_at": times.starts_at.isoformat(),
        "ends_at": times.ends_at.isoformat(),
        "zone": times.zone,
        "length_minutes": times.length_minutes,
    }


def times_of(kept: Mapping[str, Any]) -> Times:
    starts_at, ends_at = (datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at"))
    return Times(starts_at, ends_at, kept["zone"], kept["length_minutes"])


ROUNDS: dict[str, Callable[[Webinar, Mapping[str, Any]], Round | None]] = {
    "moved": moved,
    "called off": called_off,
    "back on": back_on,
    "reminder": reminder,
    "follow up": follow_up,
    "recording": recording_out,
    "letter": letter,
}
