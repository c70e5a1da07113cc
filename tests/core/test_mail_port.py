"""The mail port before and after a carrier is plugged in."""

import pytest

from ion.adapters.kept_mail import KeptMail
from ion.core.ports import mail
from ion.core.ports.mail import NoCarrier, Sender


@pytest.fixture(autouse=True)
def unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_in_use", mail._InUse())


def test_before_anything_is_plugged_in_mail_says_so() -> None:
    for ask in (mail.carrier, mail.sender):
        with pytest.raises(NoCarrier):
            ask()


def test_everyone_gets_what_was_plugged_in() -> None:
    carrier, sender = KeptMail(), Sender("ion@ion.example", "ION", "https://ion.example")

    mail.use(carrier, sender)

    assert (mail.carrier(), mail.sender()) == (carrier, sender)


@pytest.mark.parametrize(
    ("address", "name", "mailbox"),
    [
        ("ion@ion.example", "", "ion@ion.example"),
        ("ION <ion@ion.example>", "ION", "ion@ion.example"),
        ('"ION, the network" <ion@ion.example>', "ION, the network", "ion@ion.example"),
        ("<ion@ion.example>", "", "ion@ion.example"),
    ],
)
def test_a_sender_s_address_has_a_name_and_a_mailbox(address: str, name: str, mailbox: str) -> None:
    sender = Sender(address, "ION", "https://ion.example")

    assert (sender.name, sender.mailbox) == (name, mailbox)
