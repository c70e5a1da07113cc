"""A mentorship of two sample people, from the agreement to what they do now."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.wall_times import Moment, moment
from ion.demo.services.desk import Entry, user_named
from ion.mentorships.services import agreeing, notes, proposing, sessions, working
from ion.models import Mentorship, MentorshipGoal, MentorshipStep, User

FRIDAY = 4


def befriend(entry: Entry) -> bool:
    """One mentorship; False where the two have one, or one of them is not here."""
    mentor, mentee = user_named(entry["mentor"]), user_named(entry["mentee"])
    if mentor is None or mentee is None or are_together(mentor, mentee):
        return False
    with clock.frozen(clock.now() - timedelta(days=entry["began_days_ago"])):
        made = agree(entry, mentor, mentee)
    for session in entry["sessions"]:
        meet(made.id, session, mentor, mentee)
    for task in entry["tasks"]:
        promise(made.id, task)
    steps = select(MentorshipStep.id).where(MentorshipStep.mentorship_id == made.id)
    for id in db.session.scalars(steps.order_by(MentorshipStep.position).limit(entry["steps_done"])).all():
        working.take_step(made.id, mentee.person_id, id, "done")
    return True


def are_together(mentor: User, mentee: User) -> bool:
    pair = Mentorship.mentor_id == mentor.person_id, Mentorship.mentee_id == mentee.person_id
    return db.session.scalar(select(Mentorship.id).where(*pair).limit(1)) is not None


def agree(entry: Entry, mentor: User, mentee: User) -> Mentorship:
    """Both agree to goals, how often they meet, and a path."""
    made = proposing.propose(mentor.person_id, mentee.person_id, by_id=mentee.person_id)
    goals = [agreeing.Goal(goal["words"], goal["before"]) for goal in entry["goals"]]
    agreement = agreeing.Agreement(goals, entry["cadence"], entry["path"])
    agreeing.write(made.id, mentee.person_id, agreement, version=made.version)
    agreeing.agree(made.id, mentor.person_id, version=made.version)
    ids = select(MentorshipGoal.id).where(MentorshipGoal.mentorship_id == made.id)
    found = db.session.scalars(ids.order_by(MentorshipGoal.position)).all()
    for id, goal in zip(found, entry["goals"], strict=True):
        working.move_goal(made.id, mentee.person_id, id, goal["progress"])
    return made


def meet(id: int, told: Entry, mentor: User, mentee: User) -> None:
    """One session: proposed by the mentor, chosen by the mentee, and held where it is past."""
    when = moment_of(told)
    before = min(when.at - timedelta(days=3), clock.now() - timedelta(hours=1))
    with clock.frozen(before):
        (made,) = sessions.propose(id, mentor.person_id, [when], sessions.Plan(length_minutes=45))
        sessions.choose(id, mentee.person_id, made.id)
    if told.get("held"):
        with clock.frozen(when.at + timedelta(hours=2)):
            sessions.hold(id, mentor.person_id, made.id)
            notes.write_shared(id, mentor.person_id, made.id, told["notes"], version=0)


def moment_of(told: Entry) -> Moment:
    """A time of day in a zone, so many days from today there; a weekend is put off to the Monday after it."""
    zone = ZoneInfo(told["zone"])
    days = int(told.get("in_days", 0)) - int(told.get("days_ago", 0))
    day = clock.now().astimezone(zone).date() + timedelta(days=days)
    day += timedelta(days=(7 - day.weekday()) if day.weekday() > FRIDAY else 0)
    return moment(datetime.combine(day, time.fromisoformat(told["at"])), zone.key, second=False)


def promise(id: int, told: dict[str, Any]) -> None:
    """One task, done or with a day."""
    user = user_named(told["by"])
    assert user is not None
    due = clock.now().date() + timedelta(days=told["due_in_days"]) if "due_in_days" in told else None
    task = working.add_task(id, user.person_id, told["words"], for_id=user.person_id, due_on=due)
    if told.get("done"):
        working.tick_task(id, user.person_id, task.id, is_done=True)
