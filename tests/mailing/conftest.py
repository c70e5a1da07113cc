"""A site that hands its mail to whom a test wants."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from ion.commons.mailing.composing import ENVIRONMENT
from ion.core.ports import mail
from ion.core.ports.mail import Carrier, Sender

Use = Callable[[Carrier], None]
Written = Callable[..., None]


@pytest.fixture
def use(app: Flask) -> Iterator[Use]:
    """Let mail leave by this carrier, until the test ends."""
    before = mail.carrier(), mail.sender()

    def change(carrier: Carrier) -> None:
        mail.use(carrier, mail.sender())

    yield change
    mail.use(*before)


@pytest.fixture
def called(app: Flask) -> Iterator[Callable[[str, str], None]]:
    """Let the site be at this address and send from that one, until the test ends."""
    before = mail.carrier(), mail.sender()

    def change(public_url: str, mail_from: str) -> None:
        mail.use(mail.carrier(), Sender(mail_from, "ION", public_url))

    yield change
    mail.use(*before)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write a mail template of the test's own: its body (the same in text and HTML), and its subject."""
    own: dict[str, str] = {}
    monkeypatch.setattr(ENVIRONMENT, "loader", ChoiceLoader([DictLoader(own), ENVIRONMENT.loader]))

    def write(name: str, body: str, subject: str = "Subject") -> None:
        for kind in ("txt", "html"):
            own[f"email/{name}.{kind}"] = (
                f'{{% extends "email/layout.{kind}" %}}'
                f"{{% block subject %}}{subject}{{% endblock %}}{{% block body %}}{body}\n{{% endblock %}}"
            )

    return write
