"""Asking for a mail: one row and one piece of work, in the transaction of the deed that calls for it."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from ion.base.extensions import db
from ion.commons.mailing.composing import CALENDAR, ENCODED, CalendarPart
from ion.commons.mailing.queries import SEND, SEND_MANY
from ion.core import clock, outbox
from ion.core.ports import mail
from ion.models import Delivery, Fate

TOKEN = "{token}"


class BadAddress(Exception):
    """No mail can be sent to this address; the text says why, in words for who typed it."""


@dataclass(frozen=True, slots=True)
class Link:
    """The one link of a mail that proves something: which token it needs (see `ion.core.tokens`), and where it leads.

    `path` is a path of this site with `{token}` where the secret goes, as in "/account/confirm/{token}". The token is
    made when the mail is, good for `uses` (None: without number) within `lasts` from then on, so its secret is kept
    nowhere.
    """

    purpose: str
    path: str
    lasts: timedelta
    kind: str = ""
    id: int | None = None
    bound_hash: str = ""
    payload: dict[str, Any] | None = None
    uses: int | None = 1

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or self.path.startswith("//") or self.path.count(TOKEN) != 1:
            raise ValueError(f"A link's path begins with / and holds {TOKEN} once: {self.path!r}")

    def as_json(self) -> dict[str, Any]:
        """What is kept of it: everything but the secret, which does not exist yet. `lasts` in seconds."""
        return asdict(self) | {"lasts": self.lasts.total_seconds()}


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """Where a mail is answered to, if not to the site's mailbox: this with a token behind a plus sign.

    The token is for `purpose` on (kind, id); it is made when the mail is written, like that of a Link, good as often
    as wished within `lasts`, and has no capitals, which some mail servers lose.
    """

    purpose: str
    lasts: timedelta
    kind: str
    id: int
    payload: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """What is kept of it; `lasts` in seconds."""
        return asdict(self) | {"lasts": self.lasts.total_seconds()}


def ask(
    kind: str,
    *,
    address: str,
    template: str,
    user_id: int | None = None,
    context: dict[str, Any] | None = None,
    link: Link | ReplyAddress | None = None,
    calendar: CalendarPart | None = None,
    unsubscribe: str = "",
) -> Delivery:
    """Ask for one mail, in the present transaction; the worker writes and sends it. Returns its row, flushed.

    `kind` says what the mail is about in lists ("confirm", "digest" …). `template` names
    templates/email/<template>.txt and .html; `context` is what they need, as plain JSON (times as ISO text).
    `link` is what a mail has of its own: a link that proves something, or an address for answers.
    `calendar` is what the mail tells the reader's calendar.
    `unsubscribe` names the kind of notification that this is, if it is one ("all" for several kinds): then it goes
    to the address the user has when it is sent, not at all when the user is suspended by then, and every such mail
    can be stopped by one click.
    Raises BadAddress, and ValueError for a notification to nobody.
    """
    if unsubscribe and user_id is None:
        raise ValueError("A notification is for a user.")
    delivery = Delivery(
        message_id=new_message_id(),
        user_id=user_id,
        address=checked_address(address),
        kind=kind,
        template=template,
        context=(context or {}) | ({CALENDAR: asdict(calendar)} if calendar else {}),
        link={
            "token": link.as_json() if isinstance(link, Link) else None,
            "unsubscribe": unsubscribe,
            "reply": link.as_json() if isinstance(link, ReplyAddress) else None,
        },
        fate=Fate.WAITING,
        created_at=clock.now(),
    )
    return send_later(delivery)


def ask_many(
    kind: str, people: Sequence[tuple[int, str]], *, template: str, context: dict[str, Any]
) -> list[Delivery]:
    """Ask for the mails of a circular, one for each of these (user id, address), in their order; rows flushed.

    What all of them say is the circular's (see `ion.core.ports.mail`). They are notifications of that kind: see `ask`.
    Addresses are looked at when the mails are sent, so that a wrong one stops nobody else's.
    """
    at = clock.now()
    deliveries = [
        Delivery(
            message_id=new_message_id(),
            user_id=user_id,
            address=address,
            kind=kind,
            template=template,
            context=context,
            link={"token": None, "unsubscribe": kind},
            fate=Fate.WAITING,
            created_at=at,
        )
        for user_id, address in people
    ]
    db.session.add_all(deliveries)
    db.session.flush()
    for delivery in deliveries:
        send_later(delivery)
    return deliveries


def send_later(delivery: Delivery) -> Delivery:
    """Add the row where it is new, and the work of sending it."""
    db.session.add(delivery)
    db.session.flush()
    task = SEND_MANY if delivery.kind in mail.CIRCULARS else SEND
    outbox.later(task, key=f"delivery:{delivery.id}", kind="delivery", id=delivery.id)
    return delivery


def checked_address(address: str) -> str:
    """The address as mail servers write it (ASCII; the host in lower case). Raises BadAddress; asks no server."""
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise BadAddress(str(error)) from error
    assert found.ascii_email  # there is one wherever SMTPUTF8 is not allowed
    if ENCODED in found.ascii_email:
        raise BadAddress(
            f"The email address contains “{ENCODED}”, which mail programs do not read as it stands."
        )
    return found.ascii_email


def address_of(typed: str) -> str:
    """An address as it is kept: lower case, the host in ASCII; what is no address is only made lower case."""
    try:
        return checked_address(typed.strip()).lower()
    except BadAddress:
        return typed.strip().lower()


def new_message_id() -> str:
    """A Message-ID that was never used, at the host that mail comes from."""
    sender = mail.sender()
    host = sender.mailbox.rpartition("@")[2]
    if "." not in host:
        host = urlsplit(sender.public_url).hostname or host
    return f"<{secrets.token_hex(16)}@{host}>"
