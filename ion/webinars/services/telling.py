"""Telling registrants by mail, in the transaction of what happened: each occasion once, and by calendars' rules."""

import secrets

from ion.core import clock
from ion.core.ics import Method
from ion.core.spans import length_in_words
from ion.models import Registration, Standing, Webinar
from ion.webinars.policies import CONFIRM_WITHIN
from ion.webinars.queries import attendees
from ion.webinars.reminding import reminders
from ion.webinars.services import mails, rounds
from ion.webinars.when import Times


def confirm_asked(registration: Registration) -> None:
    """A guest is asked to confirm the address; the link of that mail makes the registration count."""
    within = length_in_words(int(CONFIRM_WITHIN.total_seconds()) // 60)
    mails.write(registration, "webinars/confirm", more={"within": within}, lasts=CONFIRM_WITHIN)


def registered(registration: Registration) -> None:
    """A seat is had: when, where, zone, and an invitation for the calendar. Asked for again, it is sent again: a guest
    who lost the mail has no other way to the page."""
    mails.mark(registration, f"registered-{registration.number}")
    mails.write(registration, "webinars/registered", method=Method.REQUEST)


def put_in_line(registration: Registration) -> None:
    """A place on the waiting list is had, and how one leaves it. Asked for again, it is sent again."""
    minutes = mails.webinar_of(registration).promotes_until
    more = {"cut_off": length_in_words(minutes) if minutes > 0 else ""}
    mails.mark(registration, f"in-line-{registration.number}")
    mails.write(registration, "webinars/in_line", more=more)


def promoted(registration: Registration) -> None:
    """A seat came free for somebody who waited: as `registered`, and how to give it back."""
    mails.tell(registration, f"registered-{registration.number}", "webinars/promoted", method=Method.REQUEST)


def gave_up(registration: Registration, *, had_seat: bool) -> None:
    """A registration was cancelled by its own person: confirmation; the calendar's entry goes."""
    occasion = mails.GAVE_UP if had_seat else "left-line-"
    method = Method.CANCEL if had_seat else None
    more = {"had_seat": had_seat}
    mails.tell(registration, f"{occasion}{registration.number}", "webinars/gave_up", more=more, method=method)


def moved(webinar: Webinar, before: Times, *, join_changed: bool = False) -> None:
    """Time, length, zone or join link changed: every registrant is told old and new, later, by the worker.

    Call it once the row holds the new times and its higher `sequence`.
    """
    rounds.ask(
        webinar.item_id,
        "moved",
        f"moved:{webinar.item_id}:{webinar.sequence}",
        before=rounds.kept_times(before),
        join_changed=join_changed,
    )


def called_off(webinar: Webinar) -> None:
    """The webinar was cancelled: everyone who has a seat or waits is told, later, by the worker."""
    rounds.ask(webinar.item_id, "called off", f"called-off:{webinar.item_id}:{webinar.sequence}")


def back_on(webinar: Webinar) -> None:
    """The webinar takes place after all: everyone who was told that it does not is told, later, by the worker.

    As with all changes, its `sequence` is higher by then.
    """
    rounds.ask(webinar.item_id, "back on", f"back-on:{webinar.item_id}:{webinar.sequence}")


def plan(webinar: Webinar) -> None:
    """Ask for the reminders of this webinar's present time; those of an earlier time find nothing to do."""
    for reminder in reminders(webinar.starts_at):
        if clock.now() < reminder.until:
            key = f"{reminder.occasion}:{webinar.item_id}:{reminder.at.isoformat()}"
            rounds.ask(webinar.item_id, "reminder", key, not_before=reminder.at, hours=reminder.hours)


def follow_up(webinar: Webinar) -> None:
    """It is known who was there: registrants get the follow-up, attended or absent, once, by the worker."""
    key = f"follow-up:{webinar.item_id}"
    rounds.ask(webinar.item_id, "follow up", key, not_before=max(clock.now(), webinar.ends_at))


def recording_out(webinar: Webinar) -> None:
    """A recording may be watched: registrants are told once, by the worker."""
    rounds.ask(webinar.item_id, "recording", f"recording:{webinar.item_id}")


def write_to(webinar: Webinar, standing: Standing, *, subject: str, text: str, user_id: int) -> int:
    """ION staff write to all who are registered or wait; how many they are (0: nothing is sent). Each letter once."""
    people = attendees.number_of(webinar.item_id, standing)
    if standing not in (Standing.REGISTERED, Standing.WAITING) or not people:
        return 0
    letter = secrets.token_hex(8)
    rounds.ask(
        webinar.item_id,
        "letter",
        f"letter:{letter}",
        letter=letter,
        standing=standing.value,
        subject=subject,
        text=text,
        by=user_id,
    )
    return people
