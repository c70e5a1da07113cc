"""What an import says of itself."""

import csv
from pathlib import Path

from ion.commons.importing.report import Report


def report() -> Report:
    made = Report(files=3)
    made.count("new")
    made.refuse("b.md", "no title")
    for number in range(5):
        made.add("a.md", "picture", f"picture {number}")
    return made


def test_the_lines_count_and_show_refused_files_first_and_in_full() -> None:
    assert list(report().lines(2)) == [
        "Imported:",
        "  3 files read",
        "  1 new",
        "  1 refused",
        "",
        "refused (1):",
        "  b.md: no title",
        "",
        "picture (5):",
        "  a.md: picture 0",
        "  a.md: picture 1",
        "  … and 3 more (all of them with --report FILE)",
    ]


def test_the_csv_holds_every_row_and_no_formula(tmp_path: Path) -> None:
    made = report()
    made.add("=cmd()", "html", "-1")

    made.write_csv(tmp_path / "report.csv")

    rows = list(csv.reader((tmp_path / "report.csv").read_text("utf-8").splitlines()))
    assert rows[0] == ["file", "what", "why"]
    assert len(rows) == 8
    assert rows[-1] == ["'=cmd()", "html", "'-1"]
