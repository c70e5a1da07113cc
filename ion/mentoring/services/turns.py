"""Whose turn it is: a request is put to its mentor, ends, and the mentee's next choice is asked."""

from collections.abc import Iterable
from datetime import timedelta

from ion.base.extensions import db
from ion.core import clock, outbox, portable, signals, site_settings
from ion.core.access import scopes
from ion.core.mentoring import EXPIRES_AFTER, NUDGED_AFTER
from ion.core.people import user_of
from ion.mentoring.policies import OPEN, REQUEST
from ion.mentoring.queries.askable import FULL, askable
from ion.mentoring.services.holding import requests_of
from ion.mentoring.services.mailing import NUDGE, mail_later
from ion.models import MentoringNeed, MentoringRequest, NeedState, RequestState

EXPIRE = "mentoring.expire"
AWAY = "away"
"""Why a planned request was closed before its mentor heard of it: they take none now."""
ANSWERED = "answered"
"""Why a request was closed: somebody else accepted."""


def ask_now(request: MentoringRequest) -> None:
    """Put the request to its mentor: they are mailed, brought in mind once, and the request ends by itself."""
    at = clock.now()
    request.state, request.asked_at, request.answered_at = RequestState.ASKED, at, None
    request.expires_at = at + timedelta(days=site_settings.value(EXPIRES_AFTER))
    request.mailed_at = request.nudged_at = None
    request.words, request.closed_why, request.suggested_id = "", "", None
    db.session.flush()
    nudged_at = at + timedelta(days=site_settings.value(NUDGED_AFTER))
    for task, due in ((NUDGE, nudged_at), (EXPIRE, request.expires_at)):
        key = f"request:{request.id}:{due.isoformat()}"
        outbox.later(task, key=key, kind=REQUEST, id=request.id, not_before=due)
    mail_later(request.mentor_id)
    signals.mentoring_asked.send(request)


def end(request: MentoringRequest, state: RequestState, *, why: str = "", words: str = "") -> None:
    """The request is over, without a conversation; who knew of it is told."""
    was_asked = request.asked_at is not None
    request.state, request.closed_why, request.words = state, why, words
    request.answered_at = clock.now()
    db.session.flush()
    if was_asked:
        signals.mentoring_ended.send(request)


def next_choice(need: MentoringNeed) -> MentoringRequest | None:
    """The mentee's next choice that can be asked now; choices before it that cannot are closed, with why."""
    planned = [each for each in requests_of(need.id) if each.state is RequestState.PLANNED]
    user_id = user_of(need.mentee_id)
    who = portable.holder(user_id) if user_id else None
    if need.state is not NeedState.OPEN or not planned or who is None:
        return None
    found = askable(need.mentee_id, [each.mentor_id for each in planned], scopes(who))
    for request in planned:
        choice = found.get(request.mentor_id)
        if choice and not choice.why:
            return request
        end(request, RequestState.CLOSED, why=FULL if choice and choice.why == FULL else AWAY)
    return None


def ask_next(needs: Iterable[MentoringNeed]) -> list[MentoringRequest]:
    """Ask the next choice of each of these needs, which are held; mentors come in one order, as their work is rows."""
    chosen = [request for need in needs if (request := next_choice(need))]
    chosen.sort(key=lambda request: (request.mentor_id, request.id))
    for request in chosen:
        ask_now(request)
    return chosen


def close_others(need: MentoringNeed, accepted: MentoringRequest) -> None:
    """Somebody accepted: the need's other requests are over."""
    for request in requests_of(need.id):
        if request.id != accepted.id and request.state in OPEN:
            end(request, RequestState.CLOSED, why=ANSWERED)
