"""`ion serve` for real: web server and worker under one command."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from ion.serving import Plan, web_command

PATIENCE = 40.0


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ION_")}
    return kept | {"ION_DATA_DIR": str(folder), "PORT": str(port), "HOST": "127.0.0.1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    chosen = environment(folder, port)
    command = [sys.executable, "-m", "ion.cli"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*command, "upgrade"], env=chosen, check=True, **quiet)
    server = subprocess.Popen([*command, "serve", "--workers", "1", "--threads", "2"], env=chosen, **quiet)
    try:
        yield server, port
    finally:
        server.terminate()  # not killed: it must end its children
        server.wait(PATIENCE)


def eventually(question: object, *, what: str) -> None:
    """Wait until `question()` is true; fails with `what` when it never is."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if question():  # type: ignore[operator]
            return
        time.sleep(0.1)
    pytest.fail(f"never: {what}")


def body(port: int, path: str) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except (URLError, ConnectionError, TimeoutError):
        return ""


def children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc: Linux only")
def test_serve_runs_web_and_worker_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, port):
        eventually(
            lambda: '"status":"ok"' in body(port, "/readyz").replace(" ", ""),
            what="web, worker and index well",
        )
        both = children(server.pid)

        server.send_signal(signal.SIGTERM)

        assert server.wait(PATIENCE) == 0
        assert len(both) == 2
        assert not any(Path(f"/proc/{pid}/cmdline").exists() for pid in both)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc: Linux only")
def test_a_worker_that_dies_is_started_again(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, port):
        eventually(lambda: body(port, "/healthz"), what="the site answers")
        worker = next(
            pid
            for pid in children(server.pid)
            if Path(f"/proc/{pid}/cmdline").read_text().endswith("worker\0")
        )

        os.kill(worker, signal.SIGKILL)

        eventually(
            lambda: worker not in children(server.pid) and len(children(server.pid)) == 2, what="a new worker"
        )


def test_the_web_server_keeps_connections_longer_than_a_page_polls() -> None:
    command = web_command(Plan(3, 5, "127.0.0.1", 8000))

    assert int(command[command.index("--keep-alive") + 1]) > 15
    assert command[command.index("--workers") + 1] == "3"
    assert command[command.index("--threads") + 1] == "5"
