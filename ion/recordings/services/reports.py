"""Taking in a platform's report: first its rows, which wait for their columns to be chosen; then what they mean.

What is kept of a report is what it says of this webinar: who of the registrants was there, how many called in, who
else came, what was asked and chosen. Its rows are dropped as soon as the columns are chosen, or a day later.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.core import audit, clock, outbox, signals
from ion.core.upsert import insert_for
from ion.models import Item, PlatformReport, ReportColumns, ReportKind, Webinar
from ion.recordings.meanings import MEANINGS, Columns, missing
from ion.recordings.queries import reports as queries
from ion.recordings.queries.reports import WAITING, heading_hash
from ion.recordings.services import asked, attendance, polled
from ion.recordings.tables import Report

FORGET = "recordings.forget"
"""The outbox's work of dropping the rows of a report whose columns nobody chose."""
WAITS = timedelta(days=1)
LONGEST_NAME = 200


class ReportGone(Exception):
    """The report is not there any more, or its columns were chosen meanwhile."""


class ColumnsRefused(Exception):
    """The columns that were chosen do not do; the text says why."""


def take_in(webinar_id: int, kind: ReportKind, name: str, report: Report, *, user_id: int) -> PlatformReport:
    """Keep the rows of a report until its columns are chosen; an earlier one of the kind that waits is dropped."""
    lock(webinar_id)
    waiting = WAITING + kind
    db.session.execute(
        delete(PlatformReport).where(PlatformReport.webinar_id == webinar_id, PlatformReport.kind == waiting)
    )
    kept = PlatformReport(
        webinar_id=webinar_id,
        kind=waiting,
        name=name[:LONGEST_NAME],
        loaded_at=clock.now(),
        user_id=user_id,
        columns={"heading": report.heading, "rows": report.rows},
        row_count=len(report.rows),
    )
    db.session.add(kept)
    db.session.flush()
    due = kept.loaded_at + WAITS
    outbox.later(
        FORGET, key=f"{kept.id}:{due.isoformat()}", kind="platform_report", id=kept.id, not_before=due
    )
    return kept


def lock(webinar_id: int) -> Webinar:
    """The webinar, held: two reports of it are taken in one after the other."""
    return db.session.get_one(Webinar, webinar_id, with_for_update=True, populate_existing=True)


def waiting_report(id: int, webinar_id: int) -> Report:
    """The rows of a report that waits for its columns. Raises ReportGone."""
    found = queries.report(id, webinar_id)
    if found is None or not found.kind.startswith(WAITING):
        raise ReportGone
    return Report(found.columns["heading"], found.columns["rows"])


def choose_columns(
    id: int, webinar_id: int, columns: Columns, *, user_id: int, show_open: bool = False
) -> PlatformReport:
    """Read the waiting report with these columns. It takes the place of the one of its kind that was loaded before.

    `show_open`: questions without an answer are shown at once. Raises ReportGone, ColumnsRefused.
    """
    webinar = lock(webinar_id)
    report = waiting_report(id, webinar_id)
    kept = db.session.get_one(PlatformReport, id)
    kind = queries.kind_of(kept.kind)
    refuse_odd(kind, columns, len(report.heading))
    before = loaded(webinar_id, kind)
    kept.kind, kept.loaded_at, kept.user_id = kind, clock.now(), user_id
    kept.columns = {meaning: report.heading[place] for meaning, place in columns.items()}
    db.session.flush()
    if kind is ReportKind.ATTENDANCE:
        attendance.take(webinar, kept, report.rows, columns)
    elif kind is ReportKind.QUESTIONS:
        asked.take(webinar, kept, report.rows, columns, before, show_open=show_open)
    else:
        polled.take(webinar, kept, report.rows, columns, before)
    for earlier in before:
        db.session.delete(earlier)
    remember(kind, report.heading, columns)
    db.session.flush()
    audit.record(
        "loaded", kind="platform_report", id=id, user_id=user_id, after={"item": webinar_id, "kind": kind}
    )
    tell(webinar_id)
    return kept


def refuse_odd(kind: ReportKind, columns: Columns, width: int) -> None:
    known = {meaning.key for meaning in MEANINGS[kind]}
    if not set(columns) <= known or any(not 0 <= place < width for place in columns.values()):
        raise ColumnsRefused("Choose among the columns of this report.")
    if words := missing(kind, columns):
        raise ColumnsRefused(words)


def loaded(webinar_id: int, kind: ReportKind) -> list[PlatformReport]:
    return list(
        db.session.scalars(
            select(PlatformReport).where(PlatformReport.webinar_id == webinar_id, PlatformReport.kind == kind)
        )
    )


def remember(kind: ReportKind, heading: list[str], columns: Columns) -> None:
    """Read a report of this heading in the same way the next time."""
    row = insert_for(db.session(), ReportColumns).values(
        kind=kind, heading=heading_hash(heading), columns=columns
    )
    db.session.execute(
        row.on_conflict_do_update(index_elements=["kind", "heading"], set_={"columns": row.excluded.columns})
    )


def remove(id: int, webinar_id: int, *, user_id: int) -> int:
    """Take back what a report said; how many questions stay since they were worked on here. Raises ReportGone."""
    lock(webinar_id)
    report = queries.report(id, webinar_id)
    if report is None:
        raise ReportGone
    stays = 0
    if report.kind == ReportKind.QUESTIONS:
        stays = asked.take_back(webinar_id, [report])
    elif report.kind == ReportKind.POLLS:
        polled.take_back(webinar_id, [report])
    db.session.delete(report)
    db.session.flush()
    audit.record(
        "removed",
        kind="platform_report",
        id=id,
        user_id=user_id,
        before={"item": webinar_id, "kind": report.kind},
    )
    tell(webinar_id)
    return stays


def forget(id: int) -> None:
    """Drop a report whose columns nobody chose in time. An id may have been given out anew meanwhile."""
    db.session.execute(
        delete(PlatformReport).where(
            PlatformReport.id == id,
            PlatformReport.kind.startswith(WAITING),
            PlatformReport.loaded_at <= clock.now() - WAITS,
        )
    )


def tell(webinar_id: int) -> None:
    """What is derived from the webinar is out of date."""
    signals.item_changed.send(db.session.get_one(Item, webinar_id))
