"""The SMTP carrier, before a real server: what is sent, and what is said of each way in which it may fail."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from ion.adapters import smtp_mail
from ion.adapters.smtp_mail import PAUSE, SmtpMail
from ion.core import clock
from ion.core.ports.mail import Doubtful, NotTaken, Refused
from tests.adapters.letters import letter
from tests.mailserver import CLOSE, Clerk, running
from tests.skips import skip_or_fail


def carrier_to(url: str, **options: Any) -> SmtpMail:
    return SmtpMail(url, **{"name": "ion.example", "clock": clock.now} | options)


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    with running(Clerk()) as behind_the_counter:
        yield behind_the_counter


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody signed, and its key."""
    if not which("openssl"):
        skip_or_fail("openssl is not installed.")
    folder = tmp_path_factory.mktemp("certificate")
    files = folder / "certificate.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mail "
        f"-addext subjectAltName=IP:127.0.0.1 -out {files[0]} -keyout {files[1]}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return files


@pytest.fixture
def server_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


def test_a_letter_goes_out_as_it_was_written(clerk: Clerk) -> None:
    text = "A line.\n.\n..two points\nFrom here: Zoë\n" + "long " * 60 + "end\n"

    carrier_to(clerk.url).hand_over(letter(address="Reader@ion.example", text=text))

    (received,) = clerk.received
    assert (received.sender, received.receivers) == ("ion@ion.example", ["Reader@ion.example"])
    body = received.letter.get_body(("plain",))
    assert body and body.get_content().splitlines() == text.splitlines()
    assert b"\n" not in received.raw.replace(b"\r\n", b"")
    assert max(map(len, received.raw.splitlines())) <= 998
    assert received.raw.isascii()


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "BEGIN", "DATA"])
def test_a_server_that_says_no_for_good_refuses_the_letter_in_its_own_words(clerk: Clerk, verb: str) -> None:
    clerk.answers[verb] = "550 5.1.1 No such reader"

    with pytest.raises(Refused, match=r"^550 5.1.1 No such reader$"):
        carrier_to(clerk.url).hand_over(letter())

    assert clerk.received == []


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "BEGIN", "DATA"])
def test_a_server_that_says_not_now_did_not_take_the_letter(clerk: Clerk, verb: str) -> None:
    clerk.answers[verb] = "451 4.3.0 Come again later"

    with pytest.raises(NotTaken, match=r"^451 4.3.0 Come again later$"):
        carrier_to(clerk.url).hand_over(letter())


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT"])
def test_a_line_that_goes_dead_before_the_text_means_not_taken(clerk: Clerk, verb: str) -> None:
    clerk.answers[verb] = CLOSE

    with pytest.raises(NotTaken):
        carrier_to(clerk.url).hand_over(letter())


def test_a_line_that_goes_dead_after_the_text_leaves_open_whether_it_was_taken(clerk: Clerk) -> None:
    clerk.answers["DATA"] = CLOSE

    with pytest.raises(Doubtful):
        carrier_to(clerk.url).hand_over(letter())

    assert len(clerk.received) == 1


def test_an_answer_that_is_neither_yes_nor_no_leaves_open_whether_it_was_taken(clerk: Clerk) -> None:
    clerk.answers["DATA"] = "399 perhaps"

    with pytest.raises(Doubtful, match="399 perhaps"):
        carrier_to(clerk.url).hand_over(letter())


def test_a_server_that_lets_nobody_in_did_not_take_the_letter() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    with pytest.raises(NotTaken, match="refused"):
        carrier_to(f"smtp://127.0.0.1:{port}").hand_over(letter())


def test_a_server_that_never_says_a_word_did_not_take_the_letter() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NotTaken, match="timed out"):
        carrier_to(f"smtp://127.0.0.1:{silent.getsockname()[1]}", timeout=0.05).hand_over(letter())


def test_a_server_that_goes_away_instead_of_saying_good_bye_has_the_letter(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_server: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(smtp_mail.SMTP, "quit", gone)

    carrier_to(clerk.url).hand_over(letter())

    assert len(clerk.received) == 1


def test_a_server_that_could_not_be_reached_is_left_alone_for_a_moment(clerk: Clerk) -> None:
    now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    carrier = carrier_to(clerk.url, clock=lambda: now)
    clerk.answers["EHLO"] = CLOSE
    for _ in range(3):
        with pytest.raises(NotTaken, match="SMTPServerDisconnected"):
            carrier.hand_over(letter())
    calls = clerk.calls
    clerk.answers.clear()

    now += PAUSE
    carrier.hand_over(letter())

    assert (calls, clerk.calls) == (1, 2)
    assert len(clerk.received) == 1
    assert timedelta(0) < PAUSE < timedelta(seconds=20)  # shorter than the first wait of the outbox


def test_encryption_is_used_where_it_is_offered(server_tls: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    with running(Clerk(), tls_context=server_tls) as clerk:
        carrier = carrier_to(clerk.url, trust=trust)

        carrier.hand_over(letter())

        assert carrier.check() == f"127.0.0.1:{clerk.port} answers"
    assert clerk.received[0].is_encrypted


def test_a_server_that_offers_no_encryption_is_named_as_such(clerk: Clerk) -> None:
    assert carrier_to(clerk.url).check() == f"127.0.0.1:{clerk.port} answers, without encryption"


def test_an_smtps_address_is_encrypted_from_the_first_word(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with running(Clerk(), tls=server_tls) as clerk:
        carrier_to(clerk.url.replace("smtp:", "smtps:"), trust=trust).hand_over(letter())

    assert len(clerk.received) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_cannot_prove_who_it_is_gets_no_letter(server_tls: ssl.SSLContext, scheme: str) -> None:
    way = {"tls_context": server_tls} if scheme == "smtp" else {"tls": server_tls}
    with running(Clerk(), **way) as clerk, pytest.raises(NotTaken, match="CERTIFICATE_VERIFY_FAILED"):
        carrier_to(clerk.url.replace("smtp:", f"{scheme}:")).hand_over(letter())

    assert clerk.received == []


def with_login(clerk: Clerk, password: str, host: str = "127.0.0.1") -> str:
    return clerk.url.replace("://127.0.0.1", f"://ion%40site:{password}@{host}")


def test_the_name_and_password_of_the_address_are_given(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with running(Clerk(), tls_context=server_tls, auth_required=True) as clerk:
        carrier_to(with_login(clerk, "right"), trust=trust).hand_over(letter())

    assert clerk.logins == [("ion@site", "right")]
    assert len(clerk.received) == 1


def test_a_wrong_password_is_for_us_to_mend_and_refuses_no_letter(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with running(Clerk(), tls_context=server_tls) as clerk, pytest.raises(NotTaken, match="535"):
        carrier_to(with_login(clerk, "wrong"), trust=trust).hand_over(letter())


def test_a_password_is_not_told_where_others_can_hear_it(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo

    def here(host: str, *rest: Any, **named: Any) -> Any:
        return resolve("127.0.0.1" if host == "mail.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    with (
        running(Clerk(), auth_require_tls=False) as clerk,
        pytest.raises(NotTaken, match="offers no encryption"),
    ):
        carrier_to(with_login(clerk, "right", "mail.example")).hand_over(letter())

    assert (clerk.logins, clerk.received) == ([], [])


@pytest.mark.parametrize(("url", "port"), [("smtp://mail.example", 25), ("smtps://mail.example", 465)])
def test_without_a_port_the_usual_one_is_used(url: str, port: int) -> None:
    assert carrier_to(url).port == port
