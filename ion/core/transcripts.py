"""Minutes of a recording: how a clock shows them, and where the transcript page has them."""

import re

CLOCK = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)")


def clock_words(seconds: int) -> str:
    """12:40; from an hour on 1:02:05."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def clock_seconds(words: str) -> int | None:
    """The seconds that "12:40" or "1:02:05" say; None for anything else."""
    found = CLOCK.fullmatch(words.strip())
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def anchor_of(order: int, seconds: int) -> str:
    """The id of a passage on /webinars/<slug>/transcript: t-760; in the second recording shown there, t2-760.

    `order` counts the published recordings of the webinar from 1, by their ids.
    """
    return f"t-{seconds}" if order == 1 else f"t{order}-{seconds}"
