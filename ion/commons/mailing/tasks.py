"""Outbox work of mail: each mail is handed over once, and what became of it is known or said to be unknown."""

from collections.abc import Sequence

from ion.commons.mailing import services
from ion.commons.mailing.composing import CannotCompose
from ion.core import working
from ion.core.outbox import Work
from ion.core.ports import mail
from ion.core.ports.mail import Line, NotTaken, Refused
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler, SomeFailed
from ion.models import Fate

BATCH = 10
"""How many mails go out on one line: enough to save most greetings. All of them are claimed at once, so a worker that
is killed has used up one attempt for each: few enough that it does not matter.
"""
WORKER = "mail"


def send_many(works: Sequence[Work]) -> None:
    """Hand mails of a circular over; what waits for single people, such as a link to sign in by, goes first."""
    working.run_due({services.SEND: Handler(send, batch=BATCH)}, WORKER)
    send(works)


def send(works: Sequence[Work]) -> None:
    """Hand these mails over on one line. Raises SomeFailed with those that surely were not taken, to be tried later."""
    failures: dict[int, Exception] = {}
    with mail.carrier().line() as line:
        for work in works:
            try:
                if work.subject_id is not None:
                    send_one(work.subject_id, line)
            except (CannotCompose, NotTaken) as error:
                failures[work.id] = error
    if failures:
        raise SomeFailed(failures)


def send_one(delivery_id: int, line: Line | None = None) -> None:
    """Claim, hand over, write down. A worker that dies on the way leaves a claim, never a second mail."""
    try:
        with unit_of_work():
            taken = services.take(delivery_id)
    except CannotCompose as error:
        with unit_of_work():
            services.note_failure(delivery_id, str(error))
        raise
    if taken is None:
        return
    try:
        (line or mail.carrier()).hand_over(taken.letter)
        fate, why = Fate.SENT, ""
    except NotTaken as error:
        with unit_of_work():
            services.end(taken, Fate.WAITING, str(error))
        raise
    except Refused as error:
        fate, why = Fate.REFUSED, str(error)
    except Exception as error:  # noqa: BLE001 - whatever else happened, it may have arrived
        fate, why = Fate.UNKNOWN, str(error) or repr(error)
    with unit_of_work():
        services.end(taken, fate, why)
