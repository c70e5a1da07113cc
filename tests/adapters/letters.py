"""A letter as the site writes it."""

from datetime import UTC, datetime
from email.message import EmailMessage

from ion.commons.mailing import composing
from ion.commons.mailing.composing import Written
from ion.core.ports.mail import Sender

ION = Sender("ION <ion@ion.example>", "ION", "https://ion.example")


def letter(
    *, address: str = "reader@ion.example", message_id: str = "<one@ion.example>", text: str = "Hello.\n"
) -> EmailMessage:
    """A short letter from ION to the address."""
    at = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    written = Written("Hello", text, f"<p>{text}</p>\n")
    return composing.letter(written, ION, address=address, message_id=message_id, at=at)
