"""A worker killed at any point of telling registrants: nobody is told twice, nobody not at all; and what arrives at a
real mail server is what their mail programs and calendars understand.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from ion.adapters.smtp_mail import SmtpMail
from ion.base.config import ROOT
from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing import tasks as mailing_tasks
from ion.core import clock, outbox, working
from ion.core.ports import mail
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.models import Delivery, OutboxRow, Webinar
from ion.webinars.services import rounds, telling
from tests.databases import Tidy
from tests.factories import WebinarFactory
from tests.factories.registrations import RegistrationFactory
from tests.mailserver import Clerk, Received, running
from tests.webinars.telling import put_off, work
from tests.webinars.victim import POINTS

Kill = Callable[[str], str]
GUESTS = [f"guest-{number}@ion.example" for number in range(3)]


@pytest.fixture(scope="module")
def victims() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.webinars.victim"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def clerk(app: Flask) -> Iterator[Clerk]:
    before = mail.carrier(), mail.sender()
    with running(Clerk()) as behind_the_counter:
        mail.use(SmtpMail(behind_the_counter.url, name="ion.example", clock=clock.now), mail.sender())
        yield behind_the_counter
    mail.use(*before)


@pytest.fixture
def kill(victims: subprocess.Popen[str], database: str, tmp_path: Path, site: Tidy) -> Kill:
    """Let a worker tell people on the test's database until it is killed at the point."""

    def kill_at(point: str) -> str:
        assert victims.stdin and victims.stdout
        site.written |= {"delivery", "outbox", "attendee_mail"}
        victims.stdin.write("\t".join((point, database, str(tmp_path))) + "\n")
        victims.stdin.flush()
        return victims.stdout.readline().strip()

    return kill_at


def send() -> None:
    working.run_due({mailing.SEND: Handler(mailing_tasks.send, batch=10)}, "postman")


def letter_to(address: str, received: list[Received]) -> EmailMessage:
    (found,) = [each.letter for each in received if each.receivers == [address]]
    return found


def move(webinar: Webinar) -> None:
    with unit_of_work() as session:
        found = session.get_one(Webinar, webinar.item_id)
        telling.moved(found, put_off(found, timedelta(hours=2)))


@pytest.mark.database
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_while_telling_registrants_tells_nobody_twice_and_forgets_nobody(
    kill: Kill, clerk: Clerk, point: str
) -> None:
    webinar = WebinarFactory()
    for address in GUESTS:
        RegistrationFactory(webinar, email=address)
    move(webinar)

    status = kill(point)
    with unit_of_work():
        outbox.release_all()
    work()
    send()

    db.session.rollback()
    assert status == "-9"
    assert sorted(each.receivers[0] for each in clerk.received) == GUESTS
    assert not {rounds.TELL, mailing.SEND} & set(db.session.scalars(select(OutboxRow.task)))


def test_what_arrives_can_be_read_by_mail_programs_and_calendars(clerk: Clerk) -> None:
    webinar = WebinarFactory(slug="one", title='Peer call; "räkna", 数える 🎓' * 3, webinar={"sequence": 7})
    registration = RegistrationFactory(webinar, email="guest@ion.example")
    with unit_of_work() as session:
        telling.registered(session.merge(registration))

    send()

    letter = letter_to("guest@ion.example", clerk.received)
    calendar, attached = [part for part in letter.walk() if part.get_content_subtype() in ("calendar", "ics")]
    (event,) = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert (attached.get_filename(), attached.get_content_disposition()) == ("invite.ics", "attachment")
    assert attached.get_content().decode() == calendar.get_content()
    assert str(event["SUMMARY"]) == webinar.item.title
    assert str(event["ORGANIZER"]).removeprefix("mailto:") == letter["From"].addresses[0].addr_spec
    assert str(event["ATTENDEE"]) == f"mailto:{letter['To']}"


def test_a_mail_tried_again_tells_calendars_the_same_to_the_letter(clerk: Clerk) -> None:
    registration = RegistrationFactory(WebinarFactory(), email="guest@ion.example")
    with unit_of_work() as session:
        telling.registered(session.merge(registration))
    clerk.answers["DATA"] = "451 busy"
    send()
    clerk.answers.clear()
    written = [each.context["calendar"]["text"] for each in db.session.scalars(select(Delivery))]

    with clock.frozen(clock.now() + timedelta(hours=1)):
        send()

    letter = letter_to("guest@ion.example", clerk.received)
    (calendar,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert [calendar.get_payload(decode=True)] == [text.encode() for text in written]
