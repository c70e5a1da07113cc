"""What a file is, by its bytes. Its name decides nothing but whether a text is called a table."""

import codecs
import re

from ion.commons.files import kinds
from ion.commons.files.archives import EMPTY, Budget, kind_of_archive
from ion.commons.files.kinds import KINDS_IN_WORDS, Kind, size_in_words
from ion.core.ports.files import MOST_BYTES, FileRefused

SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), kinds.JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), kinds.PNG),
    (re.compile(rb"GIF8[79]a"), kinds.GIF),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), kinds.WEBP),
    (re.compile(rb"%PDF-\d"), kinds.PDF),
)
ARCHIVE = b"PK\x03\x04"
REFUSED = (
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "This is an older Office file, or one with a password. Save it as .docx, .xlsx, .pptx, or PDF, without a "
        "password, and send that.",
    ),
    (re.compile(rb"PK\x05\x06"), EMPTY),
    (re.compile(rb"\{\\rtf"), "RTF is not taken. Save it as .docx or PDF and send that."),
    (
        re.compile(rb"....ftyp", re.DOTALL),
        "Videos, sound, and HEIC pictures are not taken. Save a picture as JPEG; link to a video instead.",
    ),
    (
        re.compile(rb"(\xef\xbb\xbf)?\s*<[a-z!?/]", re.IGNORECASE),
        "Web pages, SVG, and XML are not taken. Save it as PDF, or a drawing as PNG, and send that.",
    ),
)
UNKNOWN = f"This kind of file is not taken. Taken are {KINDS_IN_WORDS}."
NOT_UTF8 = (
    "This is no file of a kind that is taken, or a text in an old encoding. From Excel, save as “CSV UTF-8”; from a "
    "text editor, save as UTF-8. Else save it as PDF."
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Signs that no text begins with (escape is let through)."""
TEXT_BEGINS = 4096  # bytes
PIECE = 1024 * 1024


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file that is taken; raises FileRefused with a sentence that says what to do."""
    refuse_size(data)
    if data.startswith(ARCHIVE):
        return kind_of_archive(data, Budget(), kind_of_entry)
    return kind_of_single(data, name)


def kind_of_entry(data: bytes, name: str, budget: Budget) -> Kind:
    """The kind of a file inside an archive: an office document is taken, an archive of its own is not."""
    refuse_size(data)
    if data.startswith(ARCHIVE):
        return kind_of_archive(data, budget, None)
    return kind_of_single(data, name)


def kind_of_single(data: bytes, name: str) -> Kind:
    """The kind of a file that is no archive."""
    for signature, kind in SIGNATURES:
        if signature.match(data):
            return kind
    for signature, words in REFUSED:
        if signature.match(data):
            raise FileRefused(words)
    return kind_of_text(data, name)


def refuse_size(data: bytes) -> None:
    if not data:
        raise FileRefused("The file is empty. Choose another one.")
    if len(data) > MOST_BYTES:
        raise FileRefused(
            f"The file has more than {size_in_words(MOST_BYTES)}. Make it smaller (fewer or smaller pictures, or in "
            "parts), or link to it where it stands."
        )


def kind_of_text(data: bytes, name: str) -> Kind:
    """A text in UTF-8 without nulls; one whose name says so is a table."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and (b"\0" in data or CONTROL.search(data, 0, TEXT_BEGINS)):
        raise FileRefused(UNKNOWN)
    if is_wide or not is_utf8(data):
        raise FileRefused(NOT_UTF8)
    return kinds.CSV if name.lower().endswith(kinds.CSV.ending) else kinds.TXT


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are text in UTF-8; read in pieces, since decoded text may take four times the room."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), PIECE):
            decoder.decode(data[at : at + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
