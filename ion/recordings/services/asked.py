"""Questions that were asked on the platform, with their answers, as questions of the webinar's page.

`Question.source` names the report, so that loading it again changes the same rows. What somebody worked on here since
(answered, owned by hand, voted for, merged) is never lost by that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.questions import services as questions
from ion.commons.questions.policies import LATEST_SECOND, LONGEST, LONGEST_ANSWER, SEEN_STATES
from ion.commons.questions.rendering import answer_html, shows_something
from ion.core import clock
from ion.core.text import TextTooLong
from ion.models import PlatformReport, Question, QuestionState, Webinar
from ion.recordings.meanings import Columns
from ion.recordings.people import moment

LIVE = re.compile(r"\W*(?:\w+\s+)?(?:live answered|answered live|live)\W*", re.IGNORECASE)
"""What a platform writes where the answer was given by word of mouth."""
SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
LONGEST_ASKER = 200
MOST = 1_000
ANSWERED_LIVE = "Answered live in the webinar."


@dataclass(slots=True)
class Told:
    """One question of a report; `second` is None where it was not answered live or nobody knows when."""

    text: str
    asker: str
    answer: str
    asked_at: datetime
    second: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.text.casefold(), self.asker.casefold())


def source_of(report: PlatformReport) -> str:
    """What `source` of a question or a poll says of the report that it came by."""
    return f"report:{report.id}"


def take(
    webinar: Webinar,
    report: PlatformReport,
    rows: Sequence[Sequence[str]],
    columns: Columns,
    before: Sequence[PlatformReport],
    *,
    show_open: bool,
) -> None:
    """Take in the questions; what earlier reports said and this one does not goes, unless it was worked on here.

    Answered ones are shown at once; the others too where `show_open`, else a moderator approves them first.
    """
    told = list(distinct(rows, columns, webinar))
    known = {
        (each.text.casefold(), each.asker.casefold()): each for each in of_reports(webinar.item_id, before)
    }
    for each in told:
        question = known.pop(each.key, None) or new(webinar.item_id, each, show_open)
        question.source = source_of(report)
        if each.answer and not question.answer:
            answer(question, each)
    for gone in known.values():
        if not is_worked_on(gone):
            db.session.delete(gone)
    report.row_count = len(told)
    db.session.flush()
    questions.settle(webinar.item_id)
    questions.raise_version(webinar.item_id)


def distinct(rows: Sequence[Sequence[str]], columns: Columns, webinar: Webinar) -> Iterator[Told]:
    """Each question once, more than one answer put together: a row without a question answers the one above it."""
    found: dict[tuple[str, str], Told] = {}
    last: Told | None = None
    for row in rows:
        told = {meaning: row[place] for meaning, place in columns.items() if place < len(row)}
        text = told.get("text", "")[:LONGEST].strip()
        reply = told.get("answer", "")
        if shows_something(text):
            asked_at = instant(told.get("asked_at", ""), webinar) or webinar.starts_at
            each = Told(text, told.get("asker", "")[:LONGEST_ASKER], "", asked_at)
            last = found.setdefault(each.key, each)
        if last is not None and shows_something(reply):
            add_answer(last, reply, instant(told.get("answered_at", ""), webinar), webinar)
    yield from list(found.values())[:MOST]


def add_answer(told: Told, reply: str, at: datetime | None, webinar: Webinar) -> None:
    if LIVE.fullmatch(reply):
        reply = ANSWERED_LIVE
        second = int((at - webinar.starts_at).total_seconds()) if at else -1
        told.second = second if 0 <= second <= LATEST_SECOND else told.second
    if reply not in told.answer:
        told.answer = f"{told.answer}\n\n{reply}".strip()[:LONGEST_ANSWER]


def instant(text: str, webinar: Webinar) -> datetime | None:
    """A time of the report as the clock of the webinar showed it; None where it is unread or a week away from it."""
    local = moment(text)
    if local is None:
        return None
    at = local.replace(tzinfo=ZoneInfo(webinar.zone))
    return at if abs(at - webinar.starts_at) < timedelta(days=7) else None


def new(item_id: int, told: Told, show_open: bool) -> Question:
    question = Question(
        item_id=item_id,
        asker=told.asker,
        text=told.text,
        asked_at=told.asked_at,
        state=QuestionState.OPEN if show_open else QuestionState.HELD,
    )
    db.session.add(question)
    db.session.flush()
    return question


def answer(question: Question, told: Told) -> None:
    """Give a question the answer of the platform: plain words, whatever signs stand in them."""
    words = SIGNS.sub(r"\\\1", told.answer)
    try:
        question.answer_html = answer_html(words, question.id)
    except TextTooLong:
        return
    question.answer, question.second = words, told.second
    question.state, question.answered_at = QuestionState.ANSWERED, clock.now()


def of_reports(item_id: int, reports: Sequence[PlatformReport]) -> list[Question]:
    sources = [source_of(report) for report in reports]
    return list(
        db.session.scalars(select(Question).where(Question.item_id == item_id, Question.source.in_(sources)))
    )


def is_worked_on(question: Question) -> bool:
    """Whether somebody decided, answered or voted here."""
    return bool(
        question.decided_by_id
        or question.answered_by_id
        or question.votes
        or question.state not in (QuestionState.HELD, *SEEN_STATES)
    )


def take_back(item_id: int, reports: Sequence[PlatformReport]) -> int:
    """Remove the questions of these reports; how many stay since somebody worked on them here."""
    found = of_reports(item_id, reports)
    for question in found:
        if not is_worked_on(question):
            db.session.delete(question)
    db.session.flush()
    questions.raise_version(item_id)
    return sum(is_worked_on(question) for question in found)
