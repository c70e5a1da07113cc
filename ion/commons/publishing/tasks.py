"""Outbox work of publishing: what is scheduled goes out when it is due, once, however late the worker is."""

from collections.abc import Sequence

from ion.commons.publishing import services
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work


def go_live(works: Sequence[Work]) -> None:
    """Publish these scheduled items; what was taken off the schedule, moved or discarded meanwhile is left alone."""
    for work in works:
        if work.subject_id is None:
            continue
        try:
            with unit_of_work():
                services.go_live(work.subject_id)
        except services.NoSuchItem:
            continue  # discarded since
