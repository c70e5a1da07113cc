"""Letting what guests registered for be theirs once they joined."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.webinars.services import linking


def link(works: Sequence[Work]) -> None:
    """Each webinar in a transaction of its own, so that none is held while another is waited for."""
    for work in works:
        user_id = work.subject_id or 0
        for webinar_id in linking.unlinked(user_id):
            with unit_of_work():
                linking.link(webinar_id, user_id)
