"""A thousand open conversations for minutes, and hundreds who write while processes die, against a real server.

    .venv/bin/python -m pytest -m soak tests/messaging/test_soak.py -s
    SOAK_THREADS=100 SOAK_SECONDS=60 …   for a short look

The first part of the time is quiet: pages look for news and there is none. Then one of every two writes, and somebody
reads other pages. It reports CPU time of the web processes, how long everything took, and how long a message needed to
the other side; it fails when one is lost or doubled, when one came later than six seconds after it was
taken, or when anything is answered with an error.
"""

import asyncio
import http.client
import os
import random
import re
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import Message
from tests.crowd import Line, report, stroll
from tests.factories import ConversationFactory, PostFactory, PracticeFactory, UserFactory, sign_in
from tests.messaging.crowd import TOKEN, Notes, Writer
from tests.roof.test_serving import PATIENCE, free_port
from tests.served import begin_anew, descendants, fresh_site, serving, start, web_cpu

THREADS = int(os.environ.get("SOAK_THREADS", "1000"))
SECONDS = int(os.environ.get("SOAK_SECONDS", "180"))
WRITERS = int(os.environ.get("SOAK_WRITERS", "200"))
KILLS = int(os.environ.get("SOAK_KILLS", "50"))
OPENING = 0.05  # seconds from one page that is opened to the next
OTHER_PAGES = ["/", "/practices/", "/webinars/", "/blog/", "/directory/"]

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc: Linux only"),
]


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    return fresh_site(tmp_path)


def fill(site: Flask, pairs: int) -> list[tuple[str, dict[str, str]]]:
    """So many conversations of two; the page and the cookies of everybody, the two of one next to each other."""
    people = []
    with site.app_context():
        for _ in range(20):
            PracticeFactory()
            PostFactory()
        for _ in range(pairs):
            users = [UserFactory(), UserFactory()]
            path = f"/messages/{ConversationFactory(*users)}"
            people += [(path, {"ion": sign_in(site.test_client(), user)}) for user in users]
        db.session.remove()
    return people


async def talk(
    port: int, people: list[tuple[str, dict[str, str]]], server: int
) -> tuple[Notes, Notes, list[float]]:
    """Everybody watches, then one of two writes; what was noted in each part, and the CPU used at its edges."""
    loop, opening, quiet, busy = asyncio.get_running_loop(), Notes(), Notes(), Notes()
    begin = loop.time() + 1
    settled = begin + OPENING * len(people) + 5
    turn, end = settled + SECONDS / 3, settled + SECONDS
    writers = [Writer(Line(port, own), path, at, opening) for at, (path, own) in enumerate(people)]
    spread = (end - turn - 10) / len(people)
    watching = [
        loop.create_task(each.watch(begin + OPENING * at, None if at % 2 else turn + 1 + spread * at, end))
        for at, each in enumerate(writers)
    ]
    used = []
    for notes, first in ((quiet, settled), (busy, turn)):
        await asyncio.sleep(first - loop.time())
        used.append(web_cpu(server))
        for each in writers:
            each.notes = notes
    await stroll(Line(port, people[1][1]), OTHER_PAGES, end, busy)
    await asyncio.gather(*watching)
    used.append(web_cpu(server))
    return quiet, busy, used


