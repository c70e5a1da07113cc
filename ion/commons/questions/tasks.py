"""Outbox work of questions: what is open when an item's time is over gets an owner."""

from collections.abc import Sequence

from ion.commons.questions import services
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work


def give_owners(works: Sequence[Work]) -> None:
    """Give owners to the open questions of these items; an item that is gone has none."""
    for work in works:
        if work.subject_id is not None:
            with unit_of_work():
                services.settle(work.subject_id)
