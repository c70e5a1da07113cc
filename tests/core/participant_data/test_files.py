"""What is found in files of every kind that is looked into, and that no file is an error."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from pptx import Presentation

from ion.core.participant_data import in_file
from tests.core.participant_data.cases import LIST, SSN
from tests.samples.word import document

ROWS: list[list[Any]] = [
    ["County", "Last name", "First name", "Date of birth"],
    ["Erie", "Gonzalez", "Maria", date(1987, 3, 14)],
    ["Erie", "Lee", "Bo", date(1990, 1, 2)],
]
TABLE = "".join(",".join(map(str, row)) + "\n" for row in ROWS)
OPEN = (
    '<o:d xmlns:o="o" xmlns:table="t" xmlns:text="x"><table:table>'
    '<table:table-row><table:table-cell table:number-columns-repeated="2"/>{}</table:table-row>'
    "<table:table-row><table:table-cell/><table:table-cell/>{}</table:table-row></table:table></o:d>"
)


def saved(thing: Any) -> bytes:
    made = BytesIO()
    thing.save(made)
    return made.getvalue()


def zipped(files: dict[str, str | bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["Fall class"])
    book.create_sheet("People").append([])
    for row in ROWS:
        book["People"].append(row)
    return saved(book)


def sparse_workbook() -> bytes:
    """Cells that are empty are left out, so that places are told by their names alone."""
    sheet = Workbook()
    for column, row in (("C", 0), ("F", 3)):
        for at, words in enumerate(
            ("Name", "Maria Gonzalez", "Bo Lee") if row == 0 else ("SSN", 524713308, 524713309)
        ):
            sheet.active[f"{column}{at + 4}"] = words
    return saved(sheet)


def word() -> bytes:
    def fill(text: Any) -> None:
        text.add_paragraph("Who comes on Monday:")
        table = text.add_table(rows=3, cols=4)
        for at, row in enumerate(ROWS):
            for column, words in enumerate(row):
                table.cell(at, column).text = str(words)

    return document(fill)


def slides() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.notes_slide.notes_text_frame.text = "Her number is 524-71-3308"
    return saved(deck)


def open_document() -> bytes:
    def cells(*words: str) -> str:
        return "".join(f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in words)

    content = OPEN.format(cells("Name", "DOB"), cells("Maria Gonzalez", "3/14/1987"))
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "roster.csv": (TABLE.encode, LIST),
    "from-excel.csv": (lambda: TABLE.replace(",", ";").encode("utf-8-sig"), LIST),
    "wide.txt": (lambda: TABLE.encode("utf-16"), LIST),
    "old.csv": (lambda: TABLE.replace("Bo", "Zoë").encode("latin-1"), LIST),
    "captions.vtt": (lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\nthat is 524-71-3308", SSN),
    "roster.xlsx": (workbook, LIST),
    "sparse.xlsx": (sparse_workbook, LIST),
    "letter.docx": (word, LIST),
    "deck.pptx": (slides, SSN),
    "sheet.ods": (open_document, LIST),
    "all.zip": (lambda: zipped({"readme.txt": "nothing", "in/roster.xlsx": workbook()}), LIST),
    "after-a-bad-one.zip": (lambda: zipped({"a.xlsx": b"PK\x03\x04 broken", "b.csv": TABLE}), LIST),
    "SSN 524-71-3308.pdf": (lambda: b"%PDF-1.7", SSN),
}


@pytest.mark.parametrize("name", FILES)
def test_finds_participant_data_in_a_file(name: str) -> None:
    build, what = FILES[name]

    assert what in [found.what for found in in_file(name, "application/octet-stream", build())]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 200,
        zipped({"word/document.xml": b"<w:document>"}),
        zipped({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b '524-71-3308'>]><a><t>&b;</t></a>"}),
        zipped({"in.zip": zipped({"roster.csv": TABLE})}),
        zipped({"word/document.xml": workbook()}),
        b"\x89PNG\r\n\x1a\n524-71-3308",
        b"\0\1\2 524-71-3308",
    ],
    ids=[
        "empty",
        "no archive",
        "zeros",
        "open tag",
        "entity",
        "archive inside",
        "no XML",
        "picture",
        "binary",
    ],
)
def test_finds_nothing_in_what_cannot_be_read(data: bytes) -> None:
    assert in_file("file", "", data) == []


def test_does_not_look_into_what_is_sent_as_a_picture() -> None:
    assert in_file("photo.jpg", "image/jpeg", b"524-71-3308") == []
