"""Mail as admins see it: how many stand how, a list, one mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from ion.base.extensions import db
from ion.commons.mailing.composing import ALL_KINDS
from ion.commons.mailing.labels import GIVEN_UP, STANDINGS, WORRYING, Standing
from ion.core.ports import mail
from ion.models import Delivery, Fate, OutboxRow, User

PATH = "/staff/mail"
SEND = "mail.send"
"""The task that hands mail over."""
SEND_MANY = "mail.send_many"
"""The same for the mails of a circular, which give way to all others."""
TASKS = (SEND, SEND_MANY)
IS_GIVEN_UP = and_(
    Delivery.fate == Fate.WAITING,
    Delivery.id.in_(
        select(OutboxRow.subject_id).where(
            OutboxRow.task.in_(TASKS), OutboxRow.failed_at.is_not(None), OutboxRow.subject_id.is_not(None)
        )
    ),
)
"""SQL: the mail waits, and nobody tries it any more."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail and how it stands."""

    delivery: Delivery
    standing: str

    @property
    def path(self) -> str:
        return f"{PATH}/{self.delivery.id}"

    @property
    def title(self) -> str:
        """Its subject, or what it is about while it has none."""
        return self.delivery.subject or f"Mail of the kind “{self.delivery.kind}”"

    @property
    def words(self) -> Standing:
        return STANDINGS[self.standing]

    @property
    def is_worrying(self) -> bool:
        return self.standing in WORRYING

    @property
    def may_be_sent_again(self) -> bool:
        return self.delivery.fate in (Fate.UNKNOWN, Fate.REFUSED)

    @property
    def links(self) -> list[str]:
        """The paths of this site that its text names, in order, each once."""
        home = re.escape(mail.sender().public_url)
        found = re.findall(rf"(?<!\S){home}(/[^\s<>]*)", self.delivery.text)
        return list(dict.fromkeys(path for path in found if path[1:2] != "/"))


def totals() -> dict[str, int]:
    """How many mails stand how, by key of `labels.STANDINGS` and in its order; those with none are left out."""
    by_fate = select(Delivery.fate, func.count()).group_by(Delivery.fate)
    found: dict[str, int] = {fate: number for fate, number in db.session.execute(by_fate)}
    found[GIVEN_UP] = db.session.scalar(select(func.count(Delivery.id)).where(IS_GIVEN_UP)) or 0
    found[Fate.WAITING] = found.get(Fate.WAITING, 0) - found[GIVEN_UP]
    return {key: found[key] for key in STANDINGS if found.get(key)}


def worrying() -> int:
    """How many mails wait for a person: refused, of unknown fate, or given up."""
    counts = totals()
    return sum(counts.get(key, 0) for key in WORRYING)


def standing_as(key: str) -> ColumnElement[bool]:
    """SQL: the mail stands as this key of `labels.STANDINGS` says; every mail for an empty key."""
    if not key:
        return Delivery.id.is_not(None)
    if key == GIVEN_UP:
        return IS_GIVEN_UP
    is_so = Delivery.fate == key
    return and_(is_so, ~IS_GIVEN_UP) if key == Fate.WAITING else is_so


def mails(key: str, *, offset: int, limit: int) -> Sequence[Mail]:
    """The mails that stand so, newest first; all of them for an empty key."""
    rows = db.session.execute(
        select(Delivery, IS_GIVEN_UP)
        .where(standing_as(key))
        .order_by(Delivery.created_at.desc(), Delivery.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [mail_of(delivery, is_given_up) for delivery, is_given_up in rows]


def one(id: int) -> Mail | None:
    """One mail."""
    row = db.session.execute(select(Delivery, IS_GIVEN_UP).where(Delivery.id == id)).one_or_none()
    return mail_of(*row) if row else None


def mail_of(delivery: Delivery, is_given_up: bool) -> Mail:
    return Mail(delivery, GIVEN_UP if is_given_up else delivery.fate)


def wants(kind: str) -> ColumnElement[bool]:
    """SQL: the user has stopped neither mail of this kind nor all of it."""
    return and_(
        *(
            func.coalesce(User.preferences[("channels", name)].as_string(), "") != "off"
            for name in (kind, ALL_KINDS)
        )
    )


def address_of(user_id: int) -> str:
    """Where a user is mailed."""
    return db.session.scalar(select(User.email).where(User.id == user_id)) or ""
