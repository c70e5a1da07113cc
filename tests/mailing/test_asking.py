"""Asking for a mail is one row and one piece of work; what cannot be mailed is refused at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services
from ion.commons.mailing.services import BadAddress, Link, ask, checked_address
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Fate, OutboxRow
from tests.conftest import NOW
from tests.factories import UserFactory
from tests.factories.mail import DeliveryFactory
from tests.mailing.posting import fates, left

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
A_DAY = timedelta(days=1)


def test_a_mail_asked_for_is_a_row_that_waits_and_work_for_the_worker() -> None:
    user = UserFactory()

    with unit_of_work():
        link = Link("reset", "/account/reset/{token}", A_DAY, kind="user", id=user.id)
        made = ask("reset", address=user.email, template="test", user_id=user.id, context={"a": 1}, link=link)

    (work,) = left()
    assert (made.fate, made.created_at, made.kind, made.address) == (Fate.WAITING, NOW, "reset", user.email)
    assert (made.context, made.subject, made.text, made.html) == ({"a": 1}, "", "", "")
    assert made.link["token"]["lasts"] == 86_400
    assert (work.task, work.key, work.subject_kind, work.subject_id) == (
        "mail.send",
        f"delivery:{made.id}",
        "delivery",
        made.id,
    )


def test_a_deed_that_fails_leaves_no_mail_behind() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        ask("test", address="reader@ion.example", template="test")
        raise ZeroDivisionError

    assert (fates(), left()) == ([], [])


@pytest.mark.parametrize(
    ("public_url", "mail_from", "host"),
    [
        ("https://ion.example.gov", "ION <no-reply@mail.example.gov>", "mail.example.gov"),
        ("https://ion.example.gov:8443", "no-reply@localhost", "ion.example.gov"),
    ],
)
def test_every_mail_has_an_id_of_its_own_at_the_host_it_comes_from(
    called: Callable[[str, str], None], public_url: str, mail_from: str, host: str
) -> None:
    called(public_url, mail_from)

    ids = {DeliveryFactory().message_id, DeliveryFactory().message_id}

    assert len(ids) == 2
    assert all(id.startswith("<") and id.endswith(f"@{host}>") for id in ids)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "nobody@nowhere",
        "a@ion.example\r\nBcc: all@ion.example",
        "a@ion.example\nBcc: all@ion.example",
        "a@ion.example, all@ion.example",
        "A <a@ion.example>",
        "a@ion.example\x00",
        "a b@ion.example",
        '"a b"@ion.example',
        "zoë@ion.example",
        "=?utf-8?q?=0D=0ABcc=3Aall=40ion.example?=@ion.example",
        "a@[127.0.0.1]",
        "a" * 65 + "@ion.example",
        f"a@{'b' * 250}.example",
    ],
)
def test_an_address_that_no_server_takes_is_refused_before_anything_is_written(address: str) -> None:
    with pytest.raises(BadAddress), unit_of_work():
        ask("test", address=address, template="test")

    assert db.session.scalar(select(Delivery.id)) is None
    assert db.session.scalar(select(OutboxRow.id)) is None


def test_an_address_is_kept_as_servers_write_it() -> None:
    assert checked_address("Reader+ION@BÜCHER.example") == "Reader+ION@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "path", ["account/{token}", "//evil.example/{token}", "/account/", "/{token}/{token}"]
)
def test_a_link_leads_into_the_site_and_holds_its_token_once(path: str) -> None:
    with pytest.raises(ValueError, match=r"holds {token} once"):
        Link("reset", path, A_DAY)


def test_a_notification_to_nobody_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="is for a user"), unit_of_work():
        services.ask("news", address="reader@ion.example", template="test", unsubscribe="news")
