"""What in a file looks like participant data: texts, tables, office documents, and archives of these.

Pictures and PDF are not looked into. A file that cannot be read gives no finds: whether it is taken is
for others to say.
"""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from ion.core.conversion.archive import WordRefused, check_directory
from ion.core.participant_data.finding import suspicions
from ion.core.participant_data.masking import Suspicion
from ion.core.participant_data.office import Budget, Enough, SharedTexts, Words

ARCHIVE = b"PK\x03\x04"
NO_TEXT = re.compile(rb"%PDF-|\x89PNG|\xff\xd8\xff|GIF8|RIFF|[^\0]{0,1023}\0")
NO_TYPES = ("image/", "video/", "audio/", "application/pdf")
WIDE = (b"\xff\xfe", b"\xfe\xff")
MOST_BYTES = 4_000_000
"""Of one text; letters are counted after."""
TEXTS = "xl/sharedStrings.xml"
PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes|comments|header[0-9]*|footer[0-9]*)\.xml|ppt/(?:slides|notesSlides)/[^/]+\.xml"
    r"|xl/(?:worksheets/[^/]+|comments[0-9]*)\.xml"
)
OPEN_DOCUMENT, OPEN_PART = "mimetype", "content.xml"
UNREADABLE = (
    BadZipFile,
    WordRefused,
    ExpatError,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def in_file(name: str, type: str, data: bytes) -> list[Suspicion]:
    """What in a file, or in its name, looks like participant data, as in `suspicions`; at most one of a sort."""
    budget = Budget()
    budget.add(f"{name}\n\n")
    if not type.startswith(NO_TYPES):
        as_far_as_possible(lambda: read(data, budget, is_inside=False))
    return suspicions("".join(budget.lines))


def as_far_as_possible(deed: Callable[[], None]) -> None:
    """Read on until the budget is spent or what is there cannot be read."""
    try:
        deed()
    except (Enough, *UNREADABLE):
        pass


def read(data: bytes, budget: Budget, *, is_inside: bool) -> None:
    """Add the words of one file to the budget's lines; archives in archives are left alone."""
    if data.startswith(ARCHIVE):
        check_directory(data)
        with ZipFile(BytesIO(data)) as archive:
            read_archive(archive, budget, is_inside=is_inside)
    elif data.startswith(WIDE):
        budget.add(data[:MOST_BYTES].decode("utf-16", "replace"))
    elif not NO_TEXT.match(data):
        budget.add(data[:MOST_BYTES].decode("utf-8-sig", "replace"))
    budget.add("\n\n")


def read_archive(archive: ZipFile, budget: Budget, *, is_inside: bool) -> None:
    names = archive.namelist()
    if OPEN_DOCUMENT in names and OPEN_PART in names:
        with archive.open(OPEN_PART) as part:
            Words(budget, [], is_open=True).take(part)
    elif any(PARTS.fullmatch(name) for name in names):
        read_parts(archive, names, budget)
    elif not is_inside:
        for name in names:
            read_inside(archive, name, budget)


def read_parts(archive: ZipFile, names: list[str], budget: Budget) -> None:
    """The words of a Word document, a workbook or slides."""
    texts = SharedTexts(budget)
    if TEXTS in names:
        with archive.open(TEXTS) as part:
            texts.take(part)
    for name in filter(PARTS.fullmatch, names):
        with archive.open(name) as part:
            Words(budget, texts.shared, is_open=False).take(part)
        budget.add("\n\n")


def read_inside(archive: ZipFile, name: str, budget: Budget) -> None:
    """One file of an archive; one that cannot be read does not keep the others from being looked at."""
    with archive.open(name) as part:
        data = part.read(budget.unpacked)
    budget.unpacked -= len(data)
    budget.add(f"{name}\n\n")
    try:
        read(data, budget, is_inside=True)
    except UNREADABLE:
        budget.add("\n\n")
