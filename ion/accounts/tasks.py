"""Outbox work of accounts: suspensions that are over."""

from collections.abc import Sequence

from ion.accounts import services
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work


def restore(works: Sequence[Work]) -> None:
    """Let people sign in again whose suspension is over; one that was made longer meanwhile goes on."""
    for work in works:
        if work.subject_id is not None:
            with unit_of_work():
                services.restore_due(work.subject_id)
