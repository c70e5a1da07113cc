"""Whether a .docx may be opened: it is a ZIP archive of XML, and either may be far larger than it looks.

The archive's directory is measured by the few bytes at its end, its entries by what the directory says, and every part
that is XML is read once by expat alone, which builds nothing, before anything builds a tree of it.
"""

import struct
import zlib
from collections import Counter
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from ion.core.ports.files import MOST_BYTES

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 1_000
LONGEST_DIRECTORY = MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_XML = 20 * MEGABYTE
MOST = {
    "elements": 60_000,
    "attributes": 200_000,
    "letters": 1_000_000,
    "p": 5_000,
    "bookmarkStart": 5_000,
    "fldChar": 4_000,
}
"""In all parts together. A report of a hundred pages stays below; a text of more is too long for one page here."""
DEEPEST = 80
LONGEST_TOKEN = MEGABYTE
"""Bytes of a comment or a tag, which expat reads again with every chunk until it ends."""
CHUNK = 64 * 1024

END = b"PK\x05\x06"
END_SIZE = 22
LONGEST_COMMENT = 65_535
LONG_END = b"PK\x06\x07"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NO_WORD = "This is no Word document. Choose a file whose name ends in .docx; in Word, an older .doc is saved as one."
LOCKED = "This is an older Word file, or one with a password. Save it in Word as .docx without a password."
TOO_LARGE = (
    "The file is larger than 25 MB. Make its pictures smaller in Word (Compress Pictures) and try again."
)
DAMAGED = "The document is damaged. Open it in Word, save it again, and try with that."
SWOLLEN = "The document unpacks to far more than a text can hold. Save its text alone as a new document."
TOO_LONG = "The document is too long for one text. Split it into parts and begin with the first."


class WordRefused(Exception):
    """The document is not taken; the words say why and what to do."""


def check(content: bytes) -> None:
    """Raise WordRefused where the content of a file is no .docx that can be opened within bounds."""
    if len(content) > MOST_BYTES:
        raise WordRefused(TOO_LARGE)
    if content.startswith(OLD_WORD):
        raise WordRefused(LOCKED)
    check_directory(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            check_entries(entries)
            Parts().check(archive, entries)
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise WordRefused(DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise WordRefused(LOCKED) from error


def check_directory(content: bytes) -> None:
    """Measure the archive's directory where zipfile finds it, before it is read."""
    at = content.rfind(END, max(0, len(content) - END_SIZE - LONGEST_COMMENT))
    if not content.startswith(b"PK") or at < 0 or len(content) < at + END_SIZE:
        raise WordRefused(NO_WORD)
    many, length = struct.unpack("<HI", content[at + 10 : at + 16])
    if many > MOST_ENTRIES or length > LONGEST_DIRECTORY or LONG_END in content[max(0, at - 20) : at]:
        raise WordRefused(SWOLLEN)


def check_entries(entries: list[ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(names) != len(entries) or len(entries) > MOST_ENTRIES:
        raise WordRefused(DAMAGED)
    if "[Content_Types].xml" not in names:
        raise WordRefused(NO_WORD)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise WordRefused(SWOLLEN)


class Parts:
    """One pass over every part: how much there is of it, how deep, and that no part defines entities.

    A part is tried whatever its name is, since the document says itself which of them hold its text; one that is no
    XML ends at its first bytes.
    """

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.depth = 0

    def check(self, archive: ZipFile, entries: list[ZipInfo]) -> None:
        """Raise WordRefused where a part is too much."""
        for entry in entries:
            self.depth = fed = 0
            with archive.open(entry) as part:
                parser = self.parser()
                while chunk := part.read(CHUNK):
                    try:
                        parser.Parse(chunk, False)
                    except expat.ExpatError:
                        break
                    self.seen["bytes"] += len(chunk)
                    self.refuse_too_much(fed := fed + len(chunk), parser.CurrentByteIndex)

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.open
        parser.EndElementHandler = self.close
        parser.CharacterDataHandler = self.read
        parser.StartDoctypeDeclHandler = self.refuse
        return parser

    def refuse_too_much(self, fed: int, understood: int) -> None:
        if any(self.seen[what] > most for what, most in MOST.items()):
            raise WordRefused(TOO_LONG)
        if self.seen["bytes"] > MOST_XML or fed - understood > LONGEST_TOKEN:
            raise WordRefused(SWOLLEN)

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self.seen["elements"] += 1
        self.seen["attributes"] += len(attributes)
        self.seen[name.rpartition(":")[2]] += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise WordRefused(SWOLLEN)

    def close(self, _name: str) -> None:
        self.depth -= 1

    def read(self, letters: str) -> None:
        self.seen["letters"] += len(letters)

    def refuse(self, *_declaration: object) -> None:
        """Word writes no document type; one would only be there to define entities that grow."""
        raise WordRefused(NO_WORD)
