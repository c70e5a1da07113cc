"""Handing a mail over, in two short transactions with the handing over between them.

waiting → handed (claimed: whoever finds it so did not see how it ended) → sent, refused, unknown, or back to waiting
where the mail was surely not taken. Kept and dropped mails are never claimed: nothing leaves the house.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import or_, select, update

from ion.base.extensions import db
from ion.commons.mailing.composing import ALL_KINDS, Written, compose, letter, stopped_by
from ion.commons.mailing.services.asking import TOKEN, BadAddress, checked_address
from ion.core import clock, tokens
from ion.core.ports import mail
from ion.models import Delivery, Fate, Person, User

UNSUBSCRIBE = "unsubscribe"
UNSUBSCRIBE_PATH = "/mail/unsubscribe/"
UNSUBSCRIBE_LASTS = timedelta(days=400)
NEWS_LASTS = timedelta(days=14)
"""A notification that could not be sent for so long, since no worker ran, is not sent at all."""
INTERRUPTED = (
    "It was being handed over when the worker ended or its time ran out: it may have arrived, or not."
)
CALLED_BACK = "It was called back before this was sent."
OFF = "off"
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail claimed for handing over. Only who holds it hands it over; `at` names the claim."""

    delivery_id: int
    at: datetime
    letter: EmailMessage


def take(delivery_id: int) -> Taken | None:
    """Claim a waiting mail and write it; None when there is nothing to hand over, since it ended here or before.

    The tokens of its links are made now: a mail that was not taken gets new ones when it is tried again. Of private
    mail that leaves the site, not even the subject stays. Raises CannotCompose.
    """
    delivery = db.session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None:
        return None
    if delivery.fate is Fate.HANDED:
        close(delivery, Fate.UNKNOWN, INTERRUPTED)
    if delivery.fate is not Fate.WAITING:
        return None
    if why := follow_recipient(delivery):
        close(delivery, Fate.DROPPED, why)
        return None
    why_kept = why_to_keep(delivery)
    content = content_of(delivery, is_kept=bool(why_kept))
    if content is None:
        close(delivery, Fate.DROPPED, CALLED_BACK)
        return None
    written, reply_to = write(delivery, content), reply_address(delivery)
    delivery.error = ""
    if why_kept:
        keep(delivery, written, reply_to)
        close(delivery, Fate.KEPT, why_kept)
        return None
    delivery.subject = "" if delivery.kind in mail.PRIVATE_MAIL else written.subject
    delivery.fate, delivery.handed_at = Fate.HANDED, clock.now()
    made = letter(
        written,
        mail.sender(),
        address=delivery.address,
        message_id=delivery.message_id,
        at=delivery.handed_at,
        reply_to=reply_to,
    )
    return Taken(delivery.id, delivery.handed_at, made)


def keep(delivery: Delivery, written: Written, reply_to: str) -> None:
    """Let what would have left the site be read on it, and say where answers would go."""
    delivery.subject, delivery.text, delivery.html = written.subject, written.text, written.html
    if reply_to:
        delivery.link = delivery.link | {"reply_to": reply_to}


def follow_recipient(delivery: Delivery) -> str:
    """Send a notification to where its user is now; says why it is not to be sent, if so."""
    if not delivery.link["unsubscribe"]:
        return ""
    if clock.now() - delivery.created_at > NEWS_LASTS:
        return "It was no news any more when it could be sent."
    user = db.session.get(User, delivery.user_id) if delivery.user_id else None
    if user is None:
        return "The account was removed before this was sent."
    if user.suspended_at is not None:
        return "The account was suspended before this was sent."
    channels = user.preferences.get("channels", {})
    if OFF in (channels.get(delivery.link["unsubscribe"]), channels.get(ALL_KINDS)):
        return "Mail of this kind was stopped before this was sent."
    try:
        delivery.address = checked_address(user.email)
    except BadAddress as error:
        return str(error)
    return ""


