"""How soon a mentor usually answers: worked out after the answer, in work of its own.

Writing to a mentor's row makes every list of mentors be read anew (ion.core.tallies), which nobody who answers should
wait for.
"""

from statistics import median

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import outbox
from ion.mentoring.policies import REPLIES_COUNTED
from ion.models import MentoringRequest, MentorProfile, RequestState

NOTE = "mentoring.reply"
HOUR = 3600
ANSWERS = (RequestState.ACCEPTED, RequestState.DECLINED)


def note_later(mentor_id: int) -> None:
    """Ask for it, in the present transaction."""
    outbox.later(NOTE, key=f"mentor:{mentor_id}", kind="mentor", id=mentor_id)


def note_reply(mentor_id: int) -> None:
    """Keep how many hours the mentor usually takes: the median of the last answers of their own."""
    rows = (
        select(MentoringRequest.asked_at, MentoringRequest.answered_at)
        .where(MentoringRequest.mentor_id == mentor_id, MentoringRequest.state.in_(ANSWERS))
        .where(MentoringRequest.asked_at.is_not(None), MentoringRequest.answered_at.is_not(None))
        .order_by(MentoringRequest.answered_at.desc(), MentoringRequest.id.desc())
        .limit(REPLIES_COUNTED)
    )
    spans = [answered - asked for asked, answered in db.session.execute(rows) if asked and answered]
    hours = [span.total_seconds() / HOUR for span in spans]
    mentor = db.session.get(MentorProfile, mentor_id)
    if hours and mentor is not None:
        mentor.usual_reply_hours = max(1, round(median(hours)))
