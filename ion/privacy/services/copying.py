"""A copy of all that somebody has here: asked for, made outside any transaction, kept for a week."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.files import services as files
from ion.commons.mailing import services as mailing
from ion.core import clock, outbox
from ion.core.ports import mail, storage
from ion.core.ports.personal import PERSONAL_DATA, OwnFile
from ion.core.ports.storage import Missing
from ion.core.times import own_time
from ion.models import DataExport, User
from ion.privacy.queries.copies import EXPORT, LASTS, may_ask_at
from ion.privacy.services.refusals import TooSoon

MAKE = "privacy.copy"
MOST_BYTES = 200 * 1024 * 1024
"""Of files in one archive; those beyond are named in it."""
LONGEST_PROBLEM = 500
ZIP = "application/zip"
PROBLEM = "The copy could not be made. It is tried again by itself; ION staff see that it failed."
ABOUT = """A copy of what {site} keeps about you, made on {at}.

Each .json file holds one kind of it: lists of records under the names of what they are. Times are in UTC (ISO 8601).
Numbers that end in "_id" are how the site tells things apart. What others wrote is here only where they wrote it to
you. Passwords, links that sign you in, and other secrets are not in it.

The folder "files" holds what you uploaded or were sent.
"""


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP archive whose bytes are in the storage."""

    storage_key: str
    size: int
    sha256: str


def ask(user_id: int) -> DataExport:
    """Ask for a copy; the worker makes it, and a mail says when it is there. Raises TooSoon."""
    user = db.session.get_one(
        User, user_id, with_for_update={"of": User}
    )  # of two at once the second is refused
    if at := may_ask_at(user_id):
        raise TooSoon(f"You asked for a copy lately. You may ask again {own_time(at, user.person.zone)}.")
    export = DataExport(user_id=user_id, asked_at=clock.now())
    db.session.add(export)
    db.session.flush()
    outbox.later(MAKE, key=f"{EXPORT}:{export.id}", kind=EXPORT, id=export.id)
    return export


def unmade(export_id: int) -> User | None:
    """Whose copy is to be made; None where it is made already, or its owner is gone."""
    export = db.session.get(DataExport, export_id)
    if export is None or export.ready_at is not None:
        return None
    return db.session.get(User, export.user_id)


def put_archive(user: User) -> Archive:
    """Make the archive and put it into the storage. Writes no row; it may take seconds."""
    with BytesIO() as made:
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            write(archive, user.id, user.person_id)
        content = made.getvalue()
    return Archive(storage.storage().put(content), len(content), hashlib.sha256(content).hexdigest())


def write(archive: ZipFile, user_id: int, person_id: int) -> None:
    told = ABOUT.format(site=mail.sender().site_name, at=clock.now().isoformat())
    left_out: list[str] = []
    for room in PERSONAL_DATA:
        content: dict[str, Any] = dict(room.export(user_id, person_id))
        archive.writestr(f"{room.kind}.json", json.dumps(content, ensure_ascii=False, indent=2))
    for name, content_of in all_files(user_id, person_id, left_out):
        archive.writestr(name, content_of)
    if left_out:
        told += "\nNot in this copy, since they are too large together or missing:\n" + "\n".join(left_out)
    archive.writestr("ABOUT.txt", told)


def all_files(user_id: int, person_id: int, left_out: list[str]) -> Iterator[tuple[str, bytes]]:
    """Names in the archive and contents of files; the names of those left out are added to the list."""
    room_left, given = MOST_BYTES, set[str]()
    for room in PERSONAL_DATA:
        for number, file in enumerate(room.files(user_id, person_id), 1):
            name = f"files/{room.kind}/{file.name}"
            name = f"files/{room.kind}/{number}-{file.name}" if name in given else name
            given.add(name)
            content = content_of(file, room_left)
            if content is None:
                left_out.append(name)
            else:
                room_left -= len(content)
                yield name, content


def content_of(file: OwnFile, most: int) -> bytes | None:
    """The bytes of a file; None where they are missing, or more than `most`."""
    try:
        with storage.storage().open(file.storage_key) as opened:
            content = opened.read(most + 1)
    except Missing:
        return None
    return content if len(content) <= most else None


def keep(export_id: int, archive: Archive) -> bool:
    """Let the copy be downloaded, and say so by mail; False where another worker was first, or nobody wants it."""
    export = db.session.get(DataExport, export_id, with_for_update=True, populate_existing=True)
    if export is None or export.ready_at is not None:
        return False
    export.ready_at, export.problem = clock.now(), ""
    export.expires_at = export.ready_at + LASTS
    user = db.session.get_one(User, export.user_id)
    name = f"{mail.sender().site_name.lower().replace(' ', '-')}-data-{export.ready_at:%Y-%m-%d}.zip"
    taken = files.Taken(name, ZIP, archive.size, archive.sha256, archive.storage_key, None, None)
    files.keep(EXPORT, export.id, taken, user_id=user.id)
    mailing.ask(
        "data copy",
        address=user.email,
        template="privacy/copy",
        user_id=user.id,
        context={
            "name": user.person.name,
            "zone": user.person.zone,
            "until": export.expires_at.isoformat(),
        },
    )
    return True


def note_problem(export_id: int) -> None:
    """Say on the owner's page that it did not work this time."""
    export = db.session.get(DataExport, export_id)
    if export is not None:
        export.problem = PROBLEM


def forget_expired() -> None:
    """Remove the copies whose time is over. Inside a unit of work, once a night."""
    over = select(DataExport).where(DataExport.expires_at <= clock.now())
    for export in db.session.scalars(over).all():
        files.forget_of(EXPORT, export.id)
        db.session.delete(export)
    db.session.flush()
