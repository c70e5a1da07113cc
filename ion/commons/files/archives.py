"""Looking into ZIP archives, and into the office documents that are ZIP archives, without unpacking one to the disk.

How many entries there are, and how large, is asked of the archive's own directory before anything is unpacked; what is
then read of it is held to what the directory said.
"""

import re
import stat
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ion.commons.files.kinds import DOCX, MEGABYTE, ODP, ODS, ODT, PPTX, XLSX, ZIP, Kind
from ion.core.ports.files import MOST_BYTES, FileRefused

MOST_ENTRIES = 3_000
LONGEST_DIRECTORY = MEGABYTE
MOST_UNPACKED = 500 * MEGABYTE
SMALL_UNPACKED = 20 * MEGABYTE
MOST_RATIO = 100
"""An archive that unpacks to more than this many times its size, and to more than SMALL_UNPACKED, is a bomb."""
MOST_LOOKED_AT = 100 * MEGABYTE
LONGEST_PART = MEGABYTE

END, END_SIZE = b"PK\x05\x06", 22
LONGEST_COMMENT = 65_535
LONG_END, LONG_END_SIZE = b"PK\x06\x07", 20
PARTS = "[Content_Types].xml"
NO_PLAIN_XML = re.compile(rb"<!DOCTYPE|<!ENTITY|\x00", re.IGNORECASE)
MAIN_PARTS = {
    f"application/vnd.openxmlformats-officedocument.{name}.main+xml": kind
    for name, kind in (
        ("wordprocessingml.document", DOCX),
        ("spreadsheetml.sheet", XLSX),
        ("presentationml.presentation", PPTX),
    )
}
PROGRAMS = re.compile(r"macroenabled|vbaproject|activex", re.IGNORECASE)
SCRIPTS = ("basic/", "scripts/")
OPEN_DOCUMENTS = {kind.type.encode(): kind for kind in (ODT, ODS, ODP)}
MARK_OF_TYPE = "mimetype"
LEFT_BY_MACS = {"__macosx/": b"\x00\x05\x16\x07", ".ds_store": b"\x00\x00\x00\x01Bud1"}
"""What a Mac adds to every archive: known by place and by signature, harmless, and nobody's fault."""

DAMAGED = "The archive is damaged. Make it again and send that."
BOMB = "The archive unpacks to far more than it should. Send the files one by one."
MANY = f"The archive holds more than {MOST_ENTRIES:,} files. Send the few that matter, one by one."
LOCKED = "The archive is protected by a password. Send it without one."
PATHS = "The archive holds names that lead out of it or hide signs. Make it again from one plain folder."
EMPTY = "The archive is empty. Put the files in and send it again."
NESTED = "An archive in an archive is not taken. Send the files one by one."
MACROS = (
    "The document holds macros or other programs. Save it without them (.docx, .xlsx, .pptx) and send that."
)

DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(slots=True)
class Budget:
    """How many bytes of directories may still be read for one upload, those of documents in an archive included."""

    left: int = LONGEST_DIRECTORY

    def spend(self, length: int) -> None:
        """Raise FileRefused where this is more than is left."""
        self.left -= length
        if self.left < 0:
            raise FileRefused(MANY)


EntryKind = Callable[[bytes, str, Budget], Kind]
"""What one entry of an archive is, by its bytes and name; raises FileRefused."""


def kind_of_archive(data: bytes, budget: Budget, kind_of_entry: EntryKind | None) -> Kind:
    """An office document, or an archive of files that are taken one by one too; raises FileRefused.

    Without `kind_of_entry`, an archive that is no office document is refused.
    """
    refuse_by_directory(data, budget)
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            refuse_entries(entries, len(data))
            kind = office_kind(archive, {entry.filename for entry in entries})
            if kind is None:
                look_at_each(archive, entries, budget, kind_of_entry)
            return kind or ZIP
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError, KeyError) as error:
        raise FileRefused(DAMAGED) from error


