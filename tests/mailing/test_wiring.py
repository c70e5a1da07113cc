"""Which carrier a site uses, what `ion doctor` says of mail, and what the worker does with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from ion import doctor
from ion.adapters.kept_mail import KeptMail
from ion.adapters.smtp_mail import SmtpMail
from ion.app import mail_carrier
from ion.base.extensions import db
from ion.core.ports.mail import NotTaken
from ion.models import Delivery, Fate
from ion.worker import HANDLERS, Worker
from tests.conftest import NOW
from tests.databases import settings
from tests.factories.mail import DeliveryFactory
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.mailing.posting import fates


def test_without_a_server_mail_is_kept(tmp_path: Path) -> None:
    assert isinstance(mail_carrier(settings(tmp_path, "sqlite://")), KeptMail)


def test_with_a_server_mail_goes_there_from_the_site_s_own_host(tmp_path: Path) -> None:
    carrier = mail_carrier(
        settings(
            tmp_path,
            "sqlite://",
            smtp_url="smtps://ion:p%40ss@mail.example.gov",
            public_url="https://ion.example.gov:8443",
        )
    )

    assert isinstance(carrier, SmtpMail)
    assert (carrier.scheme, carrier.host, carrier.port) == ("smtps", "mail.example.gov", 465)
    assert (carrier.user, carrier.password, carrier.name) == ("ion", "p@ss", "ion.example.gov")


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
def test_the_worker_sends_what_waits(app: Flask, use: Use) -> None:
    pigeon = Pigeon()
    use(pigeon)
    DeliveryFactory()

    worker = Worker(app)
    worker.run_due()
    worker.queue.storage.close()

    assert "mail.send" in HANDLERS
    assert (len(pigeon.letters), fates()) == (1, [Fate.SENT])


@pytest.mark.database
@pytest.mark.usefixtures("now")
def test_the_worker_forgets_old_mail_at_night(app: Flask) -> None:
    DeliveryFactory(created_at=NOW - timedelta(days=91), fate=Fate.SENT)
    young = DeliveryFactory(created_at=NOW - timedelta(days=89), fate=Fate.SENT).id

    worker = Worker(app)
    worker.night()
    worker.queue.storage.close()

    db.session.rollback()
    assert db.session.scalars(select(Delivery.id)).all() == [young]


@pytest.mark.usefixtures("app")
def test_the_doctor_says_where_mail_goes(use: Use) -> None:
    kept = doctor.mail_server()
    use(Pigeon())
    sent = doctor.mail_server()

    assert (kept.advice, "/staff/mail" in kept.state) == ("", True)
    assert (sent.state, sent.advice) == ("by pigeon", "")


@pytest.mark.usefixtures("app")
def test_the_doctor_says_what_to_do_about_a_server_that_does_not_answer(use: Use) -> None:
    class Gone(Pigeon):
        def check(self) -> str:
            raise NotTaken("connection refused")

    use(Gone())

    found = doctor.mail_server()

    assert found.state == "does not answer: connection refused"
    assert found.advice == "Start it, or correct SMTP_URL."


@pytest.mark.database
@pytest.mark.usefixtures("app")
def test_the_doctor_counts_the_mails_that_wait_for_a_person() -> None:
    well = doctor.mail_sent()
    for fate in Fate:
        DeliveryFactory(fate=fate)

    ill = doctor.mail_sent()

    assert (well.state, well.advice) == ("none refused, given up or of unknown fate", "")
    assert (ill.state, ill.advice) == ("2 refused, given up or of unknown fate", "Look at /staff/mail")


@pytest.mark.database
def test_the_doctor_looks_at_mail(app: Flask) -> None:
    names = [finding.name for finding in doctor.look(app.extensions["ion.settings"])]

    assert names.count("mail server") == names.count("mail") == 1
