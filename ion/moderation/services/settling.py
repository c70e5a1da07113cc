"""Comments that the site held and that were decided on their own desk: the report about them is settled, too."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import audit
from ion.models import Comment, CommentState, Decision, Report

SETTLE = "moderation.settle"
"""The outbox's work of settling the report of one comment."""
FOLLOWS = {CommentState.SHOWN: Decision.NONE, CommentState.REFUSED: Decision.HIDE}


def settle_comment(comment_id: int) -> None:
    """Close the open report of a held comment as it was decided there; who wrote it was told there."""
    waiting = select(Report).where(Report.open_key == f"comment:{comment_id}", Report.is_held)
    report = db.session.scalar(waiting.with_for_update())
    comment = db.session.get(Comment, comment_id)
    decision = FOLLOWS.get(comment.state) if comment else None
    if report is None or comment is None or decision is None:
        return
    report.decision, report.reason, report.open_key = decision, comment.reason, None
    report.decided_by_id, report.decided_at = comment.decided_by_id, comment.decided_at
    db.session.flush()
    audit.record(
        "decided",
        kind="report",
        id=report.id,
        user_id=comment.decided_by_id,
        after={"decision": decision, "reason": comment.reason},
    )