def refuse_by_directory(data: bytes, budget: Budget) -> None:
    """Before a directory is read: refuse one that is none, or that is too long, by the few bytes that describe it.

    These are found where zipfile finds them.
    """
    at = len(data) - END_SIZE
    if at < 0 or data[at : at + 4] != END or data[-2:] != b"\0\0":
        at = data.rfind(END, max(0, len(data) - END_SIZE - LONGEST_COMMENT))
    if at < 0 or len(data) < at + END_SIZE:
        raise FileRefused(DAMAGED)
    many, length = struct.unpack("<HI", data[at + 10 : at + 16])
    is_long = data[max(0, at - LONG_END_SIZE) : at].startswith(LONG_END)
    if many > MOST_ENTRIES or is_long:
        raise FileRefused(MANY)
    budget.spend(length)


def refuse_entries(entries: list[ZipInfo], packed: int) -> None:
    """Refuse by what the directory says of its entries."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_ENTRIES:
        raise FileRefused(MANY)
    if len(set(names)) != len(names):
        raise FileRefused(DAMAGED)
    if all(entry.is_dir() for entry in entries):
        raise FileRefused(EMPTY)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(LOCKED)
    if any(leads_out(entry) for entry in entries):
        raise FileRefused(PATHS)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise FileRefused("The archive is packed in an unusual way. Make a plain ZIP archive and send that.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL_UNPACKED, MOST_RATIO * packed):
        raise FileRefused(BOMB)


def leads_out(entry: ZipInfo) -> bool:
    """Whether unpacking the entry might write elsewhere than under the folder it is unpacked to."""
    name = entry.orig_filename
    parts = name.split("/")
    is_rooted = name[:1] == "/" or "\\" in name or DRIVE.match(name) is not None
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_rooted or is_link or ".." in parts or not name.isprintable()


def office_kind(archive: ZipFile, names: set[str]) -> Kind | None:
    """The kind of office document that this archive is; None for what is none. Raises FileRefused."""
    kind = None
    if PARTS in names:
        kind = microsoft_kind(part(archive, PARTS))
    elif MARK_OF_TYPE in names:
        kind = OPEN_DOCUMENTS.get(part(archive, MARK_OF_TYPE).strip())
    programs = any(PROGRAMS.search(name) or name.lower().startswith(SCRIPTS) for name in names)
    if kind and programs:
        raise FileRefused(MACROS)
    return kind


def part(archive: ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LONGEST_PART:
        raise FileRefused(DAMAGED)
    return archive.read(name)


def microsoft_kind(parts: bytes) -> Kind:
    """The kind that the list of parts names; raises FileRefused for all but plain documents, sheets and slides."""
    if NO_PLAIN_XML.search(parts):
        raise FileRefused(DAMAGED)
    try:
        types = [str(element.get("ContentType", "")) for element in ElementTree.fromstring(parts)]
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise FileRefused(DAMAGED) from error
    if any(PROGRAMS.search(type) for type in types):
        raise FileRefused(MACROS)
    main = [MAIN_PARTS[type] for type in types if type in MAIN_PARTS]
    if len(main) != 1:
        raise FileRefused(
            "This kind of Office file is not taken. Save it as .docx, .xlsx, .pptx, or PDF and send that."
        )
    return main[0]


def look_at_each(
    archive: ZipFile, entries: list[ZipInfo], budget: Budget, kind_of_entry: EntryKind | None
) -> None:
    """Ask of every file in the archive whether it would be taken by itself; raises FileRefused with its name."""
    if kind_of_entry is None:
        raise FileRefused(NESTED)
    if sum(entry.file_size for entry in entries) > MOST_LOOKED_AT:
        raise FileRefused(BOMB)
    for entry in entries:
        if entry.is_dir():
            continue
        if entry.file_size > MOST_BYTES:
            raise FileRefused(BOMB)
        data = archive.read(entry)
        if is_left_by_a_mac(entry.filename, data):
            continue
        try:
            kind_of_entry(data, entry.filename, budget)
        except FileRefused as refused:
            raise FileRefused(f"In the archive, {entry.filename[:120]}: {refused}") from refused


def is_left_by_a_mac(name: str, data: bytes) -> bool:
    place = name.lower()
    return any(
        (place.startswith(sign) or place.rsplit("/", 1)[-1] == sign) and data.startswith(mark)
        for sign, mark in LEFT_BY_MACS.items()
    )
