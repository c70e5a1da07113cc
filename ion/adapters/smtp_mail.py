"""Handing letters to an SMTP server, some on one connection, and telling exactly what became of each.

What fails before the text is on its way was surely not taken; what a server answers counts; what breaks off after
the text began to go may have been taken. A password is never sent over a connection that others can read.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as LINES_OF_SMTP
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException
from urllib.parse import unquote, urlsplit

from ion.core.ports.mail import Doubtful, NotTaken, Refused

TIMEOUT = 20.0  # seconds for each step of the conversation
PAUSE = timedelta(seconds=10)
"""A server that could not be reached is not tried again for so long: other work must not wait behind each letter."""
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtp": smtplib.SMTP_PORT, "smtps": smtplib.SMTP_SSL_PORT}


class SmtpMail:
    """A carrier to `url`: smtp://name:password@host:587 (STARTTLS where offered) or smtps://…

    `name` is the host we say we are. Certificates are verified by `trust`, which is the system's unless given.
    """

    keeps = False

    def __init__(
        self,
        url: str,
        *,
        name: str,
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(url)
        self.scheme, self.host = parts.scheme, parts.hostname or ""
        self.port = parts.port or PORTS[parts.scheme]
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.name, self.clock, self.timeout = name, clock, timeout
        self.trust = trust or ssl.create_default_context()
        self.silence: tuple[datetime, str] | None = None

    def hand_over(self, letter: EmailMessage) -> None:
        """Hand the letter over; raises NotTaken, Refused or Doubtful."""
        with self.line() as line:
            line.hand_over(letter)

    @contextmanager
    def line(self) -> Iterator["SmtpLine"]:
        """A connection for several letters, made when the first one comes."""
        line = SmtpLine(self)
        try:
            yield line
            line.say_goodbye()
        finally:
            line.close()

    def check(self) -> str:
        """Sign in without handing anything over; raises NotTaken."""
        with self.line() as line:
            is_safe = isinstance(line.open().sock, ssl.SSLSocket)
        return f"{self.host}:{self.port} answers{'' if is_safe else ', without encryption'}"

    def connect(self) -> SMTP:
        """A server ready to take letters; raises NotTaken."""
        if self.silence and self.clock() < self.silence[0]:
            raise NotTaken(self.silence[1])
        try:
            return self.opened()
        except (OSError, SMTPException) as error:
            self.silence = (self.clock() + PAUSE, told(error))
            raise NotTaken(told(error)) from error

    def opened(self) -> SMTP:
        if self.scheme == "smtps":
            server: SMTP = SMTP_SSL(self.host, self.port, self.name, timeout=self.timeout, context=self.trust)
        else:
            server = SMTP(self.host, self.port, self.name, timeout=self.timeout)
        try:
            self.introduce(server)
        except BaseException:
            server.close()
            raise
        return server

    def introduce(self, server: SMTP) -> None:
        """Say hello, encrypt, sign in: as far as each is offered or asked for."""
        server.ehlo_or_helo_if_needed()
        if self.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=self.trust)
            server.ehlo_or_helo_if_needed()
        if not self.user:
            return
        if not isinstance(server.sock, ssl.SSLSocket) and self.host not in OWN_MACHINE:
            raise NotTaken(f"{self.host} offers no encryption, so it was not told the password")
        server.login(self.user, self.password)


class SmtpLine:
    """One connection after the other, each for as many letters as the server takes on it."""

    def __init__(self, carrier: SmtpMail) -> None:
        self.carrier = carrier
        self.server: SMTP | None = None

    def hand_over(self, letter: EmailMessage) -> None:
        """Hand one letter over; raises NotTaken, Refused or Doubtful."""
        server = self.begun(letter["From"].addresses[0].addr_spec)
        try:
            demand(*server.rcpt(letter["To"].addresses[0].addr_spec))
        except (OSError, SMTPException) as error:
            self.close()
            raise NotTaken(told(error)) from error
        try:
            send_text(server, letter.as_bytes(policy=LINES_OF_SMTP))
        except Doubtful:
            self.close()
            raise

    def begun(self, sender: str) -> SMTP:
        """A server that took the sender's address. Servers end a connection when they like, or take only so many
        letters on one: what a used one does not begin with, a new one may.
        """
        if self.server is not None:
            try:
                demand(*self.server.rset())
                demand(*self.server.mail(sender))
                return self.server
            except (OSError, SMTPException, NotTaken, Refused):
                self.close()
        server = self.open()
        try:
            demand(*server.mail(sender))
        except (OSError, SMTPException) as error:
            self.close()
            raise NotTaken(told(error)) from error
        return server

    def open(self) -> SMTP:
        """A new connection; raises NotTaken."""
        self.server = self.carrier.connect()
        return self.server

    def say_goodbye(self) -> None:
        with suppress(OSError, SMTPException):  # whatever it says to our good-bye, it has the letters
            if self.server is not None:
                self.server.quit()

    def close(self) -> None:
        if self.server is not None:
            self.server.close()
        self.server = None


def send_text(server: SMTP, text: bytes) -> None:
    """The letter itself. An answer that is none, or no answer, leaves open whether it was taken."""
    try:
        code, words = server.data(text)
    except SMTPDataError as answer:  # it did not let us begin
        demand(answer.smtp_code, answer.smtp_error)
    except (OSError, SMTPException) as error:
        raise Doubtful(told(error)) from error
    else:
        if code // 100 not in (2, 4, 5):
            raise Doubtful(told_by_server(code, words))
        demand(code, words)


def demand(code: int, words: bytes | str) -> None:
    """Go on after an answer that says yes; else raise Refused for a lasting no, NotTaken for any other."""
    if 500 <= code < 600:
        raise Refused(told_by_server(code, words))
    if not 200 <= code < 300:
        raise NotTaken(told_by_server(code, words))


def told_by_server(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


def told(error: Exception) -> str:
    """What went wrong, as one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return told_by_server(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"
