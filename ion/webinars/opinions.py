"""What attendees say of a webinar: from when, how it is rated, and who reads it when. Pure rules."""

from datetime import datetime

from ion.core.times import own_time
from ion.models import Standing

RATINGS = {5: "Very useful", 4: "Useful", 3: "Somewhat useful", 2: "Of little use", 1: "Not useful"}
SHOWN_FROM = 5
"""Presenters read what was said once so many have said something: nobody is to be recognized by a date or a number."""


def why_no_feedback(
    standing: Standing | None, starts_at: datetime, cancelled_at: datetime | None, at: datetime, zone: str
) -> str:
    """Why somebody of that standing may not say anything now, in words; empty where they may."""
    if cancelled_at is not None:
        return "This webinar was canceled, so there is nothing to say of it."
    if standing is not Standing.REGISTERED:
        return "Feedback is for people who were registered."
    if at < starts_at:
        return f"Feedback opens when the webinar begins: {own_time(starts_at, zone)}."
    return ""


def is_shown(total: int, *, is_staff: bool) -> bool:
    """Whether somebody reads what so many attendees said: ION staff always, presenters from SHOWN_FROM on."""
    return total > 0 and (is_staff or total >= SHOWN_FROM)
