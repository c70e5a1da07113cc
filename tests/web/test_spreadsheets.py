"""CSV files that no spreadsheet program runs."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask

from ion.web.spreadsheets import csv_answer, csv_lines, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "=cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_what_might_be_a_formula_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (-5, "-5"), (2.5, "2.5"), (True, "True"), ("a=b", "a=b"), ("", ""), ("nu\x00ll", "null")],
)
def test_other_values_are_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_lines_are_read_back_as_they_were() -> None:
    rows = [["a,b", 'say "x"', "two\nlines"], ["ünï", 7, None]]

    text = "".join(csv_lines(["One", "Two", "Three"], rows))

    assert text.startswith("\ufeffOne,Two,Three\r\n")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1:] == [
        ["a,b", 'say "x"', "two\nlines"],
        ["ünï", "7", ""],
    ]


def test_rows_are_read_while_the_file_goes_out(app: Flask) -> None:
    read: list[int] = []

    def rows() -> Iterator[tuple[int]]:
        for number in range(1000):
            read.append(number)
            yield (number,)

    with app.test_request_context():
        answer = csv_answer("many.csv", ["Number"], rows())
        begun = len(read)
        lines = iter(answer.response)
        heading, first = next(lines), next(lines)

    assert (begun, len(read)) == (0, 1)
    assert (heading, first) == ("\ufeffNumber\r\n", "0\r\n")
    assert answer.content_type == "text/csv; charset=utf-8"
