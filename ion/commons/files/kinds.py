"""The kinds of files that are taken, and what they are called. Nothing here looks at a file."""

import re
import unicodedata
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200
"""Characters of a name, its ending included."""
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its media type, the ending of its names, and what it is called on pages."""

    type: str
    ending: str
    label: str

    @property
    def is_picture(self) -> bool:
        return self.type.startswith("image/")


JPEG = Kind("image/jpeg", ".jpg", "Picture")
PNG = Kind("image/png", ".png", "Picture")
GIF = Kind("image/gif", ".gif", "Picture")
WEBP = Kind("image/webp", ".webp", "Picture")
PDF = Kind("application/pdf", ".pdf", "PDF")
DOCX = Kind(f"{OOXML}wordprocessingml.document", ".docx", "Word document")
XLSX = Kind(f"{OOXML}spreadsheetml.sheet", ".xlsx", "Excel workbook")
PPTX = Kind(f"{OOXML}presentationml.presentation", ".pptx", "PowerPoint presentation")
ODT = Kind(f"{ODF}text", ".odt", "OpenDocument text")
ODS = Kind(f"{ODF}spreadsheet", ".ods", "OpenDocument spreadsheet")
ODP = Kind(f"{ODF}presentation", ".odp", "OpenDocument presentation")
CSV = Kind("text/csv", ".csv", "CSV table")
TXT = Kind("text/plain", ".txt", "Text")
ZIP = Kind("application/zip", ".zip", "ZIP archive")

KINDS = {
    kind.type: kind for kind in (JPEG, PNG, GIF, WEBP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT, ZIP)
}
PICTURE_TYPES = tuple(kind.type for kind in KINDS.values() if kind.is_picture)
PICTURES_IN_WORDS = "a JPEG, PNG, GIF, or WebP picture"
KINDS_IN_WORDS = (
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument (.odt, .ods, .odp), CSV, plain text, "
    "JPEG, PNG, GIF, WebP, and ZIP archives of these"
)
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
"""What some systems refuse in the names of files."""


def label_of(type: str) -> str:
    """What a kind of file is called; files of types that are no longer taken are just files."""
    return KINDS[type].label if type in KINDS else "File"


def clean_name(name: str, kind: Kind) -> str:
    """A name that is safe to save under: no path, no signs that are not seen or that turn the reading direction.

    It always ends in the kind's own ending, whatever it said before, and is never empty ("file.pdf").
    """
    stem = stem_of(plain(re.split(r"[/\\]", name)[-1]))
    while stem.lower().endswith(kind.ending):
        stem = stem[: -len(kind.ending)].strip(" .")
    return (stem or "file")[: LONGEST_NAME - len(kind.ending)].rstrip(" .") + kind.ending


def plain(text: str) -> str:
    """A name without control signs, marks of reading direction, and signs that file systems refuse."""
    return NOT_IN_NAMES.sub("-", seen(text)).strip(" .")


def seen(text: str) -> str:
    """One line of only what is seen: no control signs, no marks of reading direction."""
    spaced = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    kept = "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())


def name_of_picture(words: str, kind: Kind) -> str:
    """The name of a picture of which these words are said: they can be read back from it, but for slashes."""
    words = re.sub(r"[/\\]", "-", seen(words))
    return (words or "picture")[: LONGEST_NAME - len(kind.ending)].rstrip() + kind.ending


def words_of_picture(name: str) -> str:
    """What the name of a picture says of it."""
    return name.rpartition(".")[0]


def stem_of(name: str) -> str:
    """A name without its ending, where it has one."""
    stem, dot, ending = name.rpartition(".")
    return stem.strip(" .") if stem and ENDING.fullmatch(dot + ending) else name


def size_in_words(size: int) -> str:
    """1.2 MB, 812 KB; what is less than a kilobyte is 1 KB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / MEGABYTE:.1f} MB"
