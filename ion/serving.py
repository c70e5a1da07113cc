"""`ion serve`: the web server and the worker under one command; both end when it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from ion.base.config import ROOT, Settings

KEEP_ALIVE = 20  # seconds: longer than the slowest poll of an open page
GRACE = 15  # seconds to finish what is under way
CHECK_EVERY = 0.5
RESTART_AFTER = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How to serve: web processes, threads in each, and the address to listen on."""

    workers: int
    threads: int
    host: str
    port: int


def web_command(plan: Plan) -> list[str]:
    """gunicorn's command line."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--chdir",
        str(ROOT),
        "--bind",
        f"{plan.host}:{plan.port}",
        "--workers",
        str(plan.workers),
        "--threads",
        str(plan.threads),
        "--worker-class",
        "gthread",
        "--keep-alive",
        str(KEEP_ALIVE),
        "--graceful-timeout",
        str(GRACE),
        "--timeout",
        "60",
        "--max-requests",
        "20000",
        "--max-requests-jitter",
        "2000",
        "--log-level",
        "warning",
    ]


def environment(settings: Settings) -> dict[str, str]:
    """The children's environment: an empty folder in which all web processes count together."""
    folder = settings.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


class Supervisor:
    """Runs the web server and the worker; starts the worker again if it dies, stops all if the web server does."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self.environment = environment(settings)
        self.web = web_command(plan)
        self.worker = [sys.executable, "-m", "ion.cli", "worker"]
        self.stopping = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        # a session of its own: Ctrl-C reaches us alone, and we stop the children in order
        return subprocess.Popen(command, env=self.environment, start_new_session=True)

    def run(self) -> int:
        """Serve until told to stop; returns the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        web, worker = self.start(self.web), self.start(self.worker)
        while not self.stopping and web.poll() is None:
            time.sleep(CHECK_EVERY)
            if worker.poll() is not None and not self.stopping:
                time.sleep(RESTART_AFTER)
                worker = self.start(self.worker)
        crashed = not self.stopping
        for child in (web, worker):
            end(child)
        return 1 if crashed else 0


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask a child to finish, and insist after GRACE seconds."""
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(GRACE + 5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
