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

import flask_migrate
from sqlalchemy import event

from benchmarks import content
from ion.app import create_app
from ion.base.config import from_environment
from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.library.services import plant_vocabulary
from ion.search import services as search

TICK = os.sysconf("SC_CLK_TCK")
READERS = 10
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


def cpu_per_request(
    server: subprocess.Popen[bytes], port: int, paths: list[str], rounds: int
) -> tuple[float, int]:
    """Milliseconds of CPU for one answer, and its size in bytes; warmed first."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"User-Agent": BROWSER, "Cookie": f"ion={content.TOKEN}"}
    size = 0

    def ask(number: int) -> None:
        for at in range(number):
            headers["X-Forwarded-For"] = f"10.0.0.{at % READERS}"  # enough readers that none meets a limit
            connection.request("GET", paths[at % len(paths)], headers=headers)
            answer = connection.getresponse()
            nonlocal size
            size = len(answer.read())
            assert answer.status == 200, (paths[at % len(paths)], answer.status)

    ask(max(3 * len(paths), 2 * READERS))  # every reader has been here: a view counts once a day
    before = group_cpu(server.pid)
    ask(rounds)
    return (group_cpu(server.pid) - before) * 1000 / rounds, size


def query_counts(folder: Path, pages: dict[str, list[str]]) -> dict[str, int]:
    """Database questions of one answer to a signed-in member, once warm."""
    os.environ["ION_DATA_DIR"] = str(folder)
    app = create_app(from_environment())
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    browser = app.test_client()
    browser.set_cookie("ion", content.TOKEN)
    counts = {}
    for name, paths in pages.items():
        browser.get(paths[0], headers={"User-Agent": "bot"})
        asked.clear()
        browser.get(paths[0], headers={"User-Agent": "bot"})
        counts[name] = len(asked)
    return counts


def pages_of(posts: int, practices: int) -> dict[str, list[str]]:
    words = [f"/practices/?q={words}" for words in SEARCHES]
    return {
        "static file": ["/static/favicon.svg"],
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
            counts = query_counts(folder, pages)
            with served(folder, chosen.port) as server:
                print("\n| page, signed in | CPU ms | queries | bytes |\n| --- | ---: | ---: | ---: |")
                for page, paths in pages.items():
                    cpu, length = cpu_per_request(server, chosen.port, paths, chosen.rounds)
                    print(f"| {page} | {cpu:.2f} | {counts[page]} | {length:,} |", flush=True)
                print(f"\nmemory, PSS: {group_memory(server.pid):.0f} MiB")


if __name__ == "__main__":
    main()
