"""An answer that came by mail becomes a message, once; or is refused, and its writer is told why, once."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any

from ion.commons.files import services as files
from ion.commons.files.services import Taken
from ion.commons.mailing import services as mailing
from ion.core import participant_data, portable, throttle
from ion.core.participant_data import Suspicion
from ion.core.ports import mail
from ion.core.ports.files import FileRefused
from ion.core.ports.scanner import ScannerDown
from ion.core.throttle import Limit
from ion.core.unit_of_work import unit_of_work
from ion.messaging import incoming, services
from ion.messaging.incoming import Letter, Part, Unreadable
from ion.messaging.incoming.quotes import House, answer
from ion.messaging.policies import MOST_FILES
from ion.messaging.queries.answers import ReplyPlace, place_of

TOLD_ONCE = Limit("message-answer.once", most=1, window=timedelta(days=7))
"""What became of one mail is told once, though the mail server brings it again."""
TOLD_OFTEN = Limit("message-answer.often", most=10, window=timedelta(days=1))
VIA = "mail"
KIND = "message-answer"
"""The kind of the mails that say what became of an answer."""
TEMPLATE = "messaging/answered"
IGNORED = "Nobody wrote this mail: it was taken for an automatic answer, and nothing was done."
NO_ADDRESS = (
    "This address takes no answers, or no longer. Answer on the site instead: the link is in the mail."
)
NOT_THEIRS = "Answers are taken only from the email address of the account that the mail was sent to."
CLOSED = "The account that this mail would be from cannot be used at present."
NOTHING_NEW = "Nothing was found in the mail but what it quotes. Write above the quoted text."
NOT_IN_IT = "You are no longer in this conversation."
PRIVATE = (
    "This looks like participant PII: {found}. Remove it and send the mail again, or answer on the site, where you can "
    "say why it may be sent."
)


class Exit(IntEnum):
    """What a mail server is told, in its own numbers (sysexits.h)."""

    TAKEN = 0
    BROKEN = 65
    UNKNOWN = 67
    LATER = 75
    FORBIDDEN = 77


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: how the command ends, and one sentence that a person understands."""

    exit: Exit
    words: str


class TryLater(Exception):
    """It cannot be decided now; the mail server may bring it again."""


class NotSent(Exception):
    """No message is made of it, and its writer is told why; the text says it in words."""


def receive(raw: bytes, recipient: str = "") -> Outcome:
    """Take in one mail. `recipient` is the address that it came by, where the mail server says so.

    A mail that is refused is told to its writer by whom it can be told: by ION where it surely is the writer's own
    (then it counts as taken), by the mail server in all other cases. Raises TryLater.
    """
    try:
        letter = incoming.read(raw)
    except Unreadable as error:
        return Outcome(Exit.BROKEN, str(error))
    if letter.is_robot:
        return Outcome(Exit.TAKEN, IGNORED)
    place = place_of([recipient.strip().strip("<>").lower()] if recipient else letter.recipients)
    if place is None:
        return Outcome(Exit.UNKNOWN, NO_ADDRESS)
    if letter.is_forged or not letter.sender or mailing.address_of(letter.sender) != place.email:
        return Outcome(Exit.FORBIDDEN, NOT_THEIRS)
    if place.is_silent:
        return Outcome(Exit.FORBIDDEN, CLOSED)
    return file(letter, place)


def file(letter: Letter, place: ReplyPlace) -> Outcome:
    """Make a message of the letter of somebody who is known; what they wrote is in it as it would be from a page."""
    try:
        text, taken = read_through(letter)
        with unit_of_work():
            held = send(letter, place, text, taken)
    except (NotSent, services.Refused) as refusal:
        with unit_of_work():
            tell(letter, place, why=str(refusal), is_held=False)
        return Outcome(Exit.TAKEN, f"Not sent, which its writer is told: {refusal}")
    return Outcome(Exit.TAKEN, f"Sent, and waits for ION staff: {held}" if held else "Sent.")


def read_through(letter: Letter) -> tuple[str, list[Taken]]:
    """What is new in the letter, and its files, kept. Raises NotSent, and TryLater while files cannot be checked."""
    sender = mail.sender()
    text = answer(letter.text, House(sender.mailbox, sender.public_url))
    if letter.problem or not (text or letter.files):
        raise NotSent(letter.problem or NOTHING_NEW)
    refuse_private(participant_data.suspicions(text))
    if len(letter.files) > MOST_FILES:
        raise NotSent(f"A message has at most {MOST_FILES} files; this mail has {len(letter.files)}.")
    return text, [take_in(part) for part in letter.files]


def take_in(part: Part) -> Taken:
    """Check and keep one file."""
    refuse_private(participant_data.in_file(part.name, part.type, part.data))
    try:
        return files.take_in(part.name, part.data)
    except FileRefused as refusal:
        if isinstance(refusal.__cause__, ScannerDown):
            raise TryLater(str(refusal)) from refusal
        raise NotSent(f"The file “{part.name}” was not taken, so nothing was sent. {refusal}") from refusal


def refuse_private(found: list[Suspicion]) -> None:
    """Stop what looks like details of people who are served."""
    if found:
        raise NotSent(PRIVATE.format(found=", ".join(each.what for each in found)))


def send(letter: Letter, place: ReplyPlace, text: str, taken: list[Taken]) -> str:
    """Write in the conversation, inside a unit of work; says why it waits for ION staff, if so. Raises NotSent,
    TryLater, and what `services.send` does."""
    who = portable.holder(place.user_id)
    try:
        if who is None:
            raise services.NotThere
        message = services.send(
            who,
            place.conversation_id,
            markdown=text,
            client_id=f"mail-{letter.id}"[:64],
            files=taken,
            via=VIA,
        )
    except services.NotThere:
        raise NotSent(NOT_IN_IT) from None
    except services.TooFast as refusal:
        raise TryLater(str(refusal)) from refusal
    if message.held:
        tell(letter, place, why=message.held, is_held=True)
    return message.held


def tell(letter: Letter, place: ReplyPlace, *, why: str, is_held: bool) -> None:
    """Mail the writer what became of it: once for each mail, and not without end to whom may be a robot after all."""
    limits: list[tuple[Limit, Any]] = [(TOLD_ONCE, letter.id), (TOLD_OFTEN, place.user_id)]
    if any([throttle.count(limit, str(subject)) for limit, subject in limits]):
        return
    mailing.ask(
        KIND,
        address=place.email,
        template=TEMPLATE,
        user_id=place.user_id,
        context={"why": why, "is_held": is_held, "path": f"/messages/{place.conversation_id}"},
    )
