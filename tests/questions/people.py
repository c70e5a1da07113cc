"""Simulated people on the page of a running webinar."""

import asyncio
import re
from dataclasses import dataclass, field
from html import unescape

from tests import crowd
from tests.crowd import Line

NEWS = re.compile(r'id="look-for-news" href="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VOTE = re.compile(r'action="(/question/\d+/vote)"')


@dataclass(slots=True)
class Notes(crowd.Notes):
    """`asked` are the questions that the site took."""

    asked: list[str] = field(default_factory=list)
    votes: int = 0


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