def test_a_thousand_open_conversations_show_every_message_in_time(
    site: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = fill(site, THREADS // 2)

    with serving(tmp_path) as (server, port):
        quiet, busy, used = asyncio.run(talk(port, people, server.pid))

    delays = busy.delays()
    with capsys.disabled():
        sys.stdout.write(f"\n{len(people)} open conversations for {SECONDS} seconds\n")
        sys.stdout.write(report("Quiet", quiet, used[1] - used[0], "messages"))
        sys.stdout.write(report("Busy", busy, used[2] - used[1], "messages"))
        sys.stdout.write(
            f"To the other side: {delays[len(delays) // 2]:.1f} s in the middle, {delays[-1]:.1f} s at most\n"
        )
    with site.app_context():
        kept = db.session.scalars(select(Message.client_id)).all()
    assert quiet.failures == [] and busy.failures == []
    assert sorted(kept) == sorted(f"number-{number}" for number in busy.sent)
    assert len(kept) == len(people[::2])
    assert delays[-1] <= 6


class Stubborn(threading.Thread):
    """Somebody who writes one message after the other, and presses Send again where it was not taken."""

    def __init__(
        self, port: int, path: str, cookies: dict[str, str], name: str, done: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.path, self.cookies, self.who, self.done = port, path, dict(cookies), name, done
        self.seen_as_sent: list[str] = []
        self.tried: list[str] = []

    def run(self) -> None:
        token = ""
        while not self.done.is_set():
            client_id = f"{self.who}-{len(self.tried):05}"
            self.tried.append(client_id)
            while not self.done.is_set():
                try:
                    token = token or self.token()
                    if self.send(client_id, token) in (200, 303):
                        self.seen_as_sent.append(client_id)
                        break
                except (OSError, http.client.HTTPException):
                    pass
                time.sleep(random.uniform(0.05, 0.4))
            time.sleep(random.uniform(20, 40))  # no more than the site takes in ten minutes

    def ask(self, method: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, self.path, body or None, headers)
            answer = connection.getresponse()
            with closing(answer):
                text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def token(self) -> str:
        found = TOKEN.search(self.ask("GET")[1])
        return found[1] if found else ""

    def send(self, client_id: str, token: str) -> int:
        words = f"This is {client_id}."
        return self.ask("POST", urlencode({"markdown": words, "client_id": client_id, "csrf_token": token}))[
            0
        ]


def processes(server: int, name: bytes) -> list[int]:
    """The processes under the server whose command holds the name."""
    found = []
    for process in descendants(server) - {server}:
        try:
            if name in Path(f"/proc/{process}/cmdline").read_bytes():
                found.append(process)
        except OSError:
            continue
    return found


def kill_one(server: int, dice: random.Random) -> str:
    """Kill the worker, or one process of the web server, in the middle of whatever it does; what it was."""
    what = dice.choice([b"worker", b"gunicorn", b"gunicorn"])
    alive = processes(server, what)
    if not alive:
        return ""
    try:
        os.kill(dice.choice(alive), signal.SIGKILL)
    except ProcessLookupError:
        return ""
    return what.decode()


def test_two_hundred_people_write_while_processes_are_killed(
    site: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people, done, dice = fill(site, WRITERS // 2), threading.Event(), random.Random()
    killed: Counter[str] = Counter()

    port = free_port()
    server = start(tmp_path, port)
    writers = [Stubborn(port, path, own, f"writer-{at:03}", done) for at, (path, own) in enumerate(people)]
    for each in writers:
        each.start()
    while killed.total() < KILLS:
        time.sleep(dice.uniform(0.5, 4))
        if server.poll() is not None:  # the web server itself was killed: a service manager begins anew
            server = begin_anew(server, tmp_path, port)
        if what := kill_one(server.pid, dice):
            killed[what] += 1
    time.sleep(2)
    server = server if server.poll() is None else begin_anew(server, tmp_path, port)
    time.sleep(10)
    done.set()
    for each in writers:
        each.join(60)
    server.terminate()
    server.wait(PATIENCE)

    with site.app_context():
        kept = Counter(db.session.scalars(select(Message.client_id)))
        numbers: dict[int, list[int | None]] = {}
        for row in db.session.execute(
            select(Message.conversation_id, Message.number).order_by(Message.conversation_id, Message.id)
        ):
            numbers.setdefault(row.conversation_id, []).append(row.number)
    sent = [client_id for each in writers for client_id in each.seen_as_sent]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{dict(killed)} killed; {len(sent)} messages seen as sent, {kept.total()} kept, "
            f"{sum(len(each.tried) for each in writers)} written\n"
        )
    assert [client_id for client_id in sent if kept[client_id] != 1] == []
    assert max(kept.values()) == 1
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert re.fullmatch(r"writer-\d{3}-\d{5}", min(kept))
