"""Files on the disk: one folder, each file named by the SHA-256 of its bytes, so that equal bytes are kept once.

A file is written beside its place, flushed to the disk, and then renamed: under a key there stand either all bytes or
none. The time a file carries is when it was last put; a lock keeps removing away from putting, also between processes.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from ion.core.ports.storage import Missing

KEY = re.compile(r"[0-9a-f]{64}(\.[0-9a-f]{16})?")
"""The name of a file, or of one that was being written when the process ended."""


class DiskStorage:
    """A storage in `folder`, which is made on first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes; what stands there already is made as young as if it were new."""
        key = hashlib.sha256(data).hexdigest()
        place = self.place(key)
        with self.locked(fcntl.LOCK_SH):
            try:
                os.utime(place)
            except FileNotFoundError:
                write(place, data)
        return key

    def open(self, key: str) -> BinaryIO:
        """The bytes under a key; raises Missing."""
        if not KEY.fullmatch(key):
            raise Missing(key)
        try:
            return self.place(key).open("rb")
        except FileNotFoundError as error:
            raise Missing(key) from error

    def put_before(self, at: datetime) -> Iterator[str]:
        """The keys of everything that was not put since `at`, what was never finished among them."""
        for place in self.folder.glob("??/*"):
            if KEY.fullmatch(place.name) and is_older(place, at):
                yield place.name

    def forget(self, key: str, before: datetime) -> bool:
        """Remove a file unless it was put since `before`."""
        place = self.place(key)
        with self.locked(fcntl.LOCK_EX):
            if not KEY.fullmatch(key) or not is_older(place, before):
                return False
            place.unlink()
        return True

    def place(self, key: str) -> Path:
        return self.folder / key[:2] / key

    @contextmanager
    def locked(self, how: int) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield


def write(place: Path, data: bytes) -> None:
    """All of the bytes or nothing, on the disk when this returns."""
    place.parent.mkdir(exist_ok=True, mode=0o700)
    draft = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    for folder in (place.parent, place.parent.parent):
        settle(folder)


def settle(folder: Path) -> None:
    """Let a name in a folder outlive a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def is_older(place: Path, at: datetime) -> bool:
    """Whether a file stands there that was last put before `at`."""
    try:
        return datetime.fromtimestamp(place.stat().st_mtime, UTC) < at
    except FileNotFoundError:
        return False
