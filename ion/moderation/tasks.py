"""Outbox work of moderation."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.moderation import services


def settle(works: Sequence[Work]) -> None:
    """Settle reports of held comments that were decided on their own desk."""
    for work in works:
        if work.subject_id is not None:
            with unit_of_work():
                services.settle_comment(work.subject_id)
