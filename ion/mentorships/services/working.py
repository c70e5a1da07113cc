"""What two people do between sessions: goals and their progress, tasks, steps of the path."""

from datetime import date
from typing import TypeVar

from sqlalchemy import func, select

from ion.base.extensions import Model, db
from ion.core import clock
from ion.mentorships import changes
from ion.mentorships.policies import is_of
from ion.mentorships.services.holding import allowed, note, together
from ion.mentorships.services.refusals import NotThere, Refused
from ion.models import Mentorship, MentorshipGoal, MentorshipStep, MentorshipTask

T = TypeVar("T", bound=Model)
PROGRESS = (0, 25, 50, 75, 100)
MOST_GOALS = 5
MOST_TASKS = 60
DONE, SKIP, OPEN_AGAIN = "done", "skip", "open"


def part(model: type[T], id: int, mentorship: Mentorship) -> T:
    """A goal, task or step of this mentorship. Raises NotThere."""
    found = db.session.get(model, id, populate_existing=True)
    if found is None or found.mentorship_id != mentorship.id:  # type: ignore[attr-defined]
        raise NotThere
    return found


def number_of(model: type[Model], mentorship_id: int) -> int:
    mine = model.mentorship_id == mentorship_id  # type: ignore[attr-defined]
    return db.session.scalar(select(func.count()).select_from(model).where(mine)) or 0


def add_goal(id: int, person_id: int, words: str) -> MentorshipGoal:
    """One more goal of a mentorship that is under way. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    allowed(words)
    number = number_of(MentorshipGoal, id)
    if number >= MOST_GOALS:
        raise Refused(f"{MOST_GOALS} goals are enough for one mentorship. Reach one first.")
    goal = MentorshipGoal(mentorship_id=id, position=number + 1, words=words, progress=0)
    db.session.add(goal)
    note(mentorship, changes.PROGRESS, person_id)
    return goal


def move_goal(id: int, person_id: int, goal_id: int, progress: int) -> None:
    """Say how far a goal is, in percent (one of PROGRESS); at 100 it is reached. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    goal = part(MentorshipGoal, goal_id, mentorship)
    goal.progress = progress
    goal.reached_at = (goal.reached_at or clock.now()) if progress == PROGRESS[-1] else None
    note(mentorship, changes.PROGRESS, person_id)


def add_task(
    id: int, person_id: int, words: str, *, for_id: int | None = None, due_on: date | None = None
) -> MentorshipTask:
    """Something for one of the two to do (`for_id`; None: both). Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    allowed(words)
    if for_id is not None and not is_of(mentorship, for_id):
        raise NotThere
    if number_of(MentorshipTask, id) >= MOST_TASKS:
        raise Refused(f"At most {MOST_TASKS} tasks fit here. Remove some that are done.")
    task = MentorshipTask(
        mentorship_id=id, person_id=for_id, words=words, due_on=due_on, created_at=clock.now()
    )
    db.session.add(task)
    note(mentorship, changes.TASK, person_id)
    return task


def tick_task(id: int, person_id: int, task_id: int, *, is_done: bool) -> None:
    """Say that a task is done, or is not after all. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    task = part(MentorshipTask, task_id, mentorship)
    task.done_at = (task.done_at or clock.now()) if is_done else None
    note(mentorship, changes.PROGRESS, person_id)


def remove_task(id: int, person_id: int, task_id: int) -> None:
    """Take a task off the list. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    db.session.delete(part(MentorshipTask, task_id, mentorship))
    note(mentorship, changes.PROGRESS, person_id)


def take_step(id: int, person_id: int, step_id: int, deed: str, why: str = "") -> None:
    """Mark a step of the path: DONE, SKIP (says why), or OPEN_AGAIN. Raises Refused, NotThere."""
    mentorship = together(id, person_id)
    step = part(MentorshipStep, step_id, mentorship)
    allowed(why)
    if deed == SKIP and not why:
        raise Refused("Say in a few words why you skip this step.")
    at = clock.now()
    step.done_at = at if deed == DONE else None
    step.skipped_at, step.skipped_why = (at, why) if deed == SKIP else (None, "")
    note(mentorship, changes.PROGRESS, person_id)
