"""Several at once, with real threads: each mail is handed over once, and a deed on it is done once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from ion.adapters.smtp_mail import SmtpMail
from ion.base.extensions import db
from ion.commons.mailing import services, tasks
from ion.commons.mailing.services import NotSentAgain
from ion.core import clock, working
from ion.core.unit_of_work import unit_of_work
from ion.models import Fate
from tests.factories import UserFactory
from tests.factories.mail import DeliveryFactory
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.mailing.posting import HANDLERS, fates, left
from tests.mailserver import Clerk, running

pytestmark = pytest.mark.database
MAILS = 12


def at_once(app: Flask, deeds: list[Callable[[], Any]]) -> None:
    """Do all of it at the same time, each in a thread and context of its own; a failure of one fails the test."""
    barrier, failures = threading.Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], Any]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                deed()
            except BaseException as error:  # noqa: BLE001 - told to the test below
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_workers_at_once_hand_each_mail_over_once(app: Flask, use: Use) -> None:
    ids = {DeliveryFactory().message_id for _ in range(MAILS)}

    with running(Clerk()) as clerk:
        use(SmtpMail(clerk.url, name="ion.example", clock=clock.now))
        workers = [lambda name=name: working.run_due(HANDLERS, name) for name in ("first", "second")]
        at_once(app, workers)

    sent = [str(each.letter["Message-ID"]) for each in clerk.received]
    assert sorted(sent) == sorted(ids)
    assert fates() == [Fate.SENT] * MAILS
    assert left() == []


@pytest.mark.parametrize("_round", range(3))
def test_the_same_work_done_by_eight_at_once_hands_the_mail_over_once(
    app: Flask, use: Use, _round: int
) -> None:
    pigeon = Pigeon()
    use(pigeon)
    id = DeliveryFactory().id

    at_once(app, [lambda: tasks.send_one(id)] * 8)

    assert len(pigeon.letters) == 1
    assert fates() == [Fate.SENT]


@pytest.mark.parametrize("_round", range(3))
def test_a_mail_sent_again_by_eight_clicks_is_sent_again_once(app: Flask, use: Use, _round: int) -> None:
    use(Pigeon())
    admin, id = UserFactory().id, DeliveryFactory(fate=Fate.UNKNOWN).id
    refused: list[int] = []

    def click() -> None:
        try:
            with unit_of_work():
                services.send_again(id, admin)
        except NotSentAgain:
            refused.append(1)

    at_once(app, [click] * 8)

    assert len(refused) == 7
    assert fates() == [Fate.DROPPED, Fate.WAITING]