def why_to_keep(delivery: Delivery) -> str:
    """Why this mail does not leave the site, if so: nobody takes it out, or nobody is there to read it."""
    if mail.carrier().keeps:
        return "No mail server is set."
    is_theirs = or_(User.id == delivery.user_id, User.email == delivery.address.lower())
    sample = select(User.id).join(Person).where(is_theirs, Person.is_sample)
    is_for_a_sample = db.session.scalar(sample.limit(1)) is not None
    return "It is for a sample person, who does not exist." if is_for_a_sample else ""


def content_of(delivery: Delivery, *, is_kept: bool) -> Mapping[str, Any] | None:
    """What a room says in this mail, for circulars and private mail, None where it is no more to be sent; nothing for
    all other mail."""
    if delivery.kind in mail.PRIVATE_MAIL:
        return mail.PRIVATE_MAIL[delivery.kind].content(delivery.context, is_kept=is_kept)
    if delivery.kind not in mail.CIRCULARS:
        return {}
    return mail.CIRCULARS[delivery.kind].content(delivery.context)


def write(delivery: Delivery, content: Mapping[str, Any]) -> Written:
    """The mail as it stands now, with fresh tokens in its links. Raises CannotCompose."""
    asked: dict[str, Any] | None = delivery.link["token"]
    kind: str = delivery.link["unsubscribe"]
    link = token_link(**asked) if asked else ""
    return compose(
        delivery.template,
        delivery.context | dict(content),
        link=link,
        unsubscribe_link=unsubscribe_link(delivery.user_id, kind) if kind else "",
        stops=stopped_by(kind),
    )


def token_link(*, path: str, lasts: float, **token: Any) -> str:
    """A full address with a new token in it; the rest is as `ion.core.tokens.issue` wants it."""
    secret = tokens.issue(lasts=timedelta(seconds=lasts), **token)
    return mail.sender().public_url + path.replace(TOKEN, secret)


def reply_address(delivery: Delivery) -> str:
    """Where the mail is answered to, with a new token in it; empty for the site's own mailbox."""
    asked: dict[str, Any] | None = delivery.link.get("reply")
    if not asked:
        return ""
    token = asked | {"lasts": timedelta(seconds=asked["lasts"])}
    return mail.sender().plus(tokens.issue(uses=None, is_one_case=True, **token))


def unsubscribe_link(user_id: int | None, kind: str) -> str:
    """Where mail of this kind is stopped, without signing in, as often as wished."""
    secret = tokens.issue(
        UNSUBSCRIBE, lasts=UNSUBSCRIBE_LASTS, kind="user", id=user_id, uses=None, payload={"kind": kind}
    )
    return mail.sender().public_url + UNSUBSCRIBE_PATH + secret


def close(delivery: Delivery, fate: Fate, why: str = "") -> None:
    """Write down how it ended."""
    delivery.fate, delivery.ended_at, delivery.error = fate, clock.now(), why[:LONGEST_ERROR]


def end(taken: Taken, fate: Fate, why: str = "") -> None:
    """Write down how a handing over ended: SENT, REFUSED, UNKNOWN, or WAITING where it may be tried again.

    Somebody may have called it unknown meanwhile, since the claim ran out: who handed it over knows better.
    """
    is_over = fate is not Fate.WAITING
    db.session.execute(
        update(Delivery)
        .where(
            Delivery.id == taken.delivery_id,
            Delivery.handed_at == taken.at,
            Delivery.fate.in_([Fate.HANDED, Fate.UNKNOWN]),
        )
        .values(fate=fate, ended_at=clock.now() if is_over else None, error=why[:LONGEST_ERROR])
    )


def note_failure(delivery_id: int, why: str) -> None:
    """Write down why a waiting mail could not even be written."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.fate == Fate.WAITING)
        .values(error=why[:LONGEST_ERROR])
    )
