"""What is worth telling: one outbox row, the worker does the rest."""

from datetime import datetime

from ion.core import clock, signals
from ion.models import (
    Comment,
    GroupMember,
    GroupStanding,
    Item,
    Question,
    Registration,
    Report,
    User,
    Verdict,
    Webinar,
)
from ion.notifications import mentoring_receivers, queries
from ion.notifications.account import ACCOUNT, QUIET, occurrence
from ion.notifications.comments import COMMENT, HELD, OWN_COMMENT, day_of
from ion.notifications.editions import ANSWERED, ASKED, EDITION
from ion.notifications.editions import occurrence as of_review
from ion.notifications.happening import Happening, forget_later, tell_later
from ion.notifications.moderation import DECISION, REPORT, of_decision
from ion.notifications.moderation import occurrence as of_report
from ion.notifications.webinars import GROUP, OPEN_QUESTION, QUESTION, ROSTER, WEBINAR


def tell_of_item(item: Item, **_: object) -> None:
    """An item came to its readers for the first time."""
    tell_later(Happening(signals.item_published.name, item.kind, item.id, clock.now()))


def tell_of_account(user: User, *, what: str, **_: object) -> None:
    """The way somebody signs in, or what they may do, was changed."""
    if what in QUIET:
        return
    at = clock.now()
    tell_later(Happening(signals.account_changed.name, ACCOUNT, user.id, at, occurrence(what, at)))


def tell_of_comment(comment: Comment, **_: object) -> None:
    """A comment is shown, at once or since it was approved."""
    by = comment.person_id
    tell_later(Happening(signals.comment_posted.name, COMMENT, comment.id, clock.now(), actor_id=by))


def tell_of_held(comment: Comment, **_: object) -> None:
    """A comment waits; a whole day's on one item are told once."""
    at = clock.now()
    tell_later(Happening(signals.comment_held.name, HELD, comment.item_id, at, day_of(at)))


def tell_of_refused(comment: Comment, **_: object) -> None:
    """A comment was refused, or taken down."""
    tell_later(Happening(signals.comment_refused.name, OWN_COMMENT, comment.id, clock.now()))


def tell_of_asking(item: Item, *, user_id: int, **_: object) -> None:
    """An editor asks for a review."""
    at, asked = clock.now(), {"user_id": user_id}
    tell_later(
        Happening(signals.review_asked.name, EDITION, item.id, at, of_review(ASKED, at), details=asked)
    )


def tell_of_answer(
    item: Item, *, user_id: int, verdict: Verdict, asked_by_id: int | None, note: str = "", **_: object
) -> None:
    """A reviewer approved, or asked for changes."""
    at = clock.now()
    answer = {"user_id": user_id, "verdict": str(verdict), "asked_by_id": asked_by_id, "note": note}
    tell_later(
        Happening(signals.review_answered.name, EDITION, item.id, at, of_review(ANSWERED, at), details=answer)
    )


def tell_of_promotion(registration: Registration, **_: object) -> None:
    """Somebody moved up from a waiting list to a seat."""
    which = {"registration": registration.id}
    again = f"promoted {registration.number}"
    tell_later(
        Happening(
            signals.attendee_promoted.name,
            WEBINAR,
            registration.webinar_id,
            clock.now(),
            again,
            details=which,
        )
    )


def tell_of_opening(webinar: Webinar, *, at: datetime, **_: object) -> None:
    """Registration for a webinar is open, and some wanted to know."""
    tell_of_wished(signals.registration_opened.name, webinar.item_id, at, [webinar.item_id])


def tell_of_repeating(webinar: Webinar, *, at: datetime, of: list[int], **_: object) -> None:
    """A webinar runs others again, as some wished."""
    tell_of_wished(signals.webinar_repeated.name, webinar.item_id, at, of)


def tell_of_wished(signal: str, webinar_id: int, at: datetime, of: list[int]) -> None:
    wished = {"of": of}
    tell_later(Happening(signal, WEBINAR, webinar_id, at, f"{signal} {at.isoformat()}", details=wished))


def tell_of_question(question: Question, **_: object) -> None:
    """A question waits for an answer, or for a moderator."""
    tell_later(Happening(signals.question_asked.name, OPEN_QUESTION, question.id, clock.now()))


def tell_of_answered(question: Question, **_: object) -> None:
    """A question has an answer."""
    tell_later(Happening(signals.question_answered.name, QUESTION, question.id, clock.now()))


def tell_of_joining(member: GroupMember, **_: object) -> None:
    """Somebody asks to join a group, or was let in."""
    at, who = clock.now(), {"user_id": member.user_id}
    kind = ROSTER if member.standing is GroupStanding.ASKED else GROUP
    again, by = f"{member.user_id} {at.isoformat()}", queries.person_of(member.user_id)
    tell_later(
        Happening(signals.group_joined.name, kind, member.group_id, at, again, actor_id=by, details=who)
    )


def tell_of_report(report: Report, **_: object) -> None:
    """A report waits for ION staff, or whom it concerns replied."""
    at = clock.now()
    tell_later(Happening(signals.report_made.name, REPORT, report.id, at, of_report(report)))


def tell_of_decision(report: Report, **_: object) -> None:
    """ION staff decided about a report."""
    at, which = clock.now(), of_decision(report.decided_at)
    tell_later(Happening(signals.report_decided.name, DECISION, report.id, at, which))


def forget_item(item: Item, **_: object) -> None:
    """An item is about to be deleted, and its comments with it."""
    gone = {"comments": queries.comment_ids(item.id)}
    forget_later(Happening(signals.item_removed.name, item.kind, item.id, clock.now(), details=gone))


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.item_published.connect(tell_of_item)
    signals.item_removed.connect(forget_item)
    signals.account_changed.connect(tell_of_account)
    signals.comment_posted.connect(tell_of_comment)
    signals.comment_held.connect(tell_of_held)
    signals.comment_refused.connect(tell_of_refused)
    signals.review_asked.connect(tell_of_asking)
    signals.review_answered.connect(tell_of_answer)
    signals.attendee_promoted.connect(tell_of_promotion)
    signals.registration_opened.connect(tell_of_opening)
    signals.webinar_repeated.connect(tell_of_repeating)
    signals.question_asked.connect(tell_of_question)
    signals.question_answered.connect(tell_of_answered)
    signals.group_joined.connect(tell_of_joining)
    signals.report_made.connect(tell_of_report)
    signals.report_decided.connect(tell_of_decision)
    mentoring_receivers.listen()
