"""Several letters on one connection: each has its own fate, and what a used connection does not take, a new one may."""

import socket
from collections.abc import Iterator

import pytest

from ion.adapters.kept_mail import KeptMail
from ion.adapters.smtp_mail import SmtpMail
from ion.core import clock
from ion.core.ports.mail import Doubtful, NotTaken, Refused
from tests.adapters.letters import letter
from tests.mailserver import CLOSE, Clerk, running


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    with running(Clerk()) as behind_the_counter:
        yield behind_the_counter


@pytest.fixture
def carrier(clerk: Clerk) -> SmtpMail:
    return SmtpMail(clerk.url, name="ion.example", clock=clock.now)


def arrived(clerk: Clerk) -> list[str]:
    return [str(each.letter["Message-ID"]) for each in clerk.received]


def ids(*numbers: int) -> list[str]:
    return [f"<{number}@ion.example>" for number in numbers]


def test_several_letters_go_out_on_one_connection_in_their_order(clerk: Clerk, carrier: SmtpMail) -> None:
    with carrier.line() as line:
        for id in ids(1, 2, 3):
            line.hand_over(letter(message_id=id))

    assert (arrived(clerk), clerk.calls) == (ids(1, 2, 3), 1)
    assert [len(each.receivers) for each in clerk.received] == [1, 1, 1]


def test_a_line_that_nothing_is_handed_over_on_calls_nobody(clerk: Clerk, carrier: SmtpMail) -> None:
    with carrier.line():
        pass

    assert clerk.calls == 0


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "BEGIN", "DATA"])
@pytest.mark.parametrize(
    ("answer", "trouble"), [("550 no", Refused), ("451 later", NotTaken)], ids=["refused", "not now"]
)
def test_a_letter_that_is_not_taken_changes_nothing_for_the_next(
    clerk: Clerk, carrier: SmtpMail, verb: str, answer: str, trouble: type[Exception]
) -> None:
    with carrier.line() as line:
        line.hand_over(letter(message_id=ids(1)[0]))
        clerk.answers[verb] = answer
        with pytest.raises(trouble):
            line.hand_over(letter(message_id=ids(2)[0], address="nobody@ion.example"))
        clerk.answers.clear()
        line.hand_over(letter(message_id=ids(3)[0]))

    assert arrived(clerk) == ids(1, 3)
    assert [each.receivers for each in clerk.received] == [["reader@ion.example"]] * 2


def test_a_line_that_went_dead_between_two_letters_is_opened_anew(clerk: Clerk, carrier: SmtpMail) -> None:
    with carrier.line() as line:
        line.hand_over(letter(message_id=ids(1)[0]))
        assert line.server and line.server.sock
        line.server.sock.shutdown(socket.SHUT_RDWR)
        line.hand_over(letter(message_id=ids(2)[0]))

    assert (arrived(clerk), clerk.calls) == (ids(1, 2), 2)


def test_a_server_that_takes_so_many_letters_on_a_connection_is_called_again(
    clerk: Clerk, carrier: SmtpMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def few(
        self: Clerk, server: object, session: object, envelope: object, address: str, _o: object
    ) -> str:
        envelope.mail_from = address  # type: ignore[attr-defined]
        session.letters = getattr(session, "letters", 0) + 1  # type: ignore[attr-defined]
        return "421 too many for one call" if session.letters > 1 else "250 OK"  # type: ignore[attr-defined]

    monkeypatch.setattr(Clerk, "handle_MAIL", few)

    with carrier.line() as line:
        for id in ids(1, 2, 3):
            line.hand_over(letter(message_id=id))

    assert (arrived(clerk), clerk.calls) == (ids(1, 2, 3), 3)


def test_after_a_line_that_went_dead_with_a_letter_on_it_the_next_letter_gets_a_new_one(
    clerk: Clerk, carrier: SmtpMail
) -> None:
    with carrier.line() as line:
        clerk.answers["DATA"] = CLOSE
        with pytest.raises(Doubtful):
            line.hand_over(letter(message_id=ids(1)[0]))
        clerk.answers.clear()
        line.hand_over(letter(message_id=ids(2)[0]))

    assert (arrived(clerk), clerk.calls) == (ids(1, 2), 2)


def test_where_mail_is_kept_a_line_takes_every_letter() -> None:
    with KeptMail().line() as line:
        line.hand_over(letter())
