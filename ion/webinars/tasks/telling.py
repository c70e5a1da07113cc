"""Telling registrants what concerns them all, some in each transaction."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.webinars.services import rounds


def tell(works: Sequence[Work]) -> None:
    """Write the mails of these rounds; done twice, late or by two at once, each is asked for once."""
    for work in works:
        assert work.subject_id is not None
        is_more = True
        while is_more:
            with unit_of_work():
                is_more = rounds.tell_next(work.subject_id, work.key, work.payload)
