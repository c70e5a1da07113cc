"""Telling who wished to be told, when the time has come."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.webinars.services import interest


def tell_opened(works: Sequence[Work]) -> None:
    """Registration opens about now; where it was put off since, nobody is told yet."""
    for work in works:
        with unit_of_work():
            interest.tell_opened(work.subject_id or 0)


def tell_again(works: Sequence[Work]) -> None:
    """A webinar came out that runs an earlier one again."""
    for work in works:
        with unit_of_work():
            interest.tell_again(work.subject_id or 0)
