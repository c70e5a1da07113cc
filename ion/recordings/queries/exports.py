"""What is known of a webinar afterwards, as rows of spreadsheets for ION staff."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.times import iso
from ion.core.transcripts import clock_words
from ion.models import (
    Attendance,
    Person,
    PlatformReport,
    Poll,
    PollVote,
    Presence,
    Question,
    Registration,
    ReportKind,
    User,
)

ATTENDANCE = ("Name", "Email", "Registration", "Known by", "Minutes")
QUESTIONS = ("Question", "Asked by", "Asked (UTC)", "State", "Votes", "Answer", "Answered live at")
POLLS = ("Poll", "Choice", "How many")
PRESENCES = {
    Presence.CHECK_IN: "Check-in",
    Presence.REPORT: "Report of the platform",
    Presence.PHONE: "Called in by phone",
}
NAME = func.coalesce(Person.name, Registration.name)


def attendance(webinar_id: int) -> Iterator[tuple[Any, ...]]:
    """Everyone who was there: registrants, callers by phone, and who is not registered."""
    rows = reading.rows(
        select(
            Registration.id,
            Attendance.id.label("attendance_id"),
            NAME.label("name"),
            func.coalesce(User.email, Registration.email).label("email"),
            Registration.state,
            Attendance.presence,
            Attendance.minutes,
        )
        .join(Registration, Registration.id == Attendance.registration_id, isouter=True)
        .join(User, User.id == Registration.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(Attendance.webinar_id == webinar_id)
        .order_by(Attendance.registration_id.is_(None), NAME, Registration.id, Attendance.id)
    )
    for _, same in groupby(rows, key=lambda row: row.id or -row.attendance_id):
        yield told(list(same))
    for report in db.session.scalars(
        select(PlatformReport.unknown).where(
            PlatformReport.webinar_id == webinar_id, PlatformReport.kind == ReportKind.ATTENDANCE
        )
    ):
        for guest in report or ():
            yield guest["name"], guest["email"], "none", PRESENCES[Presence.REPORT], guest["minutes"]


def told(rows: Sequence[Any]) -> tuple[Any, ...]:
    """One person, who may have checked in and stand in a report too."""
    known_by = ", ".join(PRESENCES[row.presence] for row in rows)
    minutes = max((row.minutes for row in rows if row.minutes is not None), default=None)
    return rows[0].name, rows[0].email, rows[0].state or "none", known_by, minutes


def questions(item_id: int) -> Iterator[tuple[Any, ...]]:
    """Every question with who asked it, which ION staff alone may know."""
    asker = func.coalesce(Person.name, Registration.name, Question.asker)
    rows = reading.rows(
        select(
            Question.text,
            asker.label("asker"),
            Question.asked_at,
            Question.state,
            Question.votes,
            Question.answer,
            Question.second,
        )
        .join(User, User.id == Question.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .join(Registration, Registration.id == Question.registration_id, isouter=True)
        .where(Question.item_id == item_id)
        .order_by(Question.asked_at, Question.id)
    )
    for row in rows:
        live = clock_words(row.second) if row.second is not None else ""
        yield row.text, row.asker, iso(row.asked_at), row.state, row.votes, row.answer, live


def polls(item_id: int) -> Iterator[tuple[Any, ...]]:
    """Every choice of every poll, and how many took it."""
    votes = reading.rows(
        select(PollVote.poll_id, PollVote.choice, func.count().label("number"))
        .join(Poll, Poll.id == PollVote.poll_id)
        .where(Poll.item_id == item_id)
        .group_by(PollVote.poll_id, PollVote.choice)
    )
    counted = {(row.poll_id, row.choice): row.number for row in votes}
    rows = reading.rows(
        select(Poll.id, Poll.text, Poll.choices, Poll.counts).where(Poll.item_id == item_id).order_by(Poll.id)
    )
    for poll in rows:
        for at, choice in enumerate(poll.choices):
            told = poll.counts[at] if poll.counts is not None else counted.get((poll.id, at), 0)
            yield poll.text, choice, told
