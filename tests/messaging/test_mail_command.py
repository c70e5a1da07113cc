"""From a mail of ours over a real mail server to an answer, and back in by the command."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.exc import OperationalError

from ion.adapters.smtp_mail import SmtpMail
from ion.base.extensions import db
from ion.cli import ion
from ion.cli import mail as command
from ion.core import clock
from ion.core.ports import mail
from ion.messaging.tasks import receiving
from ion.models import Delivery, Fate, User
from tests.factories import PersonFactory, UserFactory
from tests.mailserver import Clerk, Received, running
from tests.messaging.answering import MAILS, messages
from tests.messaging.posting import received, talk, write

pytestmark = pytest.mark.usefixtures("app")
QUIET = "The quiet part, said to one person."


@pytest.fixture
def clerk(app: Flask) -> Iterator[Clerk]:
    """A mail server that takes the site's mail, and that of people."""
    before = mail.carrier(), mail.sender()
    with running(Clerk()) as behind_the_counter:
        mail.use(SmtpMail(behind_the_counter.url, name="ion.example", clock=clock.now), mail.sender())
        yield behind_the_counter
    mail.use(*before)


@pytest.fixture
def shell(app: Flask, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line, on the test's own site."""

    @contextmanager
    def here() -> Iterator[Flask]:
        db.session.rollback()
        yield app

    monkeypatch.setattr(command, "site", here)
    monkeypatch.setattr(command, "wake_on_commit", lambda _: None)
    return CliRunner()


def receive(shell: CliRunner, raw: bytes, *options: str) -> Result:
    return shell.invoke(ion, ["mail", "receive", *options], input=raw, catch_exceptions=False)


def mailed(clerk: Clerk, id: int, writer: User, reader: User) -> Received:
    """What the mail server has once the reader was mailed about a message."""
    write(id, writer, QUIET)
    received(reader)
    return clerk.received[-1]


def people() -> tuple[User, User]:
    dana = UserFactory(person=PersonFactory(name="Dana Ruiz"))
    return dana, UserFactory(person=PersonFactory(name="Lee Park"), email="lee@board.example")


def answer_over_smtp(clerk: Clerk, told: EmailMessage, sender: str, text: str) -> bytes:
    """Answer as a mail program does, over the mail server; the bytes as it got them."""
    plain = told.get_body(("plain",))
    assert plain is not None
    quoted = "\n".join(f"> {line}" for line in plain.get_content().splitlines())
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = sender, told["Reply-To"], "<answer@board.example>"
    made["Subject"], made["In-Reply-To"] = f"Re: {told['Subject']}", told["Message-ID"]
    made.set_content(f"{text}\n.\n\nOn Nov 21, 2026, {told['From']} wrote:\n{quoted}\n")
    with smtplib.SMTP("127.0.0.1", clerk.port) as server:
        server.send_message(made)
    return clerk.received[-1].raw


def test_a_mail_is_answered_over_a_real_server_and_the_answer_is_a_message(
    clerk: Clerk, shell: CliRunner
) -> None:
    dana, lee = people()
    id = talk(dana, lee)
    told = mailed(clerk, id, dana, lee).letter

    raw = answer_over_smtp(clerk, told, lee.email, "From my phone:\n\nTuesday works — at 2.")
    result = receive(shell, raw)

    assert QUIET in told.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert QUIET in told.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert told["Subject"] == "Dana Ruiz wrote to you | Innovation and Opportunity Network"
    assert (result.exit_code, result.stdout) == (0, "Sent.\n")
    assert [message.markdown for message in messages(id, lee)] == [
        "From my phone:\n\nTuesday works — at 2.\n."
    ]


def test_nothing_of_a_mail_about_messages_stays_once_it_was_sent(clerk: Clerk) -> None:
    dana, lee = people()

    mailed(clerk, talk(dana, lee, title="A quiet group"), dana, lee)

    db.session.rollback()
    (row,) = db.session.query(Delivery).all()
    kept = [row.subject, row.text, row.html, str(row.context), str(row.link)]
    assert row.fate is Fate.SENT
    assert kept[:3] == ["", "", ""]
    assert not [text for text in kept if "quiet" in text or "Dana" in text or "@" in text]


def test_the_address_for_answers_stands_in_its_header_alone_and_is_one_for_mail_servers(
    clerk: Clerk,
) -> None:
    dana, lee = people()

    letter = mailed(clerk, talk(dana, lee), dana, lee).letter

    address = letter["Reply-To"].addresses[0].addr_spec
    local, host = address.split("@")
    assert (local[:4], len(local), host) == ("ion+", 36, "ion.example")
    assert local.islower() or local.isalnum()
    assert letter["From"].addresses[0].addr_spec == "ion@ion.example"
    assert local not in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert letter["List-Unsubscribe"].startswith("<http://localhost/mail/unsubscribe/")


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"a:b\n" * 700_000, 65), (b"To: ion+x@ion.example\nFrom: a@b.example\n\nHello", 67)],
)
def test_a_refused_mail_ends_in_the_number_of_mail_servers_with_a_sentence(
    shell: CliRunner, raw: bytes, code: int
) -> None:
    result = receive(shell, raw)

    assert result.exit_code == code
    assert result.stderr.strip().endswith(".") and result.stdout == ""


def test_an_answer_of_somebody_else_is_not_allowed(clerk: Clerk, shell: CliRunner) -> None:
    dana, lee = people()
    id = talk(dana, lee)
    told = mailed(clerk, id, dana, lee).letter

    result = receive(shell, answer_over_smtp(clerk, told, dana.email, "Forged"))

    assert result.exit_code == 77
    assert messages(id, lee) == []


def test_a_robot_s_mail_is_taken_and_dropped(shell: CliRunner) -> None:
    result = receive(shell, (MAILS / "absence.eml").read_bytes())

    assert result.exit_code == 0
    assert "automatic" in result.stdout


@pytest.mark.parametrize(
    "error",
    [OperationalError("x", {}, Exception("locked")), receiving.TryLater("Not now."), RuntimeError("no disk")],
)
def test_whatever_fails_on_our_side_the_mail_is_to_be_brought_again(
    shell: CliRunner, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(command, "receive", fail)

    result = receive(shell, b"From: a@b.example\n\nHello")

    assert result.exit_code == 75
    assert result.stderr.strip() in ("It could not be taken now. Try again later.", "Not now.")


def test_a_site_that_is_being_upgraded_asks_for_the_mail_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ION_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    result = receive(CliRunner(), b"From: a@b.example\n\nHello")

    assert result.exit_code == 75
    assert "Run: ion upgrade" in result.stderr
