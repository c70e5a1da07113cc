"""Outbox work of messages: mailing people about what waits for them."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.messaging.services import telling

BATCH = 20


def mail(works: Sequence[Work]) -> None:
    """Ask for the mails that are due; done again, nobody is mailed twice."""
    for work in works:
        assert work.subject_id is not None
        with unit_of_work():
            telling.mail_due(work.subject_id)
