"""Throw-away servers for tests: own folder, own port, gone afterwards. PostgreSQL never runs as root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Return once something answers at the port; raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing answers at port {port}.")


def postgres_folder() -> Path | None:
    """Where PostgreSQL's programs are, the newest first; None where they are not installed."""
    found = [
        path for place in POSTGRES_PLACES for path in Path("/").glob(place[1:]) if (path / "initdb").exists()
    ]
    on_path = shutil.which("initdb")
    return max(found, default=Path(on_path).parent if on_path else None, key=str)


def as_owner(owner: str | None, command: Sequence[str]) -> list[str]:
    """The command, run by `owner` where one is given (root may not start PostgreSQL)."""
    if owner is None:
        return list(command)
    return ["su", owner, "-s", "/bin/sh", "-c", subprocess.list2cmdline(command)]


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own; gives its address, or "" where PostgreSQL is not installed."""
    programs = postgres_folder()
    if programs is None:
        yield ""
        return
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="ion-postgres-"))
    if owner:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    data, port = str(folder / "data"), free_port()
    options = [part for setting in FAST for part in ("-c", setting)]
    quiet = {"stdout": subprocess.DEVNULL, "cwd": folder}
    initdb = [
        str(programs / "initdb"),
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(as_owner(owner, initdb), check=True, **quiet)
    listen = ["-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", str(folder)]
    start = [str(programs / "postgres"), "-D", data, *listen, *options]
    server = subprocess.Popen(as_owner(owner, start), stderr=subprocess.DEVNULL, **quiet)
    try:
        wait_for(port)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        stop = [str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop"]
        subprocess.run(as_owner(owner, stop), check=False, stderr=subprocess.DEVNULL, **quiet)
        server.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of our own that keeps nothing; gives its address, or "" where Redis is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        yield ""
        return
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(PATIENCE)
