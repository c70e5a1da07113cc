"""Reports as files: the table that matters is found in each platform's layout; hostile files are refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.models import ReportKind
from ion.recordings.meanings import guessed
from ion.recordings.tables import MOST_BYTES, MOST_ROWS, ReportRefused, read_report
from tests.recordings.samples import kind_of, sample_report

ATTENDANCE = ReportKind.ATTENDANCE


@pytest.mark.parametrize(
    ("name", "rows", "known"),
    [
        (
            "zoom-attendance",
            8,
            {"name", "first_name", "last_name", "email", "joined", "left", "minutes", "attended"},
        ),
        ("teams-attendance", 6, {"name", "email", "joined", "left", "minutes"}),
        (
            "webex-attendance",
            5,
            {"name", "first_name", "last_name", "email", "joined", "left", "minutes", "phone"},
        ),
        ("zoom-qa", 4, {"text", "answer", "asker"}),
        ("teams-qa", 3, {"text", "answer", "asker", "asked_at", "answered_at"}),
        ("webex-qa", 2, {"text", "answer", "asker", "asked_at", "answered_at"}),
        ("zoom-polls", 5, {"question", "choice"}),
        ("teams-polls", 3, {"question", "choice"}),
        ("webex-polls", 3, {"question", "choice", "count"}),
    ],
)
def test_the_reports_of_platforms_are_read_with_all_their_columns(
    name: str, rows: int, known: set[str]
) -> None:
    report = sample_report(name)

    assert len(report.rows) == rows
    assert set(guessed(kind_of(name), report.heading)) == known


def test_hosts_panelists_and_visits_told_twice_are_left_out() -> None:
    names = {row[0] for row in sample_report("teams-attendance").rows}
    emails = {row[4] for row in sample_report("zoom-attendance").rows if len(row) > 4}

    assert "Name" not in names and len(sample_report("teams-attendance").rows) == 6
    assert "priya.nair@board.example" not in emails
    assert "webinars@ion.example" not in emails


def test_who_chose_what_in_a_poll_is_left_behind() -> None:
    report = sample_report("zoom-polls")

    assert report.heading == ["Question", "Answer"]
    assert "ana.ruiz@county.example" not in str(report.rows)


def test_a_report_that_nobody_knows_is_read_with_its_first_full_row_as_heading() -> None:
    report = read_report(b"List of guests\nWho;How long\nAna;30\nBen;10\n", ATTENDANCE)

    assert (report.heading, report.rows) == (["Who", "How long"], [["Ana", "30"], ["Ben", "10"]])


REFUSED = {
    "at most 5 MB": b"a,b\n" * (MOST_BYTES // 4 + 1),
    "not a text file": b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
    "no table": b"nothing here\n",
    "no rows": b"Name,Email\n",
    "More than 10,000 rows": b"Name,Email\n" + b"a,b@c.example\n" * (MOST_ROWS + 1),
    "more than 80 columns": b"Name,Email\n" + b"a," * 81 + b"a\n",
    "cannot be read": b'Name,Email\n"' + b"a" * 140_000,
}


@pytest.mark.parametrize("words", REFUSED)
def test_read_report_refuses_in_words(words: str) -> None:
    with pytest.raises(ReportRefused, match=words):
        read_report(REFUSED[words], ATTENDANCE)


@given(st.binary(max_size=300) | st.text('Name,Email;\t"\n12', max_size=300).map(str.encode))
def test_read_report_takes_or_refuses_any_bytes(data: bytes) -> None:
    for kind in (ATTENDANCE, ReportKind.QUESTIONS, ReportKind.POLLS):
        try:
            assert read_report(data, kind).rows
        except ReportRefused as reason:
            assert str(reason)
