"""The site behind gunicorn, one process, and what it costs: CPU and memory of the process group, from /proc."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


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
