"""The page of a mentorship, for one of the two; nobody else ever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ion.base.extensions import db
from ion.core import clock, items
from ion.core.ports.subjects import Subject
from ion.core.times import zone_named
from ion.mentorships.policies import has_agreed, is_mentee
from ion.models import (
    Mentorship,
    MentorshipGoal,
    MentorshipSession,
    MentorshipState,
    MentorshipStep,
    MentorshipSurvey,
    MentorshipTask,
    Person,
)

T = TypeVar("T")
mentor, mentee = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: who, by which name, in which zone their times are told."""

    id: int
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Page:
    """A mentorship and all that stands on its page. `me` reads it, `other` is the other one."""

    row: Mentorship
    me: Side
    other: Side
    goals: Sequence[MentorshipGoal]
    tasks: Sequence[MentorshipTask]
    steps: Sequence[MentorshipStep]
    sessions: Sequence[MentorshipSession]
    linked: dict[int, Subject]
    surveys: dict[int, MentorshipSurvey]

    @property
    def is_mentee(self) -> bool:
        return is_mentee(self.row, self.me.id)

    @property
    def i_agreed(self) -> bool:
        return has_agreed(self.row, self.me.id)

    @property
    def other_agreed(self) -> bool:
        return has_agreed(self.row, self.other.id)

    @property
    def is_active(self) -> bool:
        return self.row.state is MentorshipState.ACTIVE

    @property
    def coming(self) -> list[MentorshipSession]:
        """Sessions that both have, still to come or going on."""
        now = clock.now()
        return [each for each in self.confirmed if each.held_at is None and ends_at(each) > now]

    @property
    def past(self) -> list[MentorshipSession]:
        """Sessions whose time is over or that were said to have taken place, and canceled ones with notes, the latest
        first."""
        coming = {each.id for each in self.coming}
        kept = (each for each in self.sessions if each.confirmed_at)
        shown = [each for each in kept if not each.cancelled_at or each.shared_notes]
        return [each for each in shown if each.id not in coming][::-1]

    @property
    def confirmed(self) -> list[MentorshipSession]:
        return [each for each in self.sessions if each.confirmed_at and not each.cancelled_at]

    @property
    def proposed(self) -> list[MentorshipSession]:
        """Times that wait to be chosen."""
        now = clock.now()
        open_ones = (each for each in self.sessions if not each.confirmed_at and not each.cancelled_at)
        return [each for each in open_ones if each.starts_at > now]

    @property
    def open_tasks(self) -> list[MentorshipTask]:
        """What is to be done, the soonest first, then what has no date."""
        open_ones = [task for task in self.tasks if not task.done_at]
        return sorted(open_ones, key=lambda task: (task.due_on is None, task.due_on or date.min))

    @property
    def done_tasks(self) -> list[MentorshipTask]:
        return [task for task in self.tasks if task.done_at]

    @property
    def next_step(self) -> MentorshipStep | None:
        return next((step for step in self.steps if not step.done_at and not step.skipped_at), None)

    @property
    def steps_taken(self) -> int:
        return sum(1 for step in self.steps if step.done_at or step.skipped_at)


def ends_at(session: MentorshipSession) -> datetime:
    return session.starts_at + timedelta(minutes=session.length_minutes)


def page(id: int, person_id: int, scopes: frozenset[str]) -> Page | None:
    """The page for a person who is one of the two; None for everybody else, as for what is not there."""
    found = db.session.execute(
        select(
            Mentorship,
            mentor.name.label("mentor"),
            mentor.zone.label("mentor_zone"),
            mentee.name.label("mentee"),
            mentee.zone.label("mentee_zone"),
        )
        .join(mentor, mentor.id == Mentorship.mentor_id)
        .join(mentee, mentee.id == Mentorship.mentee_id)
        .where(and_(Mentorship.id == id, or_(mentor.id == person_id, mentee.id == person_id)))
    ).one_or_none()
    if found is None:
        return None
    row = found.Mentorship
    sides = (
        Side(row.mentor_id, found.mentor, zone_named(found.mentor_zone).key),
        Side(row.mentee_id, found.mentee, zone_named(found.mentee_zone).key),
    )
    me, other = sides if row.mentor_id == person_id else sides[::-1]
    steps = parts(MentorshipStep, id, MentorshipStep.position)
    surveys = parts(MentorshipSurvey, id, MentorshipSurvey.person_id)
    return Page(
        row=row,
        me=me,
        other=other,
        goals=parts(MentorshipGoal, id, MentorshipGoal.position),
        tasks=parts(MentorshipTask, id, MentorshipTask.created_at),
        steps=steps,
        sessions=parts(MentorshipSession, id, MentorshipSession.starts_at),
        linked=items.subjects({step.item_id for step in steps if step.item_id}, scopes),
        surveys={each.person_id: each for each in surveys},
    )


def parts(model: type[T], id: int, order: InstrumentedAttribute[Any]) -> Sequence[T]:
    """What belongs to a mentorship, in order."""
    mine = model.mentorship_id == id  # type: ignore[attr-defined]
    return db.session.scalars(select(model).where(mine).order_by(order)).all()
