"""What a file is follows from its bytes, whatever its name says; what is not taken is refused in words that help."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.commons.files import kinds
from ion.commons.files.kinds import Kind
from ion.commons.files.signatures import PIECE, kind_of
from ion.core.ports.files import MOST_BYTES, FileRefused
from tests.files import samples
from tests.samples import hostile

TAKEN = {
    "jpeg": (samples.picture("JPEG"), kinds.JPEG),
    "png": (samples.picture("PNG"), kinds.PNG),
    "gif": (samples.picture("GIF", mode="L"), kinds.GIF),
    "webp": (samples.picture("WEBP"), kinds.WEBP),
    "pdf": (samples.PDF, kinds.PDF),
    "docx": (samples.docx(), kinds.DOCX),
    "xlsx": (samples.xlsx(), kinds.XLSX),
    "pptx": (samples.pptx(), kinds.PPTX),
    "odt": (samples.open_document("text"), kinds.ODT),
    "ods": (samples.open_document("spreadsheet"), kinds.ODS),
    "odp": (samples.open_document("presentation"), kinds.ODP),
    "text": (samples.TEXT, kinds.TXT),
    "text with a mark": (b"\xef\xbb\xbf" + samples.TEXT, kinds.TXT),
    "zip": (samples.zipped({"a/b.txt": samples.TEXT, "c.docx": samples.docx()}), kinds.ZIP),
}
REFUSED = {
    "nothing": (b"", "The file is empty"),
    "old office": (samples.OLD_OFFICE, "Save it as .docx, .xlsx, .pptx, or PDF, without a password"),
    "rtf": (rb"{\rtf1\ansi Hello}", "Save it as .docx or PDF"),
    "html": (b"<!DOCTYPE html><p>Hello", "Web pages, SVG, and XML are not taken"),
    "html after a mark": (b"\xef\xbb\xbf \n<html>", "Web pages, SVG, and XML are not taken"),
    "html after a comment": (b"<!-- x --><script>alert(1)</script>", "Web pages, SVG, and XML are not taken"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "a drawing as PNG"),
    "svg after a declaration": (b'<?xml version="1.0"?><svg/>', "a drawing as PNG"),
    "program": (b"MZ\x90\x00" + bytes(200), "This kind of file is not taken. Taken are PDF, Word"),
    "elf": (b"\x7fELF\x02\x01\x01" + bytes(50), "This kind of file is not taken"),
    "sound": (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "link to a video instead"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(50), "Save a picture as JPEG"),
    "old encoding": ("Städte;3".encode("cp1252"), "save as “CSV UTF-8”"),
    "wide text": ("Name,3".encode("utf-16"), "save as “CSV UTF-8”"),
    "null in a text": (b"Name\x00,3", "This kind of file is not taken"),
    "half a letter at the end": ("Städte".encode()[:3], "save as “CSV UTF-8”"),
    "gzip": (b"\x1f\x8b\x08" + b"a" * 50, "This kind of file is not taken"),
    "empty archive": (samples.zipped({}), "The archive is empty"),
}


@pytest.mark.parametrize(("data", "kind"), TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("name", ["", "harmless.pdf", "evil.exe", "page.html"])
def test_a_file_is_what_its_bytes_say(data: bytes, kind: Kind, name: str) -> None:
    assert kind_of(data, name) is kind


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("name", ["picture.jpg", "table.csv"])
def test_what_is_not_taken_is_refused_in_words_whatever_its_name(data: bytes, words: str, name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(data, name)

    assert words in str(refused.value)


def test_a_text_is_a_table_when_its_name_says_so_and_nothing_else_is() -> None:
    assert kind_of(samples.TEXT, "Data.CSV") is kinds.CSV
    assert kind_of(samples.PDF, "data.csv") is kinds.PDF


def test_a_file_may_have_25_megabytes_and_not_one_more() -> None:
    assert kind_of(b"x" * MOST_BYTES, "long.txt") is kinds.TXT
    with pytest.raises(FileRefused, match=r"The file has more than 25.0 MB. Make it smaller"):
        kind_of(b"x" * (MOST_BYTES + 1), "long.txt")


def test_a_letter_may_stand_across_two_pieces_of_a_text() -> None:
    text = b"x" * (PIECE - 1) + "ä".encode()

    assert kind_of(text, "long.txt") is kinds.TXT


@pytest.mark.parametrize("text", hostile.HOSTILE.values(), ids=hostile.HOSTILE)
def test_no_hostile_text_is_ever_anything_but_plain_text(text: str) -> None:
    try:
        assert kind_of(text.encode(), "page.html").type in ("text/plain", "text/csv")
    except FileRefused as refused:
        assert str(refused)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"RIFF", b"%PDF-1", b"\xff\xd8\xff"]),
)
def test_no_bytes_end_in_anything_but_a_kind_or_a_sentence(data: bytes, start: bytes) -> None:
    try:
        assert kind_of(start + data, "x").type in kinds.KINDS
    except FileRefused as refused:
        assert str(refused).endswith(".")
