"""What every carrier of mail does: takes a letter once, from many threads too, and says where letters go."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from ion.adapters.kept_mail import KeptMail
from ion.adapters.smtp_mail import SmtpMail
from ion.core import clock
from ion.core.ports.mail import Carrier
from tests.adapters.letters import letter
from tests.mailing.carriers import Pigeon
from tests.mailserver import Clerk, running

Arrived = Callable[[], list[str]]


@contextmanager
def smtp() -> Iterator[tuple[Carrier, Arrived]]:
    with running(Clerk()) as clerk:
        carrier = SmtpMail(clerk.url, name="ion.example", clock=clock.now)
        yield carrier, lambda: [str(each.letter["Message-ID"]) for each in clerk.received]


@contextmanager
def pigeon() -> Iterator[tuple[Carrier, Arrived]]:
    carrier = Pigeon()
    yield carrier, lambda: [str(each["Message-ID"]) for each in carrier.letters]


@contextmanager
def kept() -> Iterator[tuple[Carrier, Arrived]]:
    yield KeptMail(), lambda: []


@pytest.fixture(params=[smtp, pigeon, kept])
def carried(request: pytest.FixtureRequest) -> Iterator[tuple[Carrier, Arrived]]:
    with request.param() as made:
        yield made


def test_a_letter_that_was_taken_arrives_once_unless_letters_are_kept(
    carried: tuple[Carrier, Arrived],
) -> None:
    carrier, arrived = carried

    carrier.hand_over(letter(message_id="<one@ion.example>"))

    assert arrived() == ([] if carrier.keeps else ["<one@ion.example>"])


def test_letters_of_many_threads_all_arrive(carried: tuple[Carrier, Arrived]) -> None:
    carrier, arrived = carried
    letters: list[EmailMessage] = [letter(message_id=f"<{number}@ion.example>") for number in range(8)]
    threads = [threading.Thread(target=carrier.hand_over, args=(each,)) for each in letters]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(arrived()) == ([] if carrier.keeps else sorted(str(each["Message-ID"]) for each in letters))


def test_a_carrier_says_where_letters_go_without_handing_one_over(carried: tuple[Carrier, Arrived]) -> None:
    carrier, arrived = carried

    assert carrier.check()

    assert arrived() == []
