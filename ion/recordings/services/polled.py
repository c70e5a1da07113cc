"""Polls that ran on the platform: what was asked, and how many chose what. Who chose is not kept."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete

from ion.base.extensions import db
from ion.commons.questions import services as questions
from ion.models import PlatformReport, Poll, Webinar
from ion.recordings.meanings import Columns
from ion.recordings.services.asked import source_of

MOST_POLLS = 50
MOST_CHOICES = 20
"""More different answers than these are free text, which is not taken in."""
LONGEST_TEXT, LONGEST_CHOICE = 500, 200
LARGEST_COUNT = 1_000_000


def take(
    webinar: Webinar,
    report: PlatformReport,
    rows: Sequence[Sequence[str]],
    columns: Columns,
    before: Sequence[PlatformReport],
) -> None:
    """Take in the polls in place of those of earlier reports; questions with free answers are left out and named
    in `unknown` of the report."""
    tallies = counted(rows, columns)
    take_back(webinar.item_id, before)
    chosen = {text: tally for text, tally in tallies.items() if len(tally) <= MOST_CHOICES}
    for text, tally in list(chosen.items())[:MOST_POLLS]:
        db.session.add(
            Poll(
                item_id=webinar.item_id,
                text=text,
                choices=list(tally),
                counts=list(tally.values()),
                source=source_of(report),
                opened_at=webinar.starts_at,
                closed_at=webinar.ends_at,
            )
        )
    report.row_count = min(len(chosen), MOST_POLLS)
    report.unknown = [{"name": text} for text in tallies if text not in chosen]
    db.session.flush()
    questions.raise_version(webinar.item_id)


def counted(rows: Sequence[Sequence[str]], columns: Columns) -> dict[str, Counter[str]]:
    """How often each choice of each poll was taken: counted in the report, or one for each row of one person.

    Several choices of one person stand in one cell, with semicolons.
    """
    found: dict[str, Counter[str]] = {}
    last = ""
    for row in rows:
        told = {meaning: row[place] for meaning, place in columns.items() if place < len(row)}
        last = told.get("question", "")[:LONGEST_TEXT].strip() or last
        choices = [part.strip()[:LONGEST_CHOICE] for part in told.get("choice", "").split(";")]
        number = count_of(told.get("count", "")) if "count" in columns else 1
        if last and number is not None:
            tally = found.setdefault(last, Counter())
            tally.update({choice: number for choice in choices if choice})
    return {text: tally for text, tally in found.items() if tally}


def count_of(cell: str) -> int | None:
    """The number in a cell such as "12" or "12 (40%)"; None for none."""
    number = cell.replace(",", "").split(" ")[0].split("(")[0]
    return min(int(number), LARGEST_COUNT) if number.isascii() and number.isdigit() else None


def take_back(item_id: int, reports: Sequence[PlatformReport]) -> None:
    """Remove the polls of these reports."""
    sources = [source_of(report) for report in reports]
    db.session.execute(delete(Poll).where(Poll.item_id == item_id, Poll.source.in_(sources)))
    db.session.flush()
    questions.raise_version(item_id)
