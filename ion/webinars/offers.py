"""What a webinar offers somebody who wants to come, by the clock: derived whenever it is asked, never stored."""

from datetime import datetime
from enum import StrEnum

from ion.models import Wish
from ion.webinars.policies import Bar, Conditions, bar


class Offer(StrEnum):
    """Where registration here stands. A full webinar still gives places in line."""

    NONE = "none"
    NOT_YET = "not yet"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


BARRED = {Bar.EARLY: Offer.NOT_YET, Bar.LATE: Offer.CLOSED}
WISHES = {
    Bar.EARLY: Wish.OPENS,
    Bar.LATE: Wish.AGAIN,
    Bar.OVER: Wish.AGAIN,
    Bar.CANCELLED: Wish.AGAIN,
}


def offer_of(terms: Conditions, at: datetime, *, is_full: bool) -> Offer:
    if barred := bar(terms, at):
        return BARRED.get(barred, Offer.NONE)
    return Offer.FULL if is_full else Offer.OPEN


def wish_offered(terms: Conditions, at: datetime, *, is_full: bool) -> Wish | None:
    """That registration opens, while it is still to; that it is run again, where one cannot come (any more)."""
    if barred := bar(terms, at):
        return WISHES.get(barred)
    return Wish.AGAIN if is_full else None
