"""A real site of its own, served by `ion serve` as in production, for soak tests: what it costs, and its processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask

from ion.app import create_app
from tests import databases
from tests.roof.test_serving import PATIENCE, body, environment, eventually, free_port

TICK = os.sysconf("SC_CLK_TCK")


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """`ion serve` over the folder, answering; what it says is in serve.log there."""
    command = [sys.executable, "-m", "ion.cli", "serve", "--workers", "2", "--threads", "4"]
    with (folder / "serve.log").open("ab") as log:
        server = subprocess.Popen(
            command, env=environment(folder, port), stdout=log, stderr=log, start_new_session=True
        )
    eventually(lambda: body(port, "/healthz"), what="the server answers")
    return server


def begin_anew(server: subprocess.Popen[bytes], folder: Path, port: int) -> subprocess.Popen[bytes]:
    """The site again after its server ended; like a service manager, first ends whatever is left of the old one."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    return start(folder, port)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    server = start(folder, port)
    try:
        yield server, port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def descendants(root: int) -> set[int]:
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = {root}
    while grown := {child for child, parent in parents.items() if parent in found} - found:
        found |= grown
    return found


def web_cpu(server: int) -> float:
    """Seconds of CPU that the web processes have used, those that ended by now as well, without the worker's."""
    used = 0.0
    for process in descendants(server):
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if b"gunicorn" in command:
            used += sum(map(int, fields[11:15])) / TICK
    return used


def fresh_site(tmp_path: Path) -> Flask:
    """A site of its own, in the place and with the settings that a server finds by its environment."""
    chosen = environment(tmp_path, 0)
    subprocess.run([sys.executable, "-m", "ion.cli", "upgrade"], env=chosen, check=True, capture_output=True)
    return create_app(databases.settings(tmp_path, f"sqlite:///{tmp_path / 'ion.db'}"))
