"""`make bench`: server CPU milliseconds per page, over generated content, beside a static file of the same server.

CPU is read from /proc for the whole process group: seconds swing with what else the machine does, CPU does not.
"""

import argparse
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import flask_migrate
from sqlalchemy import event

from benchmarks import content
from ion.app import create_app
from ion.base.config import from_environment
from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.library.services import plant_vocabulary
from ion.search import services as search
from ion.web.limits import limiter

TICK = os.sysconf("SC_CLK_TCK")
READERS = 4
BROWSER = "Mozilla/5.0 (bench)"
SEARCHES = (
    "employer+champion+meeting",
    "rural+childcare+transport",
    "apprentice+welding+wage",
    "data+dashboard+measure",
)


def make_site(folder: Path, posts: int, practices: int) -> None:
    """A migrated database with content and an index, in `folder`."""
    os.environ["ION_DATA_DIR"] = str(folder)
    app = create_app(from_environment())
    with app.app_context():
        flask_migrate.upgrade()
        with unit_of_work():
            plant_vocabulary()
        with unit_of_work() as session:
            session.execute(db.metadata.tables["topic"].delete())
        content.fill(posts, practices)
        search.rebuild()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn with one process over that folder, up and answering."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--log-level",
        "error",
        "--keep-alive",
        "30",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(
        command,
        env=os.environ | {"ION_DATA_DIR": str(folder), "ION_TRUSTED_PROXIES": "1"},
        start_new_session=True,
        **quiet,
    )
    try:
        began = time.monotonic()
        while not answers(port):
            if time.monotonic() - began > 30:
                raise TimeoutError("gunicorn did not start")
            time.sleep(0.02)
        print(f"cold start to first answer: {time.monotonic() - began:.2f} s")
        yield server
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/blog/")
        return connection.getresponse().status == 200
    except OSError:
        return False


def group_cpu(group: int) -> float:
    """CPU seconds of a process group so far."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total / TICK


def group_memory(group: int) -> float:
    """Proportional memory of a process group in MiB."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[2]) == group:
                rollup = (folder / "smaps_rollup").read_text()
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


def served_cpu(
    server: subprocess.Popen[bytes], port: int, paths: list[str], rounds: int
) -> tuple[float, int]:
    """Milliseconds of the server's CPU for one answer over one connection, and its size in bytes; warmed first.

    Includes gunicorn, and what it costs a processor to wake up for each request: up to twice the page itself on a
    machine that idles in between. The column beside it leaves both out.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    size = 0

    given = ""

    def ask(number: int) -> None:
        nonlocal size, given
        for at in range(number):
            path = paths[at % len(paths)]
            sent = headers(path, at % READERS)
            connection.request("GET", path, headers=sent | {"Cookie": f"{sent['Cookie']}{given}"})
            answer = connection.getresponse()
            size = len(answer.read())
            assert answer.status == 200, (path, answer.status)
            if cookie := answer.headers["Set-Cookie"]:
                given = f"; {cookie.partition(';')[0]}"  # as a browser does: kept, and sent back

    ask(2 * READERS * len(paths))
    before = group_cpu(server.pid)
    ask(rounds)
    return (group_cpu(server.pid) - before) * 1000 / rounds, size


def headers(path: str, reader: int) -> dict[str, str]:
    """A signed-in member's; some readers take turns, each with few enough requests that none meets a limit."""
    address = f"10.0.{crc32(path.encode()) % 250}.{reader}"
    return {"User-Agent": BROWSER, "Cookie": f"ion={content.TOKEN}", "X-Forwarded-For": address}


class Inside:
    """The application without a server: its CPU for one answer, back to back, and its database questions."""

    def __init__(self, folder: Path) -> None:
        os.environ["ION_DATA_DIR"] = str(folder)
        app = create_app(from_environment())
        app.testing = True
        self.asked: list[str] = []
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", lambda *args: self.asked.append(args[2]))
        limiter.enabled = False
        self.browser = app.test_client()
        self.browser.set_cookie("ion", content.TOKEN)

    def ask(self, paths: list[str], number: int) -> None:
        for at in range(number):
            path = paths[at % len(paths)]
            self.browser.get(path, headers=headers(path, at % READERS), buffered=True)

    def cpu(self, paths: list[str], rounds: int) -> float:
        """Milliseconds for one answer, the test client's own included (about 0.2)."""
        self.ask(paths, 2 * READERS * len(paths))
        before = time.process_time()
        self.ask(paths, rounds)
        return (time.process_time() - before) * 1000 / rounds

    def questions(self, paths: list[str]) -> int:
        """Database questions of one answer, once warm."""
        self.ask(paths[:1], 2)
        self.asked.clear()
        self.ask(paths[:1], 1)
        return len(self.asked)


def pages_of(posts: int, practices: int) -> dict[str, list[str]]:
    words = [f"/practices/?q={words}" for words in SEARCHES]
    return {
        "static file": ["/static/favicon.svg"],
        "a page of text": ["/about"],
        "home": ["/"],
        "blog list": ["/blog/"],
        "blog list, page 10": ["/blog/?page=10"],
        "blog list of a topic": ["/blog/?topic=topic-3"],
        "post": [f"/blog/post-{posts // 2}"],
        "practice library, browse": ["/practices/"],
        "practice search, 3 words": words,
        "practice search, 3 words + 2 filters": [f"{path}&state=CO&state=OH&setting=rural" for path in words],
        "practice": [f"/practices/practice-{posts + practices // 2}"],
        "search everything, 3 words": [f"/search?q={words}" for words in SEARCHES],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="items of each kind")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--port", type=int, default=5199)
    chosen = parser.parse_args()
    for size in (int(part) for part in chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            began = time.process_time()
            make_site(folder, size, size)
            print(
                f"\n## {size:,} posts and {size:,} practices (made in {time.process_time() - began:.0f} s CPU)\n"
            )
            pages = pages_of(size, size)
            inside = Inside(folder)
            with served(folder, chosen.port) as server:
                print("\n| page, signed in | CPU ms | CPU ms served | queries | bytes |")
                print("| --- | ---: | ---: | ---: | ---: |")
                for page, paths in pages.items():
                    own, questions = inside.cpu(paths, chosen.rounds), inside.questions(paths)
                    served_ms, length = served_cpu(server, chosen.port, paths, chosen.rounds)
                    print(f"| {page} | {own:.2f} | {served_ms:.2f} | {questions} | {length:,} |", flush=True)
                print(f"\nmemory, PSS: {group_memory(server.pid):.0f} MiB")


if __name__ == "__main__":
    main()
