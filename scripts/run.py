"""`make run`: from a fresh checkout to a running site, in numbered steps."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
    sys.exit("ION needs Python 3.11 or newer. Name one with: make run PYTHON=python3.12")

from install import PYTHON, ROOT, Failed, install, run

HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "5000"
STARTS_EMPTY = os.environ.get("DEMO") == "no"
DATA = Path(os.environ.get("ION_DATA_DIR") or ROOT / "instance")


def assets() -> str:
    run(PYTHON, "-m", "ion.base.assets")
    return "ready"


def database() -> str:
    run(PYTHON, "-m", "ion.cli", "upgrade")
    return "up to date"


def sample_network() -> str:
    if STARTS_EMPTY:
        return "left out (DEMO=no)"
    run(PYTHON, "-m", "ion.cli", "demo")
    return "ready"


def search_index() -> str:
    if (DATA / "index").exists():
        return "there; the worker keeps it up to date"
    run(PYTHON, "-m", "ion.cli", "search", "rebuild")
    return "built"


STEPS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python environment", install),
    ("Styles and script", assets),
    ("Database", database),
    ("Sample network", sample_network),
    ("Search index", search_index),
)


def refuse_taken_port() -> None:
    """End the program if something else answers at our address."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, int(PORT))) == 0:
            sys.exit(
                f"Something else is running at port {PORT}. Choose another: PORT={int(PORT) + 1} make run"
            )


def prepare() -> None:
    """Every step with how long it took; ends the program with the reason when one fails."""
    for number, (name, step) in enumerate(STEPS, 1):
        began = time.monotonic()
        print(f"{number}/{len(STEPS)}  {name:20}", end="", flush=True)
        try:
            state = step()
        except Failed as error:
            print("failed\n")
            sys.exit(str(error))
        print(f"{state}  ({time.monotonic() - began:.1f} s)")


def box(lines: list[str]) -> str:
    width = max(map(len, lines))
    edge = "+" + "-" * (width + 4) + "+"
    return "\n".join([edge, *(f"|  {line:{width}}  |" for line in lines), edge])


def answers() -> bool:
    """Whether the site answers at its address."""
    try:
        with urlopen(f"http://{HOST}:{PORT}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def announce() -> None:
    print(
        "\n"
        + box(["ION is running", "", f"http://{HOST}:{PORT}", "", *what_to_do_first(), "Stop: Ctrl-C"])
        + "\n"
    )
    sys.stdout.flush()


def what_to_do_first() -> list[str]:
    """The next steps, with the sample network or without."""
    if STARTS_EMPTY:
        return [
            "It starts empty. Make yourself the first administrator:",
            "  .venv/bin/ion user create you@example.gov --role admin",
            "Bring content: .venv/bin/ion import FOLDER --as posts",
            "",
        ]
    return [
        f"Be a sample person in one click: http://{HOST}:{PORT}/demo",
        "Or sign in: member@ion.example, mentor@, mentee@, editor@, facilitator@, admin@",
        "  password: peer-learning",
        "Start empty elsewhere: DEMO=no ION_DATA_DIR=/some/folder make run",
        "",
    ]


def serve() -> int:
    """Serve until Ctrl-C, which stops the web server and the worker."""
    command = [str(PYTHON), "-m", "ion.cli", "serve", "--workers", "1", "--threads", "8"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"HOST": HOST, "PORT": PORT})
    try:
        while server.poll() is None and not answers():
            time.sleep(0.2)
        if server.poll() is None:
            announce()
        return server.wait()
    except KeyboardInterrupt:
        return finished(server)


def finished(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server, which got the Ctrl-C too, however often it is pressed."""
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    refuse_taken_port()
    prepare()
    sys.exit(serve())
