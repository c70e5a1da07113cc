"""What the dashboard counts: questions put to mentors in a year, what came of each, and how people found it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal, select, union_all

from ion.core import reading
from ion.mentoring_program.periods import Period
from ion.models import (
    CallFeedback,
    MentoringNeed,
    MentoringRequest,
    Mentorship,
    MentorshipState,
    MentorshipSurvey,
    NeedCriterion,
    PersonTerm,
    RequestState,
)
from ion.models.types import UTCDateTime

SINCE: Any = bindparam("since", type_=UTCDateTime)
UNTIL: Any = bindparam("until", type_=UTCDateTime)
ANSWERED = (RequestState.ACCEPTED, RequestState.DECLINED)
FIRST_ASKED = func.min(MentoringRequest.asked_at)


def any_of(condition: Any) -> Any:
    return func.max(case((condition, 1), else_=0))


QUESTIONS = (
    select(
        MentoringNeed.id,
        MentoringNeed.mentee_id,
        FIRST_ASKED.label("asked_at"),
        any_of(MentoringRequest.state.in_(ANSWERED)).label("answered"),
        func.min(case((MentoringRequest.state == RequestState.ACCEPTED, MentoringRequest.answered_at))).label(
            "accepted_at"
        ),
        any_of(MentoringRequest.held_at.is_not(None)).label("held"),
        any_of(Mentorship.began_at.is_not(None)).label("begun"),
        any_of(Mentorship.state == MentorshipState.COMPLETED).label("completed"),
    )
    .join(MentoringRequest, MentoringRequest.need_id == MentoringNeed.id)
    .join(Mentorship, Mentorship.request_id == MentoringRequest.id, isouter=True)
    .where(MentoringNeed.cohort_id.is_(None), MentoringRequest.asked_at.is_not(None))
    .group_by(MentoringNeed.id, MentoringNeed.mentee_id)
    .having(and_(SINCE <= FIRST_ASKED, UNTIL > FIRST_ASKED))
)
AMONG = QUESTIONS.subquery()
STATES = (
    select(literal("state").label("facet"), AMONG.c.id, PersonTerm.key)
    .join(PersonTerm, PersonTerm.person_id == AMONG.c.mentee_id)
    .where(PersonTerm.facet == "state")
)
TOPICS = (
    select(literal("topic"), AMONG.c.id, NeedCriterion.key)
    .join(NeedCriterion, NeedCriterion.need_id == AMONG.c.id)
    .where(NeedCriterion.facet == "topic")
)
TERMS = union_all(STATES, TOPICS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was put to a mentor: whether anybody answered, when one accepted, what came of it."""

    id: int
    asked_at: datetime
    accepted_at: datetime | None
    is_answered: bool
    is_held: bool
    is_begun: bool
    is_completed: bool

    @property
    def days(self) -> float | None:
        """Days from the first asking until a mentor accepted."""
        return (self.accepted_at - self.asked_at).total_seconds() / 86_400 if self.accepted_at else None


def questions(period: Period) -> list[Question]:
    """The questions first put to a mentor within the period, but for those of cohorts."""
    return [
        Question(
            row.id,
            row.asked_at,
            row.accepted_at,
            bool(row.answered),
            bool(row.held or row.begun),
            bool(row.begun),
            bool(row.completed),
        )
        for row in reading.rows(QUESTIONS, since=period.since, until=period.until)
    ]


def terms(period: Period) -> dict[str, dict[int, list[str]]]:
    """The states of the mentees, and the topics, of the same questions: by facet and question, keys."""
    found: dict[str, dict[int, list[str]]] = {"state": defaultdict(list), "topic": defaultdict(list)}
    for facet, id, key in reading.rows(TERMS, since=period.since, until=period.until):
        found[facet][id].append(key)
    return found


@dataclass(frozen=True, slots=True)
class Opinions:
    """Answers from 1 to 5: how many of them, and their sum."""

    number: int
    total: int

    @property
    def average(self) -> float:
        return self.total / self.number if self.number else 0.0


def opinions_of(table: Any, what: str) -> Any:
    return select(
        literal(what).label("what"), func.count().label("number"), func.sum(table.usefulness).label("total")
    ).where(table.at >= SINCE, table.at < UNTIL)


BEGUN = (
    select(
        literal("cohorts"),
        func.count(),
        func.sum(case((Mentorship.state == MentorshipState.COMPLETED, 1), else_=0)),
    )
    .select_from(Mentorship)
    .where(Mentorship.cohort_id.is_not(None), Mentorship.began_at >= SINCE, Mentorship.began_at < UNTIL)
)
SAID = union_all(
    opinions_of(CallFeedback, "conversations"), opinions_of(MentorshipSurvey, "mentorships"), BEGUN
)


def opinions(period: Period) -> Mapping[str, Opinions]:
    """How useful people found conversations and mentorships ("conversations", "mentorships"), by when they said so;
    and ("cohorts") how many mentorships of cohorts began, with how many of them were completed."""
    rows = reading.rows(SAID, since=period.since, until=period.until)
    return {row.what: Opinions(row.number, int(row.total or 0)) for row in rows}
