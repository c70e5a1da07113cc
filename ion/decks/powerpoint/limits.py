"""What reading one file may cost, and what is asked of its archive before anything builds a tree of it."""

import resource
import sys
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

MEGABYTE = 1024 * 1024
MEMORY = 512 * MEGABYTE
CPU_SECONDS = 20
MOST_WRITTEN = 8 * MEGABYTE
STANDARD_FILES = 3
"""Standard input, output and error: with these open, no file and no connection can be opened any more."""

MOST_ENTRIES = 3_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_XML = 40 * MEGABYTE
LONGEST_TOKEN = MEGABYTE
CHUNK = 64 * 1024
XML = (".xml", ".rels")
CODECS = ("cp437", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii")
"""What zipfile and expat ask for as they go, when no file can be opened any more."""

DAMAGED, SWOLLEN = "damaged", "swollen"


class Refused(Exception):
    """The file is not read; the text is the name of a reason."""


def hold() -> None:
    """Hold this process to its limits for good."""
    for codec in CODECS:
        "".encode(codec)
    for what, most, ends in (
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 2),  # asked to end, then ended
        (resource.RLIMIT_AS, MEMORY, MEMORY),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_NOFILE, STANDARD_FILES, STANDARD_FILES),
    ):
        try:
            resource.setrlimit(what, (most, ends))
        except (ValueError, OSError):
            if sys.platform == "linux":  # others do not know all of these limits
                raise


def is_full() -> bool:
    """Whether this process had so much in memory that what went wrong went wrong for want of more: not all say so."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > MEMORY // 2


def check(content: bytes) -> None:
    """Raise Refused where the archive is none, unpacks to too much, or has XML that defines entities."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            check_sizes(entries)
            for entry in entries:
                if entry.filename.lower().endswith(XML):
                    check_part(archive, entry)
    except (BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refused(DAMAGED) from error


def check_sizes(entries: list[ZipInfo]) -> None:
    xml = sum(entry.file_size for entry in entries if entry.filename.lower().endswith(XML))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or xml > MOST_XML:
        raise Refused(SWOLLEN)


def check_part(archive: ZipFile, entry: ZipInfo) -> None:
    """One pass by expat alone, which builds nothing."""
    parser, fed = expat.ParserCreate(), 0
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise Refused(SWOLLEN)
        parser.Parse(b"", True)


def refuse(*_declaration: object) -> None:
    """PowerPoint writes no document type; one would only be there to define entities that grow."""
    raise Refused(DAMAGED)
