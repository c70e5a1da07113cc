"""Telling registrants by mail, in the transaction of what happened: each occasion once, and by calendars' rules."""

from ion.models import Registration, Standing, Webinar
from ion.webinars.when import Times


def confirm_asked(registration: Registration) -> None:
    """A guest is asked to confirm the address; the link of that mail makes the registration count."""


def registered(registration: Registration) -> None:
    """A seat is had: when, where, zone, and an invitation for the calendar."""


def put_in_line(registration: Registration) -> None:
    """A place on the waiting list is had: which, and how one leaves it."""


def promoted(registration: Registration) -> None:
    """A seat came free for somebody who waited: as `registered`, and how to give it back."""


def gave_up(registration: Registration, *, had_seat: bool) -> None:
    """A registration was cancelled by its own person: confirmation; the calendar's entry goes."""


def moved(webinar: Webinar, before: Times, *, join_changed: bool = False) -> None:
    """Time, length, zone or join link changed: every registrant is told old and new, later, by the worker."""


def called_off(webinar: Webinar) -> None:
    """The webinar was cancelled: everyone who has a seat or waits is told, later, by the worker."""


def plan(webinar: Webinar) -> None:
    """Ask for the reminders of this webinar's present time; those of an earlier time find nothing to do."""


def follow_up(webinar: Webinar) -> None:
    """It is known who was there: registrants get the follow-up, attended or absent, once, by the worker."""


def recording_out(webinar: Webinar) -> None:
    """A recording may be watched: registrants are told once, by the worker."""


def write_to(webinar: Webinar, standing: Standing, *, subject: str, text: str, user_id: int) -> int:
    """Staff write to all registrants of a standing; how many. Each letter once."""
    return 0
