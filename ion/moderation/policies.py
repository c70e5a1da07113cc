"""The rules of reports that need no database: causes, who may claim and decide, how long one may reply."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ion.core.access import Viewer
from ion.core.throttle import Limit
from ion.models import Decision, Report

OTHER = "other"
CAUSES = {
    "unkind": "It insults, threatens or harasses somebody",
    "private": "It shows personal details of people who are served, or of somebody else",
    "spam": "It is spam, or sells something",
    "harmful": "It is wrong or misleading in a way that could do harm",
    "pretending": "It pretends to be somebody else",
    "elsewhere": "It does not belong here",
    OTHER: "Something else",
}
"""Why something is reported, in the words of who reports it; "something else" needs words of their own."""
SHORT_CAUSES = {
    "unkind": "Unkind",
    "private": "Personal details",
    "spam": "Spam",
    "harmful": "Misleading",
    "pretending": "Pretends to be somebody else",
    "elsewhere": "Does not belong here",
    OTHER: "Something else",
}
LONGEST_WORDS = 2_000
REPLY_WITHIN = timedelta(days=30)
"""So long after a decision whom it concerns may answer it, once."""
CLAIM_LASTS = timedelta(hours=24)
"""A claim that is older may be taken over: nobody's absence keeps a report."""
FLOOD = Limit("report", most=20, window=timedelta(hours=1))
HIDING = (Decision.HIDE, Decision.WARN, Decision.SUSPEND)
"""Decisions after which the thing is not shown any more."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody wants to decide: `days` is a key of the lengths of a suspension, `look` the number of the look
    (1, or 2 after a reply) that the decider had on the page."""

    decision: Decision
    reason: str
    note: str = ""
    days: str = ""
    look: int = 1


def look_of(report: Report) -> int:
    """Which look at the report waits or was the last: the second one after a reply."""
    return 1 if report.replied_at is None else 2


def concerns(report: Report, user_id: int) -> bool:
    """Whether the report is about something of this user: nobody decides about themselves, or sees who reported."""
    return report.about_id is not None and report.about_id == user_id


def is_held_by_other(report: Report, who: Viewer, at: datetime) -> bool:
    """Whether somebody else has claimed it, and not so long ago that it may be taken over."""
    if report.claimed_by_id in (None, who.id) or report.claimed_at is None:
        return False
    return at < report.claimed_at + CLAIM_LASTS


def may_read(report: Report, who: Viewer) -> bool:
    """Whether what is private in the report may be shown to this viewer: to who claimed it alone."""
    return report.claimed_by_id == who.id and not concerns(report, who.id)


def why_no_reply(report: Report, at: datetime) -> str:
    """Why whom a decision concerns may not answer it (any more), in words; empty where they may."""
    if report.decided_at is None or report.decision not in HIDING:
        return "There is no decision to answer."
    if report.replied_at is not None:
        return "You answered this decision once, and ION staff looked at it again. This is final."
    if at >= report.decided_at + REPLY_WITHIN:
        return f"A decision can be answered for {REPLY_WITHIN.days} days, and they are over."
    return ""
