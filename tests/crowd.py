"""Crowds of simulated people: plain HTTP over lines that are kept open, as browsers do, and what they noted."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

LENGTH = re.compile(rb"content-length: (\d+)", re.I)


@dataclass(slots=True)
class Answer:
    """Status and body of one answer, and how long it took."""

    status: int
    body: str
    seconds: float


class Line:
    """One browser's line to the server, opened again where the server closed it."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.port, self.cookies = port, dict(cookies)
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, form: dict[str, str] | None = None, htmx: bool = False) -> Answer:
        """GET, or POST where there is a form; a line that was closed meanwhile is opened once more for a GET."""
        began = time.monotonic()
        try:
            status, body = await self.exchange(path, form, htmx)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if form is not None:
                raise
            status, body = await self.exchange(path, form, htmx)
        return Answer(status, body, time.monotonic() - began)

    async def exchange(self, path: str, form: dict[str, str] | None, htmx: bool) -> tuple[int, str]:
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        assert self.reader is not None
        self.writer.write("\r\n".join(self.lines(path, form, htmx)).encode())
        await self.writer.drain()
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.keep_cookies(head.decode("latin-1"))
        length = LENGTH.search(head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in head.lower():
            self.close()
        return int(head.split(b" ", 2)[1]), body.decode()

    def lines(self, path: str, form: dict[str, str] | None, htmx: bool) -> Iterator[str]:
        body = urlencode(form) if form is not None else ""
        yield f"{'GET' if form is None else 'POST'} {path} HTTP/1.1"
        yield f"Host: 127.0.0.1:{self.port}"
        yield "User-Agent: a robot"
        yield f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}"
        if htmx:
            yield "HX-Request: true"
        if form is not None:
            yield "Content-Type: application/x-www-form-urlencoded"
            yield f"Content-Length: {len(body)}"
        yield ""
        yield body

    def keep_cookies(self, head: str) -> None:
        for name, value in re.findall(r"^set-cookie: ([^=;\s]+)=([^;\r]*)", head, flags=re.I | re.M):
            self.cookies[name] = value

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


@dataclass(slots=True)
class Notes:
    """What all people together did and saw: looks for news, other pages, and deeds."""

    polls: list[Answer] = field(default_factory=list)
    others: list[Answer] = field(default_factory=list)
    deeds: list[Answer] = field(default_factory=list)

    @property
    def failures(self) -> list[int]:
        every = [*self.polls, *self.others, *self.deeds]
        return [each.status for each in every if each.status >= 400]

    def polled(self, status: int) -> int:
        return sum(each.status == status for each in self.polls)


async def stroll(line: Line, paths: list[str], until: float, notes: Notes) -> None:
    """Somebody who reads other pages meanwhile, one after the other."""
    loop = asyncio.get_running_loop()
    while loop.time() < until:
        for path in paths:
            notes.others.append(await line.ask(path))
            await asyncio.sleep(0.3)
    line.close()


def percentile(answers: list[Answer], part: float) -> float:
    """Milliseconds that so large a part of the answers took at most; 0.0 for none."""
    sorted_seconds = sorted(each.seconds for each in answers)
    return (
        1000 * sorted_seconds[min(len(sorted_seconds) - 1, int(part * len(sorted_seconds)))]
        if answers
        else 0.0
    )


def report(name: str, notes: Notes, cpu: float, deeds: str) -> str:
    """What one part of the time was like; `cpu` are seconds, `deeds` says what was done."""
    requests = len(notes.polls) + len(notes.others) + len(notes.deeds)
    told = [
        f"{name}: {1000 * cpu / max(1, requests):.2f} ms of CPU a request",
        f"{notes.polled(204)} polls with nothing new, {notes.polled(200)} with news",
        f"{len(notes.deeds)} {deeds}, {len(notes.others)} other pages",
    ]
    for each, answers in (("polls", notes.polls), ("deeds", notes.deeds), ("other pages", notes.others)):
        if answers:
            half, most = percentile(answers, 0.5), percentile(answers, 0.95)
            told.append(f"{each} p50 {half:.0f} ms, p95 {most:.0f} ms")
    return "; ".join(told) + "\n"
