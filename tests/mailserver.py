"""A real mail server on this machine, that takes letters, or does what a test tells it to do instead."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CLOSE = "close"
"""Instead of an answer: the line goes dead."""


@dataclass
class Received:
    """One letter as it came in: who it is said to be from and to, its bytes, and whether the line was encrypted."""

    sender: str
    receivers: list[str]
    raw: bytes
    is_encrypted: bool

    @property
    def letter(self) -> EmailMessage:
        letter = message_from_bytes(self.raw, policy=default)
        assert isinstance(letter, EmailMessage)
        return letter


@dataclass
class Clerk:
    """Behind the counter. `answers` says what to reply to ("EHLO", "MAIL", "RCPT", "BEGIN", "DATA") instead of yes.

    A letter whose answer is not the usual one still counts as received when the text came through: that is what
    makes a lost answer dangerous.
    """

    answers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    calls: int = 0
    port: int = 0

    def answer(self, server: SMTP, verb: str, yes: str) -> str:
        told = self.answers.get(verb, yes)
        if told == CLOSE:
            server.transport.abort()
        return told

    async def handle_EHLO(
        self, server: SMTP, session: Session, _e: Envelope, host: str, lines: list[str]
    ) -> list[str]:
        session.host_name = host
        return [*lines[:-1], self.answer(server, "EHLO", lines[-1])]

    async def handle_MAIL(
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answer(server, "MAIL", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer(server, "RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        told = self.answers.get("DATA", "250 taken")
        if told[0] in f"2{CLOSE}":
            raw = envelope.original_content or b""
            self.received.append(
                Received(envelope.mail_from or "", envelope.rcpt_tos, raw, session.ssl is not None)
            )
        return self.answer(server, "DATA", "250 taken")

    def check(self, _server: SMTP, _s: Session, _e: Envelope, _way: str, login: LoginPassword) -> AuthResult:
        self.logins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=login.password == b"right", handled=False)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class Counter(SMTP):
    """The counter itself; the answer to "BEGIN" is what it says before the text may come."""

    async def smtp_DATA(self, arg: str) -> None:
        if told := self.event_handler.answers.get("BEGIN"):
            await self.push(told)
        else:
            await super().smtp_DATA(arg)


@contextmanager
def running(clerk: Clerk, **options: Any) -> Iterator[Clerk]:
    """The server, on a free port, until the block ends. `tls` encrypts from the first word; others are aiosmtpd's."""
    loop = asyncio.new_event_loop()
    tls: ssl.SSLContext | None = options.pop("tls", None)

    def counter() -> SMTP:
        clerk.calls += 1
        return Counter(clerk, loop=loop, hostname="mail.ion.example", authenticator=clerk.check, **options)

    thread = threading.Thread(
        target=loop.run_forever
    )  # a browser of other tests may hold this thread's own loop
    thread.start()
    opening = asyncio.run_coroutine_threadsafe(loop.create_server(counter, "127.0.0.1", 0, ssl=tls), loop)
    server = opening.result()
    clerk.port = server.sockets[0].getsockname()[1]
    try:
        yield clerk
    finally:
        asyncio.run_coroutine_threadsafe(shut(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def shut(server: asyncio.Server) -> None:
    """Close the door, and end every conversation that still goes on."""
    server.close()
    conversations = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in conversations:
        task.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)
