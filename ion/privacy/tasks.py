"""Outbox work of privacy (copies of data), and what it does at night."""

from collections.abc import Sequence

import structlog

from ion.base.extensions import db
from ion.core.outbox import Work
from ion.core.ports.personal import RETAINED
from ion.core.unit_of_work import unit_of_work
from ion.privacy.queries import departures
from ion.privacy.services import copying, leaving, retaining
from ion.privacy.services.refusals import Refused

MOST_ROUNDS = 1_000
"""Transactions for one kind in one night: a first retention of a large site goes on the next night."""
log = structlog.get_logger("ion.privacy")


def copy(works: Sequence[Work]) -> None:
    """Make each copy outside any transaction; one that is made already stays as it is."""
    for work in works:
        user = copying.unmade(work.subject_id or 0)
        if user is None:
            continue
        try:
            archive = copying.put_archive(user)
        except Exception:
            with unit_of_work():
                copying.note_problem(work.subject_id or 0)
            raise
        with unit_of_work():
            copying.keep(work.subject_id or 0, archive)


def night() -> None:
    """Once a night: delete accounts whose time has come, old copies, and what is kept no longer."""
    delete_due()
    with unit_of_work():
        copying.forget_expired()
    for kind in RETAINED.kinds():
        forget(kind)


def delete_due() -> None:
    """Each account in a transaction of its own; what cannot go now is tried again the next night."""
    for user_id in departures.due():
        try:
            with unit_of_work():
                leaving.complete(user_id)
        except Refused as refused:
            log.info("account not deleted", user=user_id, why=refused.words)
        except Exception as error:  # noqa: BLE001 - one account must not hinder the others
            db.session.rollback()
            log.warning("account not deleted", user=user_id, error=repr(error))


def forget(kind: str) -> None:
    """Forget what is too old of one kind, some at a time."""
    for _ in range(MOST_ROUNDS):
        with unit_of_work():
            is_more = retaining.forget_some(kind)
        if not is_more:
            return
