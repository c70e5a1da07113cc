"""Simulated people on the page of a running webinar: plain HTTP over a line that is kept open, as a browser's is."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

NEWS = re.compile(r'id="look-for-news" href="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VOTE = re.compile(r'action="(/question/\d+/vote)"')
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
    """What all people together did and saw. `asked` are the questions that the site took."""

    polls: list[Answer] = field(default_factory=list)
    others: list[Answer] = field(default_factory=list)
    deeds: list[Answer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    votes: int = 0

    @property
    def failures(self) -> list[int]:
        every = [*self.polls, *self.others, *self.deeds]
        return [each.status for each in every if each.status >= 400]

    def polled(self, status: int) -> int:
        return sum(each.status == status for each in self.polls)


@dataclass(slots=True)
class Attendee:
    """One person: opens the page, lets it look for news, and asks and votes once in the time that is given."""

    line: Line
    path: str
    question: str
    notes: Notes
    news: str = ""
    token: str = ""
    html: str = ""

    async def watch(self, begin: float, deed_at: float, until: float, every: float) -> None:
        """From `begin` to `until`, on the clock of the loop; `deed_at` is when the person asks and votes."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, begin - loop.time()))
        self.read((await self.line.ask(self.path)).body)
        has_acted, following = False, begin + every
        while (now := loop.time()) < until:
            if not has_acted and now >= deed_at:
                has_acted = True
                await self.act()
            await asyncio.sleep(
                min(max(0.0, following - now), *([deed_at - now] if not has_acted else [every]))
            )
            if loop.time() >= following:
                await self.look()
                following += every
        self.line.close()

    def read(self, html: str) -> None:
        """Keep what a browser would have on the page now."""
        self.html = html or self.html
        if found := NEWS.search(html):
            self.news = unescape(found[1])
        if found := TOKEN.search(html):
            self.token = found[1]

    async def look(self) -> None:
        answer = await self.line.ask(self.news, htmx=True)
        self.notes.polls.append(answer)
        if answer.status == 200:
            self.read(answer.body)

    async def act(self) -> None:
        if not self.question:
            return
        answer = await self.line.ask(self.path, {"text": self.question, "csrf_token": self.token}, htmx=True)
        self.notes.deeds.append(answer)
        if answer.status == 200:
            self.notes.asked.append(self.question)
            self.read(answer.body)
        if found := VOTE.search(self.html):
            voted = await self.line.ask(found[1], {"wish": "yes", "csrf_token": self.token}, htmx=True)
            self.notes.deeds.append(voted)
            self.notes.votes += voted.status == 200
            self.read(voted.body if voted.status == 200 else "")


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
