"""The files port: a common or room that has the bytes of a picture lets them be checked and kept.

`ion.commons.files` offers the keeper and `ion.app` plugs it in. Pages that show uploaded files link to /files/<token>.
"""

import re
from dataclasses import dataclass
from typing import Protocol

MOST_BYTES = 25 * 1024 * 1024
"""What one uploaded file may weigh."""
PICTURE_PATH = re.compile(r"/files/[A-Za-z0-9_-]{22}")
"""The one kind of address that a picture on a page may have."""


class FileRefused(Exception):
    """The file is not taken; the text is a sentence that says why and what to do."""


class NoKeeper(Exception):
    """A file was to be kept before `ion.app` plugged a keeper in."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that was re-encoded and kept: its address here and its size in pixels."""

    path: str
    width: int
    height: int


class Keeper(Protocol):
    """Keeps files. Call inside a unit of work."""

    def keep_picture(self, kind: str, id: int, *, name: str, data: bytes, user_id: int) -> KeptPicture:
        """Check a picture by its signature, re-encode it and keep it for (kind, id). Raises FileRefused."""
        ...


@dataclass(slots=True)
class _InUse:
    keeper: Keeper | None = None


_in_use = _InUse()


def use(keeper: Keeper) -> None:
    """Make this the keeper of the process."""
    _in_use.keeper = keeper


def keeper() -> Keeper:
    """The keeper of the process; raises NoKeeper before one is plugged in."""
    if _in_use.keeper is None:
        raise NoKeeper
    return _in_use.keeper
