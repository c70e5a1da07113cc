"""Which unread notices somebody has seen by reading a page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, false, or_, select, true

from ion.base.extensions import db
from ion.core.ports.subjects import SUBJECTS
from ion.models import Comment, Item, MatchRun, MentoringRequest, Notice, Question
from ion.notifications.ground import ON_COMMENTS, ON_QUESTIONS
from ion.notifications.mentoring import CALL, REQUEST
from ion.notifications.mentorships import COHORT, RUN
from ion.notifications.queries.lists import FOLD, IS_ON_COMMENT, IS_ON_QUESTION
from ion.notifications.visiting import Place
from ion.notifications.webinars import ROSTER


def unread(user_id: int) -> Select[*tuple[Any, ...]]:
    return select(Notice.id).where(Notice.user_id == user_id, Notice.read_at.is_(None))


def unread_here(user_id: int, item_id: int, place: Place | None) -> Sequence[int]:
    """The user's unread notices about an item (0: none), the comments and questions on it, or what a place shows."""
    conditions = [about_item(item_id) if item_id else false()]
    if place:
        kind, key = place
        conditions.append(and_(Notice.subject_kind == kind, shown_by(kind, key) if key else true()))
        conditions += [
            and_(Notice.subject_kind == other, Notice.subject_id.in_(shown))
            for other, shown in beside(kind, key)
        ]
    return db.session.scalars(unread(user_id).where(or_(*conditions))).all()


def about_item(item_id: int) -> Any:
    comments = select(Comment.id).where(Comment.item_id == item_id)
    questions = select(Question.id).where(Question.item_id == item_id)
    return or_(
        and_(Notice.subject_kind.in_(SUBJECTS.kinds()), Notice.subject_id == item_id),
        and_(Notice.subject_kind.in_(ON_COMMENTS), Notice.subject_id.in_(comments)),
        and_(Notice.subject_kind.in_(ON_QUESTIONS), Notice.subject_id.in_(questions)),
    )


def beside(kind: str, key: str) -> list[tuple[str, Select[*tuple[Any, ...]]]]:
    """What else the page of a thing shows: another kind, and the ids of it."""
    if kind == COHORT:
        return [(RUN, select(MatchRun.id).where(MatchRun.cohort_id == int(key)))]
    if kind == REQUEST:
        call = select(MentoringRequest.group_call_id).where(MentoringRequest.id == int(key))
        return [(CALL, call)]
    return []


def shown_by(kind: str, key: str) -> Any:
    """SQL: the notice is about the one thing that the place shows."""
    if kind != ROSTER:
        return Notice.subject_id == int(key)
    return Notice.subject_id.in_(select(Item.id).where(Item.kind == "group", Item.slug == key))


def unread_beside(user_id: int, id: int) -> Sequence[int]:
    """The user's unread notices that stand in one row with this one of theirs."""
    one = folds(user_id).where(Notice.id == id).subquery()
    others = folds(user_id).where(Notice.read_at.is_(None)).subquery()
    same = and_(others.c.kind == one.c.kind, others.c.fold == one.c.fold)
    return db.session.scalars(select(others.c.id).join(one, same)).all()


def folds(user_id: int) -> Select[*tuple[Any, ...]]:
    """Rows of id, kind, and what those have in common that stand in one row."""
    return (
        select(Notice.id, Notice.kind, FOLD.label("fold"))
        .join(Comment, and_(IS_ON_COMMENT, Comment.id == Notice.subject_id), isouter=True)
        .join(Question, and_(IS_ON_QUESTION, Question.id == Notice.subject_id), isouter=True)
        .where(Notice.user_id == user_id)
    )
