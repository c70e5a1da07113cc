"""The storage port: where the bytes of uploaded files stand. Set by `ion.app`; everyone else asks here.

What is kept, for whom, and who may fetch it, is the business of `ion.commons.files`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class Missing(Exception):
    """No bytes stand under this key; the text is the key."""


class NoStorage(Exception):
    """Bytes were to be kept or read before `ion.app` plugged a storage in."""


class Storage(Protocol):
    """Keeps bytes by a key that it chooses; equal bytes are kept once. May be used from many threads and processes."""

    def put(self, data: bytes) -> str:
        """Keep the bytes, surely and whole, and answer their key; putting equal bytes again renews them."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes under a key, to be read and closed; raises Missing."""
        ...

    def put_before(self, at: datetime) -> Iterator[str]:
        """The keys of everything that was not put since `at`."""
        ...

    def forget(self, key: str, before: datetime) -> bool:
        """Remove what stands under a key unless it was put since `before`; True when it was removed."""
        ...


@dataclass(slots=True)
class _InUse:
    storage: Storage | None = None


_in_use = _InUse()


def use(storage: Storage) -> None:
    """Make this the storage of the process."""
    _in_use.storage = storage


def storage() -> Storage:
    """The storage of the process; raises NoStorage before one is plugged in."""
    if _in_use.storage is None:
        raise NoStorage
    return _in_use.storage
