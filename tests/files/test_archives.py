"""Archives and office documents: looked into without unpacking them, and refused for what they hold."""

import stat
import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from ion.commons.files import archives, kinds
from ion.commons.files.archives import MOST_ENTRIES
from ion.commons.files.signatures import kind_of
from ion.core.ports.files import FileRefused
from tests.files import samples
from tests.files.samples import MAIN, office, zipped, zipped_as

WORD = MAIN.format("wordprocessingml.document")
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
PROJECT = "application/vnd.ms-office.vbaProject"
MACROS = "holds macros or other programs"
PATHS = "names that lead out of it"
TYPES = "[Content_Types].xml"


def link() -> ZipInfo:
    info = ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": b"text"}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def packed_otherwise() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_BZIP2) as archive:
        archive.writestr("a.txt", b"text")
    return made.getvalue()


def lying() -> bytes:
    """An archive whose directory says that a large entry is small."""
    data = bytearray(zipped({"a.txt": b"x" * 100_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def twice() -> bytes:
    data = zipped({"a.txt": b"1", "b.txt": b"2"})
    return data.replace(b"b.txt", b"a.txt")


REFUSED = {
    "word with macros": (office(MACRO), MACROS),
    "macros under a plain type": (office(WORD, PROJECT), MACROS),
    "macros by name": (office(WORD, **{"word/vbaProject.bin": b"x"}), MACROS),
    "macros in signs of another kind": (
        zipped(
            {TYPES: f'<Types><!-- {WORD} --><Override ContentType="{MACRO.replace("m", "&#109;")}"/></Types>'}
        ),
        MACROS,
    ),
    "controls": (office(WORD, "application/vnd.ms-office.activeX+xml"), MACROS),
    "scripts in an open document": (samples.open_document("text", **{"Basic/Standard/x.xml": b"x"}), MACROS),
    "slide show": (office(MAIN.format("presentationml.slideshow")), "This kind of Office file is not taken"),
    "template": (office(MAIN.format("wordprocessingml.template")), "This kind of Office file is not taken"),
    "two documents in one": (
        office(WORD, MAIN.format("spreadsheetml.sheet")),
        "This kind of Office file is not taken",
    ),
    "parts with entities": (zipped({TYPES: '<!DOCTYPE x [<!ENTITY a "b">]><Types/>'}), "damaged"),
    "parts that are no xml": (zipped({TYPES: "no"}), "damaged"),
    "parts in another alphabet": (zipped({TYPES: samples.TYPES_PART.format("").encode("utf-16")}), "damaged"),
    "parts without end": (zipped({TYPES: b"<Types>" + b" " * 2_000_000}), "damaged"),
    "web page inside": (zipped({"docs/page.txt": b"<html>"}), "In the archive, docs/page.txt: Web pages"),
    "program inside": (zipped({"setup.pdf": b"MZ\x90\x00"}), "In the archive, setup.pdf: This kind of file"),
    "archive inside": (
        zipped({"more.zip": zipped({"a.txt": b"x"})}),
        "An archive in an archive is not taken",
    ),
    "empty archive inside": (zipped({"more.zip": zipped({})}), "The archive is empty"),
    "macros inside": (
        zipped({"memo.docx": office(MACRO)}),
        "In the archive, memo.docx: The document holds macros",
    ),
    "only folders": (zipped({"a/": b"", "a/b/": b""}), "The archive is empty"),
    "way up": (zipped({"../../evil.txt": b"x"}), PATHS),
    "way up in the middle": (zipped({"a/../../evil.txt": b"x"}), PATHS),
    "way from the root": (zipped({"/etc/passwd": b"x"}), PATHS),
    "way of another system": (zipped({"..\\evil.txt": b"x"}), PATHS),
    "way to a drive": (zipped({"C:evil.txt": b"x"}), PATHS),
    "hidden sign": (zipped({"evil\u202etxt.pdf": b"x"}), PATHS),
    "link": (zipped_as(link(), b"/etc/passwd"), PATHS),
    "password": (locked(), "protected by a password"),
    "unusual packing": (packed_otherwise(), "packed in an unusual way"),
    "size that is not true": (lying(), "damaged"),
    "one name twice": (twice(), "damaged"),
    "cut off": (zipped({"a.txt": b"text" * 1000})[:-30], "damaged"),
    "bytes turned over": (
        zipped_as(ZipInfo("a.txt"), b"some text").replace(b"some text", b"same text"),
        "damaged",
    ),
    "nothing but the beginning": (b"PK\x03\x04", "damaged"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_an_archive_may_not_hold_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(data, "files.zip")

    assert words in str(refused.value)


def test_an_archive_of_files_that_are_taken_is_taken() -> None:
    entries = {
        "one/": b"",
        "one/a.csv": samples.TEXT,
        "one/Meeting 10:30.pdf": samples.PDF,
        "two/b.docx": samples.docx(),
        "two/c.png": samples.picture(),
    }

    assert kind_of(zipped(entries), "") is kinds.ZIP


def test_what_a_mac_adds_hinders_nobody_and_hides_nothing() -> None:
    added = {
        "a.txt": b"text",
        "__MACOSX/._a.txt": b"\x00\x05\x16\x07\x00\x02",
        ".DS_Store": b"\x00\x00\x00\x01Bud1",
    }

    assert kind_of(zipped(added), "") is kinds.ZIP
    with pytest.raises(FileRefused, match=r"__MACOSX/\._a\.txt: This kind of file is not taken"):
        kind_of(zipped(added | {"__MACOSX/._a.txt": b"MZ\x90\x00"}), "")


def test_an_archive_may_have_a_comment() -> None:
    made = BytesIO(zipped({"a.txt": b"text"}))
    with ZipFile(made, "a") as archive:
        archive.comment = b"Made on a Sunday"

    assert kind_of(made.getvalue(), "") is kinds.ZIP


def test_an_archive_holds_so_many_files_and_no_more() -> None:
    most = {f"{number}.txt": b"x" for number in range(MOST_ENTRIES)}

    assert kind_of(zipped(most), "") is kinds.ZIP
    with pytest.raises(FileRefused, match="more than 3,000 files"):
        kind_of(zipped(most | {"one more.txt": b"x"}), "")


def test_an_archive_that_says_it_holds_few_files_is_still_counted() -> None:
    data = bytearray(zipped({f"{number}.txt": b"x" for number in range(MOST_ENTRIES + 1)}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 1, 1)

    with pytest.raises(FileRefused, match="more than 3,000 files"):
        kind_of(bytes(data), "")


def test_the_directories_of_documents_in_an_archive_are_counted_together() -> None:
    parts = {f"part-{number}-{'x' * 60}": b"" for number in range(2_000)}
    document = office(WORD, **parts)

    assert kind_of(zipped({"1.docx": document}), "") is kinds.ZIP
    with pytest.raises(FileRefused, match="more than 3,000 files"):
        kind_of(zipped({f"{number}.docx": document for number in range(8)}), "")


@pytest.mark.parametrize(
    ("limit", "most", "data"),
    [
        ("SMALL_UNPACKED", 10_000, zipped({"a.txt": b"x" * 100_000})),
        ("MOST_UNPACKED", 10_000, zipped({TYPES: samples.TYPES_PART, "word/a.xml": b"x" * 100_000})),
        ("MOST_LOOKED_AT", 100, zipped({"a.txt": b"x" * 60, "b.txt": b"y" * 60})),
        ("MOST_BYTES", 100, zipped({"a.txt": b"x" * 200})),
    ],
)
def test_an_archive_that_unpacks_to_far_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, data: bytes
) -> None:
    monkeypatch.setattr(archives, limit, most)

    with pytest.raises(FileRefused, match="unpacks to far more than it should"):
        kind_of(data, "")
