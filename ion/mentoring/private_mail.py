"""What mailing asks of requests: the words of a mentor's mail, read when it is written and kept nowhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ion.core import clock, tokens
from ion.core.ports import mail
from ion.core.times import count
from ion.mentoring.policies import ANSWER, REQUEST
from ion.mentoring.queries.waiting import Asked, asked_now
from ion.mentoring.services.mailing import KIND

MOST_SHOWN = 10
"""Requests that one mail holds; of the others it says how many there are."""
LONGEST_SHOWN = 2_000
AFTERWARDS = timedelta(days=7)
"""How long after a request ended its links still say how it ended."""
LEFT_OUT = "(The words are left out here: only whom the mail is for may read them.)"
SOMEBODY = "A member"
ANSWERS = ("accept", "suggest", "decline")


class RequestMails:
    """Mail to a mentor about requests. What was answered or taken back before it is written is not in it.

    Each request has links of its own, good for that request alone; their secrets are made now.
    """

    kind = KIND
    label = "Mentoring requests that wait for your answer"
    named = "mail about mentoring requests"

    def content(self, context: Mapping[str, Any], *, is_kept: bool) -> Mapping[str, Any] | None:
        waiting = asked_now(context["mentor"], context["requests"])
        if not waiting:
            return None
        return {
            "requests": [shown(each, is_kept) for each in waiting[:MOST_SHOWN]],
            "count": len(waiting),
            "more": len(waiting) - MOST_SHOWN,
            "subject": subject(waiting, is_kept),
            "zone": waiting[0].zone,
            "site": mail.sender().site_name,
        }


def shown(request: Asked, is_kept: bool) -> dict[str, Any]:
    """One request as the template shows it. A mail that is kept on the site holds none of its words."""
    return {
        "name": SOMEBODY if is_kept else request.mentee,
        "work": "" if is_kept else request.work,
        "question": LEFT_OUT if is_kept else request.question,
        "note": "" if is_kept else cut(request.note),
        "expires_at": request.expires_at.isoformat(),
        "is_reminder": request.is_reminder,
        "path": f"/mentoring/requests/{request.id}",
        "links": links(request),
    }


def links(request: Asked) -> dict[str, str]:
    """The addresses that answer this request, by the answer."""
    lasts = max(request.expires_at - clock.now(), timedelta(0)) + AFTERWARDS
    secret = tokens.issue(
        ANSWER, lasts=lasts, kind=REQUEST, id=request.id, uses=None, payload={"mentor": request.mentor_id}
    )
    base = f"{mail.sender().public_url}/mentoring/answer/{secret}"
    return {answer: f"{base}/{answer}" for answer in ANSWERS}


def cut(text: str) -> str:
    """The beginning of a text that is too long for a mail, up to a word."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"


def subject(waiting: list[Asked], is_kept: bool) -> str:
    """What stands in the inbox of the mentor."""
    if len(waiting) > 1:
        return f"{count(len(waiting), 'member', 'members')} would like to talk with you"
    return f"{SOMEBODY if is_kept else waiting[0].mentee} would like to talk with you"
