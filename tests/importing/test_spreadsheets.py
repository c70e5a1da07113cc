"""Tables are read as text: nothing is calculated, nothing is unpacked without end, what cannot be read says why."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from ion.commons.importing import spreadsheets
from ion.commons.importing.reading import Unreadable
from ion.commons.importing.spreadsheets import formulas, table_rows

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def csv(folder: Path, text: str | bytes) -> Path:
    file = folder / "people.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def workbook(folder: Path, *rows: Sequence[object], name: str = "people.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def with_part(file: Path, part: str, content: str) -> Path:
    """The same workbook with one part of it replaced."""
    made = file.with_name("changed.xlsx")
    with ZipFile(file) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for each in before.namelist():
            after.writestr(each, content if each == part else before.read(each))
    return made


def read(file: Path) -> list[tuple[int, dict[str, str]]]:
    return [*table_rows(file)]


def reason(file: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read(file)
    return str(refused.value)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_csv_is_read_by_its_columns_whatever_stands_between_them(tmp_path: Path, between: str) -> None:
    lines = ["Name|Job title|Bio", 'Ana|"Chief| really"|"Two\nlines"', "", "Bo||"]
    text = "\ufeff" + "\r\n".join(lines).replace("|", between)

    rows = read(csv(tmp_path, text))

    assert rows == [
        (3, {"name": "Ana", "job_title": f"Chief{between} really", "bio": "Two\nlines"}),
        (5, {"name": "Bo", "job_title": "", "bio": ""}),
    ]


def test_a_workbook_is_read_as_it_is_shown_and_empty_rows_keep_their_numbers(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["Name", "Sector", "Share", "Sample"], ["Ana", 62, 2.5, True], [], ["Bo", 62.0])

    assert read(file) == [
        (2, {"name": "Ana", "sector": "62", "share": "2.5", "sample": "true"}),
        (4, {"name": "Bo", "sector": "62", "share": "", "sample": ""}),
    ]


def test_a_formula_is_not_calculated_and_an_error_is_no_text(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["Name", "Job title", "Zone"], ["=CONCAT(A1,B1)", "#N/A", "plain"])

    [(_, cells)] = read(file)

    assert cells == {"name": "=CONCAT(A1,B1)", "job_title": "=#N/A", "zone": "plain"}
    assert formulas(cells.items()) == ["name", "job_title"]


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["Name"], ["Ana"])
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>{name}</t></is></c></row>' for at, name in
                   ((1, "Name"), (2, "Ana"), (3, "Bo")))  # fmt: skip
    lying = f'<worksheet {MAIN}><dimension ref="A1:A1"/><sheetData>{rows}</sheetData></worksheet>'

    assert [cells["name"] for _, cells in read(with_part(file, SHEET, lying))] == ["Ana", "Bo"]


def test_a_row_far_below_the_others_costs_no_more_than_the_limit(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["Name"], ["Ana"])
    far = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData></worksheet>'
    )

    assert reason(with_part(file, SHEET, far)) == "more than 20,000 rows: split the table"


def test_entities_in_a_workbook_do_not_grow(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["Name"], ["Ana"])
    entities = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet {MAIN}><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )

    with pytest.raises(Unreadable):
        read(with_part(file, SHEET, bomb))


def test_a_workbook_that_unpacks_to_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workbook(tmp_path, ["Name"], ["Ana"])
    opened: list[object] = []
    monkeypatch.setattr(spreadsheets, "load_workbook", lambda *_, **__: opened.append(1))
    large = with_part(file, SHEET, " " * (spreadsheets.LARGEST_UNPACKED + 1))

    assert reason(large).startswith("too large once unpacked: 50,0")
    assert opened == []


def test_more_rows_columns_or_bytes_than_the_limits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["name", *(f"Person {at}" for at in range(4))]
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)

    assert reason(csv(tmp_path, "\n".join(rows))) == "more than 3 rows: split the table"
    assert reason(workbook(tmp_path, *([row] for row in rows))) == "more than 3 rows: split the table"
    assert reason(csv(tmp_path, "name" + ",x" * 60)) == "row 1 has more than 60 columns"
    monkeypatch.setattr(spreadsheets, "LARGEST_TABLE", 10)
    assert reason(workbook(tmp_path, ["name"])).endswith("bytes, at most 10 are read")
    assert reason(csv(tmp_path, "name\nAna Maria")).endswith("bytes, at most 10 are read")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the table is empty"),
        ("\n\n", "the table is empty"),
        ("name,Name\nAna,Bo", "two columns are called 'name'"),
        ('name\n"Ana', "bad CSV (line 2): unexpected end of data"),
        (b"name\nJos\xe9", "not UTF-8 (byte 9)"),
    ],
)
def test_a_csv_that_cannot_be_read_says_why(tmp_path: Path, text: str | bytes, why: str) -> None:
    assert reason(csv(tmp_path, text)) == why


def test_what_only_is_called_a_workbook_says_so(tmp_path: Path) -> None:
    text, packed = tmp_path / "text.xlsx", tmp_path / "packed.xlsx"
    text.write_text("name\nAna")
    with ZipFile(packed, "w") as file:
        file.writestr("hello.txt", "hello")

    assert reason(text) == "not an .xlsx workbook (or one with a password)"
    assert reason(packed).startswith("not a workbook that can be read: ")


def test_letters_that_are_none_are_left_out(tmp_path: Path) -> None:
    [(_, cells)] = read(csv(tmp_path, "name\n A\x07na \x1b[31m\n"))

    assert cells == {"name": "Ana [31m"}


def test_what_a_workbook_has_besides_its_cells_is_passed_over_in_silence(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["Name"], ["Ana"])
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'
    extension = '<extLst><ext uri="{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"/></extLst>'
    rich = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{extension}</worksheet>"

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = read(with_part(file, SHEET, rich))

    assert (found, caught) == ([(2, {"name": "7"})], [])
