"""Outbox work of mail: each mail is handed over once, and what became of it is known or said to be unknown."""

from collections.abc import Sequence

from ion.commons.mailing import services
from ion.commons.mailing.composing import CannotCompose
from ion.core.outbox import Work
from ion.core.ports import mail
from ion.core.ports.mail import NotTaken, Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import Fate


def send(works: Sequence[Work]) -> None:
    """Hand these mails over; raises where one surely was not taken, so that it is tried again later."""
    for work in works:
        if work.subject_id is not None:
            send_one(work.subject_id)


def send_one(delivery_id: int) -> None:
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
        mail.carrier().hand_over(taken.letter)
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
