"""The mail port: how a letter leaves the site, and whom it is from. Set by `ion.app`; everyone else asks here.

Carriers are plain objects (`ion.adapters.smtp_mail`, `ion.adapters.kept_mail`); all pass one contract test
(`tests/adapters/test_mail_contract.py`). Who is mailed, and what became of it, is the business of
`ion.commons.mailing`.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol

from ion.core.ports.registry import Registry


class NotTaken(Exception):
    """The letter was surely not taken, for a cause that may pass: it may be handed over again later."""


class Refused(Exception):
    """The letter was surely not taken and never will be; the text holds the server's words."""


class Doubtful(Exception):
    """The letter may or may not have been taken: whoever hands it over again may send it twice."""


class NoCarrier(Exception):
    """Mail was asked for before `ion.app` plugged a carrier in."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mail comes from (`address`, as in a From header), and the site that its links lead to.

    `public_url` has no slash at its end; links in mail begin with it, whatever host a request named.
    """

    address: str
    site_name: str
    public_url: str

    @property
    def name(self) -> str:
        """The name that stands before the address, or nothing."""
        return self.address.rpartition("<")[0].strip().strip('"')

    @property
    def mailbox(self) -> str:
        """The bare address, as in ion@ion.example.gov."""
        return self.address.rpartition("<")[2].strip(" >")

    def plus(self, detail: str) -> str:
        """The mailbox with a detail behind a plus sign, as in ion+detail@ion.example.gov."""
        local, _, host = self.mailbox.rpartition("@")
        return f"{local}+{detail}@{host}"


class Line(Protocol):
    """A way out that stays open for several letters, one after the other. For one thread."""

    def hand_over(self, letter: EmailMessage) -> None:
        """As `Carrier.hand_over`; what becomes of one letter changes nothing for the next."""
        ...


class Carrier(Protocol):
    """Takes letters out of the house. May be used from many threads."""

    @property
    def keeps(self) -> bool:
        """Whether letters stay here for admins to read, since there is no server to hand them to."""
        ...

    def hand_over(self, letter: EmailMessage) -> None:
        """Hand one letter to whom its To header names; once this returns, it was taken.

        Raises NotTaken, Refused or Doubtful; anything else it might raise is to be read as Doubtful.
        """
        ...

    def line(self) -> AbstractContextManager[Line]:
        """A line to hand several letters over on; it is opened by the first one, and closed with the block."""
        ...

    def check(self) -> str:
        """Say in words where letters go; raises NotTaken, with the cause, where they cannot go at present."""
        ...


class Circular(Protocol):
    """A letter to many, of which a room keeps once what all its mails say.

    `kind` is that of its mails and of the preference that stops them; `label` is what readers call it, as in
    "ION newsletter".
    """

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    def content(self, context: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What the template needs beside the context of one mail; None where that mail is not to be sent any more."""
        ...

    def sent_again(self, old_id: int, new_id: int) -> None:
        """Somebody sent a mail once more: delivery `new_id` stands for `old_id` from now on. In a unit of work."""
        ...


CIRCULARS: Registry[Circular] = Registry()


class PrivateMail(Protocol):
    """Mail of which only its reader may know the words: a room keeps them, and gives them when the mail is written.

    Neither the row of the mail nor a page of ION staff ever holds them. `kind` is that of its mails and of the
    preference that stops them; `label` asks about it among the settings of mail, `named` is what it is called where a
    link stops it ("mail about messages").
    """

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def named(self) -> str: ...

    def content(self, context: Mapping[str, Any], *, is_kept: bool) -> Mapping[str, Any] | None:
        """What the template needs beside the context of the mail; None where there is nothing to tell any more.

        A mail that is kept on the site, since it cannot leave it, says who wrote and how much, and no words.
        """
        ...


PRIVATE_MAIL: Registry[PrivateMail] = Registry()


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of its own kind, such as the Monday brief: `label` asks about it among the settings of mail, `named` is
    what it is called where a link stops it."""

    kind: str
    label: str
    named: str


LETTERS: Registry[Letter] = Registry()


@dataclass(slots=True)
class _InUse:
    carrier: Carrier | None = None
    sender: Sender | None = None


_in_use = _InUse()


def use(carrier: Carrier, sender: Sender) -> None:
    """Make these the carrier and the sender of the process."""
    _in_use.carrier, _in_use.sender = carrier, sender


def carrier() -> Carrier:
    """The carrier of the process; raises NoCarrier before one is plugged in."""
    if _in_use.carrier is None:
        raise NoCarrier
    return _in_use.carrier


def sender() -> Sender:
    """Whom mail of this process comes from; raises NoCarrier before `use`."""
    if _in_use.sender is None:
        raise NoCarrier
    return _in_use.sender
