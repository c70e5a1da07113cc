"""From bytes that somebody sent to a file that is kept."""

import hashlib
import secrets
from dataclasses import dataclass

import structlog

from ion.base.extensions import db
from ion.commons.files.kinds import PICTURES_IN_WORDS, clean_name
from ion.commons.files.pictures import Copy, copy_of
from ion.commons.files.signatures import kind_of
from ion.core import clock
from ion.core.ports import scanner, storage
from ion.core.ports.files import FileRefused, KeptPicture
from ion.core.ports.scanner import Infected, ScannerDown
from ion.models import File

TOKEN_BYTES = 16
"""Of chance in the address of a file: 22 characters."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was checked and whose bytes are kept: what its row will say. Width and height are a picture's."""

    name: str
    type: str
    size: int
    sha256: str
    storage_key: str
    width: int | None
    height: int | None


def take_in(name: str, data: bytes, *, only_pictures: bool = False) -> Taken:
    """Check a file, make our own copy of a picture, and keep the bytes; raises FileRefused.

    It may take seconds: call it before the unit of work. Bytes that no file names are removed at night.
    """
    kind = kind_of(data, name)
    if only_pictures and not kind.is_picture:
        raise FileRefused(f"This is no picture. Choose {PICTURES_IN_WORDS}; other files are attached.")
    scan(data)
    copy = copy_of(data, kind) if kind.is_picture else Copy(data, kind, 0, 0)
    return Taken(
        name=clean_name(name, copy.kind),
        type=copy.kind.type,
        size=len(copy.data),
        sha256=hashlib.sha256(copy.data).hexdigest(),
        storage_key=storage.storage().put(copy.data),
        width=copy.width or None,
        height=copy.height or None,
    )


def scan(data: bytes) -> None:
    """Have the bytes scanned; raises FileRefused where something was found, and where nobody can say."""
    try:
        scanner.scanner().scan(data)
    except Infected as found:
        raise FileRefused(
            f"The virus scanner found something harmful in this file ({found}). It was not kept. Do not open it; "
            "ask whoever sent it to you for a clean copy."
        ) from found
    except ScannerDown as error:
        structlog.get_logger("ion.files").warning("scanner did not answer", error=str(error))
        raise FileRefused(
            "Files cannot be checked for viruses at the moment, so this one was not kept. Try again later."
        ) from error


def keep(kind: str, id: int, taken: Taken, *, user_id: int | None, name: str = "") -> File:
    """Let the file hang on (kind, id), by its own name or by `name`; inside a unit of work."""
    file = File(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        parent_kind=kind,
        parent_id=id,
        user_id=user_id,
        name=name or taken.name,
        type=taken.type,
        size=taken.size,
        sha256=taken.sha256,
        storage_key=taken.storage_key,
        width=taken.width,
        height=taken.height,
        created_at=clock.now(),
    )
    db.session.add(file)
    db.session.flush()
    return file


class FileKeeper:
    """Keeps files for rooms and commons that have the bytes themselves (`ion.core.ports.files.Keeper`)."""

    def keep_picture(self, kind: str, id: int, *, name: str, data: bytes, user_id: int) -> KeptPicture:
        """Check a picture, make our own copy and keep it for (kind, id); raises FileRefused."""
        taken = take_in(name, data, only_pictures=True)
        file = keep(kind, id, taken, user_id=user_id)
        return KeptPicture(file.path, taken.width or 0, taken.height or 0)
