"""How many people and things some webinars have, each number by its name, in one question for all of them."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, case, func, literal, select, type_coerce

from ion.core import reading
from ion.models import Attendance, Feedback, Interest, PlatformReport, Question, Recording, Registration
from ion.models.recording import ReportKind
from ion.models.registration import Standing

INTERESTED, ATTENDED, REPORTS, SHOWN, HELD = "interested", "attended", "reports", "shown", "held"
EXPECTED, CAME, STARS = "expected", "came", "stars"
NEEDS, HELD_QUESTIONS, OPEN_QUESTIONS, OPINIONS = "needs", "held questions", "open questions", "opinions"
COMES = (Standing.REGISTERED, Standing.WAITING)
"""Standings of those who come or would like to."""

PRESENT = func.count(Attendance.registration_id.distinct()) + func.coalesce(
    func.sum(case((Attendance.registration_id.is_(None), 1), else_=0)), 0
)
"""SQL: how many were there, each registration once, each caller by phone once."""

WAS_EXPECTED = Registration.state == Standing.REGISTERED
WAS_THERE = select(Attendance.id).where(Attendance.registration_id == Registration.id).exists()
"""SQL over Registration: its person was there."""


def totals(webinar: Any, name: str | ColumnElement[str], number: ColumnElement[Any]) -> Select[Any]:
    """SQL: (webinar, name, number) of the webinars `ids`."""
    words = literal(name) if isinstance(name, str) else name
    return (
        select(webinar.label("webinar"), words.label("name"), number.label("number"))
        .where(webinar.in_(bindparam("ids", expanding=True)))
        .group_by(webinar, *([] if isinstance(name, str) else [name]))
    )


OF_LIST = (
    totals(Registration.webinar_id, type_coerce(Registration.state, String), func.count()),
    totals(Interest.webinar_id, INTERESTED, func.count(Interest.user_id.distinct())),
    totals(Attendance.webinar_id, ATTENDED, PRESENT),
    totals(PlatformReport.webinar_id, REPORTS, func.count()).where(
        PlatformReport.kind == ReportKind.ATTENDANCE
    ),
    totals(Recording.webinar_id, case((Recording.published_at.is_(None), HELD), else_=SHOWN), func.count()),
)
OF_DESK = (
    *OF_LIST,
    totals(Registration.webinar_id, NEEDS, func.count()).where(
        Registration.needs != "", Registration.state.in_(COMES)
    ),
    totals(Interest.webinar_id, type_coerce(Interest.wish, String), func.count()),
    totals(Question.item_id, type_coerce(Question.state, String) + " questions", func.count()),
    totals(Feedback.webinar_id, OPINIONS, func.count()),
)
OF_COMPARISON = (
    totals(Registration.webinar_id, EXPECTED, func.count()).where(WAS_EXPECTED),
    totals(Registration.webinar_id, CAME, func.count()).where(WAS_EXPECTED, WAS_THERE),
    totals(Attendance.webinar_id, ATTENDED, PRESENT),
    OF_LIST[3],
    totals(Feedback.webinar_id, STARS, func.sum(Feedback.rating)),
    totals(Feedback.webinar_id, OPINIONS, func.count()),
)
LIST = OF_LIST[0].union_all(*OF_LIST[1:])
COMPARISON = OF_COMPARISON[0].union_all(*OF_COMPARISON[1:])
DESK = OF_DESK[0].union_all(*OF_DESK[1:])


def of_list(ids: Collection[int]) -> dict[int, Counter[str]]:
    """For each webinar its registrations by standing, and INTERESTED, ATTENDED, REPORTS, SHOWN, HELD."""
    return counted(LIST, ids)


def of_comparison(ids: Collection[int]) -> dict[int, Counter[str]]:
    """For each webinar EXPECTED, how many of these CAME, everyone who ATTENDED, REPORTS, OPINIONS and their STARS."""
    return counted(COMPARISON, ids)


def of_desk(id: int) -> Counter[str]:
    """Everything that the desk of one webinar counts, by name; a wish and a standing by its own word."""
    return counted(DESK, [id])[id]


def counted(statement: Any, ids: Collection[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {id: Counter() for id in ids}
    if ids:
        for webinar, name, number in reading.rows(statement, ids=list(ids)):
            found[webinar][name] = int(number)
    return found
