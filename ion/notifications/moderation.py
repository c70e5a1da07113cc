"""Reports: ION staff are told of one that waits, whoever reported it and whom it concerns of what was decided.

The thing is (report, id) for ION staff and (report-decision, id) for the two sides; the second look at a report is an
occurrence of its own.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, literal, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.access import Viewer
from ion.core.text import squeeze
from ion.models import Decision, Grant, Report, ReportVoice, User, UserGrant
from ion.notifications.happening import Happening
from ion.notifications.noticed import Subject, Thing
from ion.notifications.recipients import People

REPORT, DECISION = "report", "report-decision"
LONGEST_WHY = 300
LOOK_AGAIN = "reply"
DECIDE = "Claim it, and decide"
ANSWERED = "Whom it concerned replied: look at it once more"
COMMENT = "comment"
TITLES = {
    Decision.NONE: "It stands: ",
    Decision.HIDE: "Not shown any more: ",
    Decision.WARN: "Not shown any more, with a warning: ",
    Decision.SUSPEND: "Not shown any more, and suspended: ",
}


def occurrence(report: Report) -> str:
    """What tells a report from the same one after a reply."""
    return LOOK_AGAIN if report.replied_at else ""


def of_decision(decided_at: datetime | None) -> str:
    """What tells one decision about a report from the next one."""
    return decided_at.isoformat() if decided_at else ""


def deciders(happening: Happening) -> People | None:
    """Editors and admins, but for whom it concerns, while the report waits."""
    report = db.session.get(Report, happening.id)
    if report is None or report.decided_at is not None:
        return None
    why = ANSWERED if happening.occurrence == LOOK_AGAIN else DECIDE
    held = select(UserGrant.user_id).where(UserGrant.grant.in_((Grant.EDITOR, Grant.ADMIN)))
    found = select(User.id.label("user_id"), literal(why).label("why")).where(User.id.in_(held))
    return found.where(User.id != report.about_id) if report.about_id else found


def reporters(happening: Happening) -> People | None:
    """Whoever reported it."""
    report = decided(happening)
    if report is None:
        return None
    return select(ReportVoice.user_id.label("user_id"), literal(said(report)).label("why")).where(
        ReportVoice.report_id == report.id, ReportVoice.user_id.is_not(None)
    )


def concerned(happening: Happening) -> People | None:
    """Whose it is, where anything follows for them; of a comment that was held, its approval tells."""
    report = decided(happening)
    if report is None or not is_told(report.decision, report.is_held, report.subject_kind, report.replied_at):
        return None
    return select(User.id.label("user_id"), literal(said(report)).label("why")).where(
        User.id == report.about_id
    )


def decided(happening: Happening) -> Report | None:
    """The report, as long as this is what was decided last."""
    report = db.session.get(Report, happening.id)
    is_last = report is not None and of_decision(report.decided_at) == happening.occurrence
    return report if is_last else None


def is_told(decision: Decision | None, is_held: bool, kind: str, replied_at: datetime | None) -> bool:
    """Whether whom it concerns learns of a decision: a report without a consequence is nobody's business."""
    if decision is not Decision.NONE or replied_at is not None:
        return True
    return is_held and kind != COMMENT


def said(report: Report) -> str:
    return squeeze(f"ION staff say: {report.reason}", LONGEST_WHY).rstrip(".") if report.reason else ""


ROWS = select(
    Report.id,
    Report.about_id,
    Report.subject_kind,
    Report.is_held,
    Report.decision,
    Report.decided_at,
    Report.replied_at,
    Report.snapshot["title"].as_string().label("title"),
    Report.snapshot["is_private"].as_boolean().label("is_private"),
).where(Report.id.in_(bindparam("ids", expanding=True)))
MINE = select(ReportVoice.report_id).where(
    ReportVoice.report_id.in_(bindparam("ids", expanding=True)), ReportVoice.user_id == bindparam("user")
)


def waiting(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Reports for ION staff, never for whom they concern; it is over once it is decided."""
    if not viewer.is_editor:
        return {}
    rows = {row.id: row for row in reading.rows(ROWS, ids=[id for _, id, _ in things])}
    return {
        thing: Subject(
            row.id,
            f"Reported: a private {row.subject_kind}" if row.is_private else f"Reported: {row.title}",
            f"/staff/reports/{row.id}",
            "report",
            is_over=row.decided_at is not None,
        )
        for thing in things
        if (row := rows.get(thing[1])) and row.about_id != viewer.id
    }


def decisions(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Decisions about what the viewer reported, or wrote."""
    ids = [id for _, id, _ in things]
    mine = {row.report_id for row in reading.rows(MINE, ids=ids, user=viewer.id)}
    found: dict[Thing, Subject] = {}
    rows = {row.id: row for row in reading.rows(ROWS, ids=ids)}
    for thing in things:
        row = rows.get(thing[1])
        if row is None or row.decision is None:
            continue
        if row.about_id == viewer.id:
            if is_told(row.decision, row.is_held, row.subject_kind, row.replied_at):
                title = TITLES[row.decision] + row.title
                found[thing] = Subject(row.id, title, f"/reports/#about-{row.id}", "decision")
        elif row.id in mine:
            found[thing] = Subject(row.id, row.title, f"/reports/#report-{row.id}", "decision")
    return found
