"""The index on disk: files that outlive a crash, files read without copies, one writer at a time."""

import fcntl
import io
import mmap
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import TOC

from ion.adapters.whoosh_search.schema import INDEX_NAME, SCHEMA
from ion.core.ports.search import SearchUnavailable

LOCK_FILE = "writer.lock"
_FIRST_SECOND = 1_767_225_600  # Jan. 1, 2026: numbers of commits fit 32 bits


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A folder in which a commit is on disk before it shows.

    Whoosh writes segments, then renames the table of contents into place, and never syncs: after a power loss the
    table may be empty. Here all that was written is synced before the rename, and the folder after it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._unsynced: set[str] = set()

    def create_file(self, name: str, **options: Any) -> StructFile:
        """Create a file and remember to sync it."""
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def delete_file(self, name: str) -> None:
        """Delete a file."""
        self._unsynced.discard(name)
        super().delete_file(name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync what was written, then put the file in place in one step."""
        for name in self._unsynced:
            _sync(self._fpath(name))
        self._unsynced.clear()
        os.replace(self._fpath(oldname), self._fpath(newname))
        _sync(self.folder)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Window(io.RawIOBase):
    """A file-like view of mapped memory; nothing is copied but what is read."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._here = 0

    def read(self, size: int | None = -1) -> bytes:
        end = len(self._view) if size is None or size < 0 else self._here + size
        piece = bytes(self._view[self._here : end])
        self._here += len(piece)
        return piece

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._here, os.SEEK_END: len(self._view)}[whence]
        self._here = base + offset
        return self._here

    def tell(self) -> int:
        return self._here


class _MappedFile(BufferFile):  # type: ignore[misc]
    """Whoosh's BufferFile without its copy of the whole buffer to the heap (378 MB at 100,000 documents)."""

    def __init__(self, buffer: memoryview, name: str) -> None:
        StructFile.__init__(self, _Window(buffer), name=name)
        self._buf = buffer
        self.is_real = False


class MappedSegment(CompoundStorage):  # type: ignore[misc]
    """The files inside one segment file, read from mapped memory."""

    def __init__(self, path: Path) -> None:
        with open(path, "rb") as file:
            self._source = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = _MappedFile(memoryview(self._source), path.name)
        head.seek(head.read_long())
        self._dir = head.read_pickle()

    def open_file(self, name: str, *_: Any, **__: Any) -> _MappedFile:
        """Open one of the files inside."""
        offset, length = self.range(name)
        return _MappedFile(memoryview(self._source)[offset : offset + length], name)


class _InMemory(FileStorage):  # type: ignore[misc]
    """Reads whole files, so that a damaged one leaves nothing open."""

    def open_file(self, name: str, **_: Any) -> BufferFile:
        return BufferFile(memoryview(Path(self._fpath(name)).read_bytes()), name=name)


def latest_generation(folder: Path) -> int:
    """Return the number of the last commit, or raise SearchUnavailable if there is no index."""
    number: int = TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME)
    if number < 0:
        raise SearchUnavailable(f"no index in {folder}")
    return number


def read_contents(folder: Path) -> TOC:
    """Return the table of contents of the last commit; raises whatever reading a damaged file raises."""
    return TOC.read(_InMemory(str(folder)), INDEX_NAME, gen=latest_generation(folder), schema=SCHEMA)


def start_empty(folder: Path) -> None:
    """Make an empty index, in place of whatever stands in the folder."""
    storage = DurableStorage(folder)
    # commits are told apart by their number, so a new index must not take the numbers of the old one again
    number = max(TOC._latest_generation(storage, INDEX_NAME) + 1, int(time.time()) - _FIRST_SECOND)
    for name in storage.list():
        if name != LOCK_FILE and os.path.isfile(os.path.join(storage.folder, name)):
            storage.delete_file(name)
    TOC(SCHEMA, [], number).write(storage, INDEX_NAME)


@contextmanager
def writing_alone(folder: Path, patience: float) -> Iterator[None]:
    """Hold the folder for writing; raises SearchUnavailable if another holds it for `patience` seconds.

    The lock is the kernel's: it falls with the process that held it, however that ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK_FILE, "w") as lock:
        deadline = time.monotonic() + patience
        while not _locked(lock.fileno()):
            if time.monotonic() > deadline:
                raise SearchUnavailable(f"another process is writing to {folder}")
            time.sleep(0.02)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
