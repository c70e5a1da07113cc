"""What a webinar needs before it is published, as sentences that name the field of the form to go to."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ion.base.vocabulary.zones import is_zone
from ion.core.ports.publishable import Content, Lack
from ion.webinars import agenda
from ion.webinars.announcement import LONGEST, Announcement, announcement_in
from ion.webinars.queries.record import is_series_of_group


def lacks(content: Content) -> list[Lack]:
    """Everything that is missing or wrong, in the order of the form.

    A join link is never missing: a webinar may be announced, and registered for, before its meeting exists.
    """
    announced = announcement_in(content)
    found = [
        *readable(content),
        *time(announced),
        *registration(content, announced),
        *help_to_take_part(announced),
    ]
    is_call = is_series_of_group(announced.series)
    wrong = agenda.problems(announced.agenda, announced.length_minutes, is_group_call=is_call)
    return [*found, *(Lack("agenda", words) for words in wrong)]


def readable(content: Content) -> Iterator[Lack]:
    if not str(content.get("summary") or "").strip():
        yield Lack("summary", "Write a summary: lists, mail and search results show it.")
    if not content.get("authors"):
        yield Lack("authors", "Name at least one presenter.")
    if not content.get("topics"):
        yield Lack("topics", "Choose at least one topic: readers find and follow webinars by it.")


def time(announced: Announcement) -> Iterator[Lack]:
    if announced.starts is None:
        yield Lack("starts", "Say on which day and at what time it begins.")
    if not is_zone(announced.zone):
        yield Lack("zone", "Choose the time zone in which its times are told.")
    if why := announced.wrong_time(announced.starts):
        yield Lack("starts", why)
    if not 0 < announced.length_minutes <= LONGEST:
        yield Lack("length_minutes", f"Say how many minutes it lasts, from 1 to {LONGEST:,}.")


def registration(content: Content, announced: Announcement) -> Iterator[Lack]:
    if announced.takes_registration and content.get("link_url"):
        yield Lack(
            "link_url",
            "People register here or elsewhere, not both: take away the address elsewhere, or registration here.",
        )
    if announced.capacity is not None and announced.capacity < 1:
        yield Lack("capacity", "A limit is at least 1. Leave it empty for none.")
    for name, chosen in (("opens", announced.opens), ("closes", announced.closes)):
        if why := announced.wrong_time(chosen):
            yield Lack(name, why)
    yield from order_of_times(announced)
    if announced.join_url and not is_web_address(announced.join_url):
        yield Lack("join_url", "The join link must be a full address, beginning with https://")


def order_of_times(announced: Announcement) -> Iterator[Lack]:
    opens, closes = announced.moment(announced.opens), announced.moment(announced.closes)
    if opens and closes and closes.at <= opens.at:
        yield Lack("closes", "Registration must close after it opens.")
    times = announced.times
    if opens and times and opens.at >= times.ends_at:
        yield Lack("opens", "Registration must open before the webinar is over.")


def help_to_take_part(announced: Announcement) -> Iterator[Lack]:
    if announced.ask_by and announced.starts and announced.ask_by > announced.starts.local.date():
        yield Lack("ask_by", "The date to ask for help by must not lie after the day of the webinar.")


def is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
