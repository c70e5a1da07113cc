"""Outbox work of recordings."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.recordings.services import reports


def forget(works: Sequence[Work]) -> None:
    """Drop the rows of reports whose columns nobody chose within a day."""
    for work in works:
        if work.subject_id is not None:
            with unit_of_work():
                reports.forget(work.subject_id)
