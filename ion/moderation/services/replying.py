"""The one answer to a decision: of whom it concerns, signed in or, while suspended, by the link of a mail."""

from ion.base.extensions import db
from ion.core import audit, clock, signals, tokens
from ion.models import Report
from ion.moderation.policies import why_no_reply
from ion.moderation.services.refusals import NotThere, Refused

REPLY = "report-reply"
REPLY_PATH = "/reports/reply/{token}"


def reply(user_id: int, report_id: int, words: str) -> Report:
    """Answer a decision about something of one's own; ION staff look at it once more. Raises NotThere, Refused."""
    report = db.session.get(Report, report_id, with_for_update=True, populate_existing=True)
    if report is None or report.about_id != user_id or report.decision is None:
        raise NotThere
    if why := why_no_reply(report, clock.now()):
        raise Refused(why)
    report.reply, report.replied_at = words, clock.now()
    report.decided_at = report.claimed_by_id = report.claimed_at = None
    db.session.flush()
    audit.record("answered the decision", kind="report", id=report.id, user_id=user_id)
    signals.report_made.send(report)
    return report


def report_of_link(secret: str) -> Report | None:
    """The report that the link of a mail lets answer; None for a link that no longer works."""
    token = tokens.valid(REPLY, secret)
    report = db.session.get(Report, token.subject_id) if token and token.subject_id else None
    return report if report and report.about_id and not why_no_reply(report, clock.now()) else None


def reply_by_link(secret: str, words: str) -> Report:
    """Answer by the link of a mail, which works once. Raises NotThere, Refused."""
    token = tokens.valid(REPLY, secret)
    report = db.session.get(Report, token.subject_id) if token and token.subject_id else None
    if token is None or report is None or report.about_id is None or not tokens.spend(token):
        raise NotThere
    return reply(report.about_id, report.id, words)
