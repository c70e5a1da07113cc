"""When a mentor is mailed about requests: at once for the first, then one mail a day that holds all that wait."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.services import BadAddress
from ion.core import clock, outbox, site_settings
from ion.core.mentoring import NUDGED_AFTER
from ion.mentoring.policies import MAILED_EVERY
from ion.mentoring.services.holding import hold_mentor
from ion.models import Delivery, MentoringRequest, MentorProfile, RequestState, User

MAIL = "mentoring.mail"
"""The work of mailing a mentor, and the kind of these mails."""
NUDGE = "mentoring.nudge"
KIND = "mentoring-requests"
TEMPLATE = "mentoring/requests"


def mail_later(mentor_id: int, at: datetime | None = None) -> None:
    """Ask for the mail, now or at an instant; the same again is the same work."""
    moment = f":{at.isoformat()}" if at else ""
    outbox.later(MAIL, key=f"mentor:{mentor_id}{moment}", kind="mentor", id=mentor_id, not_before=at)


def nudged_before(at: datetime) -> datetime:
    """Requests asked until then have waited long enough to be brought up once more."""
    return at - timedelta(days=site_settings.value(NUDGED_AFTER))


def mail_due(mentor_id: int) -> Delivery | None:
    """Ask for one mail about all that waits for the mentor; None where nothing new does, or it is too soon.

    Done twice at once there is one mail: the mentor's row is held.
    """
    mentor, at = hold_mentor(mentor_id), clock.now()
    if mentor is None or mentor.paused_at or mentor.ended_at:
        return None
    waiting = waiting_for(mentor_id)
    if not any(is_due(request, at) for request in waiting):
        return None
    if mentor.mailed_at and at < mentor.mailed_at + MAILED_EVERY:
        mail_later(mentor_id, mentor.mailed_at + MAILED_EVERY)
        return None
    note(mentor, waiting, at)
    user = db.session.scalar(select(User).where(User.person_id == mentor_id))
    if user is None:
        return None
    try:
        return mailing.ask(
            KIND,
            address=user.email,
            template=TEMPLATE,
            user_id=user.id,
            context={"mentor": mentor_id, "requests": [request.id for request in waiting]},
            unsubscribe=KIND,
        )
    except BadAddress:
        return None


def waiting_for(mentor_id: int) -> list[MentoringRequest]:
    rows = select(MentoringRequest).where(
        MentoringRequest.mentor_id == mentor_id,
        MentoringRequest.state == RequestState.ASKED,
        MentoringRequest.group_call_id.is_(None),
    )
    ordered = rows.order_by(MentoringRequest.expires_at, MentoringRequest.id)
    return list(db.session.scalars(ordered.execution_options(populate_existing=True)))


def is_due(request: MentoringRequest, at: datetime) -> bool:
    """Whether the mentor has to hear of it: for the first time, or once more."""
    is_old = request.asked_at is not None and request.asked_at <= nudged_before(at)
    return request.mailed_at is None or (is_old and request.nudged_at is None)


def note(mentor: MentorProfile, waiting: list[MentoringRequest], at: datetime) -> None:
    """All of them are told now; those that waited long are not brought up again.

    No list shows when a mentor was mailed, so it is written past what keeps lists fresh (ion.core.tallies).
    """
    mailed = update(MentorProfile).where(MentorProfile.person_id == mentor.person_id)
    db.session.connection().execute(mailed.values(mailed_at=at))
    for request in waiting:
        if request.asked_at and request.asked_at <= nudged_before(at):
            request.nudged_at = request.nudged_at or at
        request.mailed_at = at
    db.session.flush()
