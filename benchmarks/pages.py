"""`make bench`: server CPU milliseconds per page, over generated content, beside a static file of the same server.

CPU is read from /proc for the whole process group: seconds swing with what else the machine does, CPU does so less,
and least of all how many times the CPU of a page of text, measured in the same seconds, a page costs.
Every answer is looked at: a page that is measured as a member's must show that member, a visitor's the way in.
"""

import argparse
import gzip
import http.client
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import mean, median

import flask_migrate
from sqlalchemy import event

from benchmarks import content, people
from benchmarks.looks import TEXT, Look, looks
from benchmarks.serving import group_cpu, group_memory, served
from ion.app import create_app
from ion.base.config import from_environment
from ion.base.extensions import db
from ion.core import tallies
from ion.core.unit_of_work import unit_of_work
from ion.directory.services.areas import plant_areas
from ion.library.services import plant_vocabulary
from ion.search import services as search
from ion.web.limits import limiter

READERS = 4
TURNS, FRESH_ROUNDS = 5, 5


def make_site(folder: Path, size: int) -> None:
    """A migrated database with content, people and an index, in `folder`."""
    os.environ["ION_DATA_DIR"] = str(folder)
    app = create_app(from_environment())
    with app.app_context():
        flask_migrate.upgrade()
        with unit_of_work():
            plant_vocabulary()
            plant_areas()
        with unit_of_work() as session:
            session.execute(db.metadata.tables["topic"].delete())
        content.fill(size)
        search.rebuild()
        db.session.remove()
        db.engine.dispose()


def served_cpu(server: subprocess.Popen[bytes], port: int, look: Look, rounds: int) -> tuple[float, bytes]:
    """Milliseconds of the server's CPU for one answer over one connection, and that answer; warmed first.

    Includes gunicorn, and what it costs a processor to wake up for each request: up to twice the page itself on a
    machine that idles in between. The column beside it leaves both out.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    page, given = b"", ""

    def ask(number: int) -> None:
        nonlocal page, given
        for at in range(number):
            path = look.paths[at % len(look.paths)]
            sent = look.headers(path, at % READERS)
            cookies = "; ".join(cookie for cookie in (sent.get("Cookie", ""), given) if cookie)
            connection.request("GET", path, headers=sent | ({"Cookie": cookies} if cookies else {}))
            answer = connection.getresponse()
            page = answer.read()
            look.check(path, answer.status, page.decode())
            if cookie := answer.headers["Set-Cookie"]:
                given = cookie.partition(";")[0]  # as a browser does: kept, and sent back

    ask(2 * READERS * len(look.paths))
    before = group_cpu(server.pid)
    ask(rounds)
    return (group_cpu(server.pid) - before) * 1000 / rounds, page


class Inside:
    """The application without a server: its CPU for one answer, back to back, and its database questions."""

    def __init__(self, folder: Path) -> None:
        os.environ["ION_DATA_DIR"] = str(folder)
        self.app = create_app(from_environment())
        self.app.testing = True
        self.asked: list[str] = []
        with self.app.app_context():
            people.stay_signed_in()
            event.listen(db.engine, "before_cursor_execute", lambda *args: self.asked.append(args[2]))
        limiter.enabled = False
        self.browser = self.app.test_client()

    def ask(self, look: Look, number: int) -> None:
        for at in range(number):
            path = look.paths[at % len(look.paths)]
            sent = look.headers(path, at % READERS)
            self.browser.delete_cookie("ion")
            if look.token:
                self.browser.set_cookie("ion", look.token)
            answer = self.browser.get(path, headers={"User-Agent": sent["User-Agent"]}, buffered=True)
            look.check(path, answer.status_code, answer.get_data(as_text=True))

    def cpu(self, look: Look, rounds: int) -> tuple[float, float]:
        """Milliseconds for one answer, the test client's own included (about 0.1), and how many pages of text that is.

        Both are measured in turns: what else the machine does slows both, and their ratio stays.
        """
        self.ask(TEXT, 2 * READERS)
        self.ask(look, 2 * READERS * len(look.paths))
        each = max(1, rounds // TURNS)
        turns = [(self.spent(TEXT, each), self.spent(look, each)) for _ in range(TURNS)]
        return mean(own for _, own in turns), median(own / text for text, own in turns)

    def spent(self, look: Look, rounds: int) -> float:
        before = time.process_time()
        self.ask(look, rounds)
        return (time.process_time() - before) * 1000 / rounds

    def cpu_afresh(self, look: Look) -> float:
        """Milliseconds for the first answer after something changed that everything remembered depends on."""
        spent = []
        for _ in range(FRESH_ROUNDS):
            tallies.forget()
            spent.append(self.spent(look, 1))
        return mean(spent)

    def questions(self, look: Look) -> int:
        """Database questions of one answer, once warm."""
        self.ask(Look(look.name, look.paths[:1], look.token), 2)
        self.asked.clear()
        self.ask(Look(look.name, look.paths[:1], look.token), 1)
        return len(self.asked)


HEAD = "| page as a member | CPU ms | pages of text | after a change | CPU ms served | queries | bytes | gz |"


def measure(folder: Path, size: int, port: int, rounds: int, only: str) -> None:
    """Print one row per page whose name holds `only`."""
    inside = Inside(folder)
    with served(folder, port) as server:
        print(f"\n{HEAD}\n| --- |{' ---: |' * 7}")
        for look in looks(size):
            if only not in look.name and look.name != "static file":
                continue
            (own, ratio), afresh = inside.cpu(look, rounds), inside.cpu_afresh(look)
            questions = inside.questions(look)
            served_ms, page = served_cpu(server, port, look, rounds)
            small = len(gzip.compress(page, 6))
            told = (
                f"{own:.2f}",
                f"{ratio:.1f}",
                f"{afresh:.1f}",
                f"{served_ms:.2f}",
                f"{questions}",
                f"{len(page):,}",
                f"{small:,}",
            )
            print(f"| {' | '.join((look.name, *told))} |", flush=True)
        print(f"\nmemory, PSS: {group_memory(server.pid):.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="items of each kind, and persons")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--port", type=int, default=5199)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--folder", type=Path, help="keep what was made here, and take it again where it is")
    chosen = parser.parse_args()
    for size in (int(part) for part in chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = chosen.folder / str(size) if chosen.folder else Path(name)
            began = time.process_time()
            if not (folder / "ion.db").exists():
                make_site(folder, size)
            print(f"\n## {size:,} of each kind, {size:,} people ({time.process_time() - began:.0f} s CPU)\n")
            measure(folder, size, chosen.port, chosen.rounds, chosen.only)


if __name__ == "__main__":
    main()
