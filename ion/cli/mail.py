"""Mail that comes in: a mail server hands it over, one mail to a run, and is told what became of it."""

import sys

import click
import structlog

from ion.cli.base import site
from ion.messaging.incoming import LARGEST
from ion.messaging.tasks.receiving import Exit, Outcome, TryLater, receive
from ion.worker import wake_on_commit

LATER = "It could not be taken now. Try again later."


@click.group("mail")
def mail_group() -> None:
    """Mail that comes in."""


@mail_group.command("receive")
@click.option(
    "--recipient", default="", help="The address it came by; without it, the mail's own headers say."
)
def receive_command(recipient: str) -> None:
    """Read a mail from standard input: an answer to mail about messages becomes a message.

    Ends as mail servers want it (sysexits.h): 0 taken, 65 cannot be read, 67 no such address, 77 not allowed,
    75 try again later; with a sentence for whoever sent the mail.
    """
    raw = sys.stdin.buffer.read(LARGEST + 1)
    outcome = received(raw, recipient)
    click.echo(outcome.words, err=outcome.exit is not Exit.TAKEN)
    sys.exit(outcome.exit)


def received(raw: bytes, recipient: str) -> Outcome:
    """What became of the mail; whatever goes wrong on our side, it is to be brought again."""
    try:
        with site() as app:
            wake_on_commit(app)
            return receive(raw, recipient)
    except click.ClickException as error:
        return Outcome(Exit.LATER, error.message)
    except TryLater as error:
        return Outcome(Exit.LATER, str(error))
    except Exception as error:  # noqa: BLE001 - no mail may be lost for an error of ours
        structlog.get_logger("ion.mail").error("mail not taken", error=repr(error))
        return Outcome(Exit.LATER, LATER)
