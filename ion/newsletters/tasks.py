"""Outbox work of newsletters. Done twice, late, or by two at once, each of these does the same once."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.newsletters import services


def start(works: Sequence[Work]) -> None:
    """Begin to send the issues whose time has come."""
    for work in works:
        with unit_of_work():
            services.start_due(id_of(work))


def ask(works: Sequence[Work]) -> None:
    """Ask for all mails of an issue, some in each transaction."""
    for work in works:
        is_more = True
        while is_more:
            with unit_of_work():
                is_more = services.ask_next(id_of(work))


def finish(works: Sequence[Work]) -> None:
    """See whether issues are through."""
    for work in works:
        with unit_of_work():
            services.finish(id_of(work))


def id_of(work: Work) -> int:
    assert work.subject_id is not None
    return work.subject_id
