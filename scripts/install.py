"""The virtual environment: made once, brought up to date when what is wanted of it changes. Standard library only."""

import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "ion-installed"
WANTED = ("pyproject.toml", "constraints.txt")


class Failed(Exception):
    """A step did not work; the text says which, and what it printed."""


def run(*command: str | Path) -> None:
    """Run a command quietly; what it printed is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"$ {' '.join(map(str, command))}\n{done.stdout}".strip())


def groups(names: Sequence[str]) -> list[str]:
    """The requirements of these dependency groups of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        known = tomllib.load(file)["dependency-groups"]
    return [requirement for name in names for requirement in known[name]]


def install(*names: str) -> str:
    """Make sure that ION and these dependency groups are installed, in the versions of constraints.txt."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in WANTED)
    have = STAMP.read_text(encoding="utf-8").partition("\n") if STAMP.exists() else ("", "", "")
    installed = set(have[0].split()) if have[2] == text else set()
    if STAMP.exists() and have[2] == text and set(names) <= installed:
        return "up to date"
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt")
    run(*pip, "-e", ".[scale]", *groups(names))
    STAMP.write_text(" ".join(sorted(installed | set(names))) + "\n" + text, encoding="utf-8")
    return "installed"


if __name__ == "__main__":
    try:
        print(f"Python environment {install(*sys.argv[1:])}.")
    except Failed as error:
        sys.exit(str(error))
