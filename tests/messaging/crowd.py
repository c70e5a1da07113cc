"""Simulated people with an open conversation: they look for news, write, and note when they read what."""

import asyncio
import re
from dataclasses import dataclass, field

from tests import crowd
from tests.crowd import Line

AFTER = re.compile(r'id="thread-after"[^>]*value="(\d+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
WORDS = re.compile(r"Number (\d+) says")
THREAD_EVERY, BADGE_EVERY = 5.0, 15.0


@dataclass(slots=True)
class Notes(crowd.Notes):
    """`sent` and `read` say when each message was taken by the site, and shown at the other side."""

    sent: dict[int, float] = field(default_factory=dict)
    read: dict[int, float] = field(default_factory=dict)

    def delays(self) -> list[float]:
        """Seconds from taken to shown, the shortest first; what was never shown counts as for ever."""
        return sorted(self.read.get(number, float("inf")) - at for number, at in self.sent.items())


@dataclass(slots=True)
class Writer:
    """One person with one conversation open; the number is who it is in what they write."""

    line: Line
    path: str
    number: int
    notes: Notes
    after: str = ""
    token: str = ""
    badge: str = "0-0"

    async def watch(self, begin: float, write_at: float | None, until: float) -> None:
        """From `begin` to `until`, on the clock of the loop; `write_at` is when the person writes, if at all."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, begin - loop.time()))
        self.show((await self.line.ask(self.path)).body)
        thread_at, badge_at = begin + THREAD_EVERY, begin + BADGE_EVERY
        while (now := loop.time()) < until:
            if write_at is not None and now >= write_at:
                write_at = None
                await self.write()
            if now >= thread_at:
                await self.look(f"{self.path}/new?after={self.after}")
                thread_at += THREAD_EVERY
            if now >= badge_at:
                await self.look(f"/messages/badge?after={self.badge}")
                badge_at += BADGE_EVERY
            following = [thread_at, badge_at, until, *([write_at] if write_at is not None else [])]
            await asyncio.sleep(max(0.0, min(following) - loop.time()))
        self.line.close()

    def show(self, html: str) -> None:
        """Keep what a browser would have on the page now."""
        if found := AFTER.search(html):
            self.after = found[1]
        if found := TOKEN.search(html):
            self.token = found[1]
        at = asyncio.get_running_loop().time()
        for number in map(int, WORDS.findall(html)):
            if number != self.number:
                self.notes.read.setdefault(number, at)

    async def look(self, address: str) -> None:
        answer = await self.line.ask(address, htmx=True)
        self.notes.polls.append(answer)
        if answer.status == 200:
            self.show(answer.body)

    async def write(self) -> None:
        words = f"Number {self.number} says hello."
        form = {"markdown": words, "client_id": f"number-{self.number}", "csrf_token": self.token}
        self.line.close()  # a server may let go of a line that rests, and nothing is posted twice by itself
        answer = await self.line.ask(self.path, form, htmx=True)
        self.notes.deeds.append(answer)
        if answer.status == 200:
            self.notes.sent[self.number] = asyncio.get_running_loop().time()
            self.show(answer.body)
