"""Mentorships and mentoring cohorts: who is told of what, and where such a notice leads.

Things: (mentorship, id) for its two sides, its occurrence says what happened; (mentoring-cohort, id) for members;
(match-run, id) for those in the cohort that it matched.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, case, literal, or_, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.core import reading
from ion.core.access import Viewer
from ion.core.text import squeeze
from ion.models import (
    CohortMember,
    CohortState,
    Match,
    MatchRun,
    MentoringCohort,
    MentoringNeed,
    MentorProfile,
    Mentorship,
    NeedState,
    Person,
    User,
)
from ion.notifications.happening import Happening
from ion.notifications.noticed import Subject, Thing
from ion.notifications.recipients import People

MENTORSHIP, COHORT, RUN = "mentorship", "mentoring-cohort", "match-run"
LONGEST_WHY = 300
CHANGES = {
    "proposed": "{name} proposes a mentorship: read it, and agree or not",
    "agreement": "{name} wrote the agreement anew: please look at it",
    "began": "It has begun: both of you agreed",
    "declined": "{name} would rather not begin it",
    "session": "{name} proposed, chose or canceled a time",
    "task": "{name} wrote down a task, or did one",
    "completed": "It is completed: say how it was, and read what {name} says",
    "ended": "It has ended. Thank you both",
    "thanks": "{name} said how it was",
}
"""What happened in a mentorship, in words for the other side."""
NO_NEWS = frozenset({"quiet", "stuck", "notes", "progress"})
"""What the room itself writes to them about, and what is seen on the page soon enough."""


def changed(happening: Happening) -> People | None:
    """The other side of a mentorship; both where nobody of the two did it."""
    row = db.session.get(Mentorship, happening.id)
    words = CHANGES.get(happening.details["what"])
    if row is None or words is None:
        return None
    both = {row.mentor_id: row.mentee.name, row.mentee_id: row.mentor.name}
    whys = {
        id: squeeze(words.format(name=other), LONGEST_WHY)
        for id, other in both.items()
        if id != happening.actor_id
    }
    why = case(whys, value=User.person_id).label("why")
    return select(User.id.label("user_id"), why).where(User.person_id.in_(whys))


def invited(happening: Happening) -> People | None:
    """Mentors, and those with an open question, of a cohort that they may join and did not."""
    row = db.session.get(MentoringCohort, happening.id)
    if row is None or row.state is not CohortState.OPEN:
        return None
    mentors = select(MentorProfile.person_id).where(MentorProfile.ended_at.is_(None))
    asking = select(MentoringNeed.mentee_id).where(MentoringNeed.state == NeedState.OPEN)
    within = select(CohortMember.person_id).where(CohortMember.cohort_id == row.id)
    why = case(
        (User.person_id.in_(mentors), "You may join it as a mentor"),
        else_="You may join it with your question",
    ).label("why")
    among = or_(User.person_id.in_(mentors), User.person_id.in_(asking))
    return select(User.id.label("user_id"), why).where(among, User.person_id.not_in(within))


def matched(happening: Happening) -> People | None:
    """Everyone in the cohort whose matches are published."""
    row = db.session.get(MatchRun, happening.id)
    if row is None or row.published_at is None:
        return None
    within = select(CohortMember.person_id).where(
        CohortMember.cohort_id == row.cohort_id, CohortMember.left_at.is_(None)
    )
    why = literal("See who you are matched with, and why").label("why")
    return select(User.id.label("user_id"), why).where(User.person_id.in_(within))


IDS: Any = bindparam("ids", expanding=True)
ME: Any = bindparam("me")
mentor, mentee = aliased(Person), aliased(Person)
PAIRS = (
    select(Mentorship.id, Mentorship.mentor_id, mentor.name.label("mentor"), mentee.name.label("mentee"))
    .join(mentor, mentor.id == Mentorship.mentor_id)
    .join(mentee, mentee.id == Mentorship.mentee_id)
    .where(Mentorship.id.in_(IDS), or_(Mentorship.mentor_id == ME, Mentorship.mentee_id == ME))
)
OPEN = select(
    MentoringCohort.id, MentoringCohort.title, MentoringCohort.is_sample, MentoringCohort.state
).where(MentoringCohort.id.in_(IDS), MentoringCohort.state != CohortState.DRAFT)
RUNS = (
    select(
        MatchRun.id, MentoringCohort.id.label("cohort_id"), MentoringCohort.title, MentoringCohort.is_sample
    )
    .join(MentoringCohort, MentoringCohort.id == MatchRun.cohort_id)
    .join(CohortMember, CohortMember.cohort_id == MatchRun.cohort_id)
    .where(MatchRun.id.in_(IDS), MatchRun.published_at.is_not(None), CohortMember.person_id == ME)
)
OTHERS = (
    select(Match.run_id, Match.mentee_id, mentor.name.label("mentor"), mentee.name.label("mentee"))
    .join(mentor, mentor.id == Match.mentor_id)
    .join(mentee, mentee.id == Match.mentee_id)
    .where(Match.run_id.in_(IDS), or_(Match.mentor_id == ME, Match.mentee_id == ME))
    .order_by(mentee.name)
)


def mentorships(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Mentorships, for their two sides."""
    ids = [id for _, id, _ in things]
    rows = {row.id: row for row in reading.rows(PAIRS, ids=ids, me=viewer.person_id)}
    return {
        thing: Subject(row.id, title_of(row, viewer), f"/mentoring/mentorships/{row.id}", "mentorship")
        for thing in things
        if (row := rows.get(thing[1]))
    }


def title_of(row: Any, viewer: Viewer) -> str:
    other = row.mentee if row.mentor_id == viewer.person_id else row.mentor
    return f"Your mentorship with {other}"


def cohorts(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Mentoring cohorts that members know of; over once nobody joins any more."""
    rows = {row.id: row for row in reading.rows(OPEN, ids=[id for _, id, _ in things])}
    return {
        thing: Subject(
            row.id,
            row.title,
            f"/mentoring/cohorts/{row.id}",
            "mentoring cohort",
            row.is_sample,
            is_over=row.state != CohortState.OPEN,
        )
        for thing in things
        if (row := rows.get(thing[1]))
    }


def runs(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Published matches, for those in the cohort; each is told who theirs are."""
    asked = {"ids": [id for _, id, _ in things], "me": viewer.person_id}
    rows = {row.id: row for row in reading.rows(RUNS, **asked)}
    others: dict[int, list[str]] = {}
    for pair in reading.rows(OTHERS, **asked) if rows else ():
        others.setdefault(pair.run_id, []).append(other_of(pair, viewer))
    return {
        thing: Subject(
            row.id,
            row.title,
            f"/mentoring/cohorts/{row.cohort_id}",
            "mentoring cohort",
            row.is_sample,
            why=matched_words(others.get(row.id, [])),
        )
        for thing in things
        if (row := rows.get(thing[1]))
    }


def other_of(row: Any, viewer: Viewer) -> str:
    name: str = row.mentor if row.mentee_id == viewer.person_id else row.mentee
    return name


def matched_words(names: list[str]) -> str:
    """Who somebody is matched with; kind words for nobody."""
    if not names:
        return "There was no match for you this time: see why, and what you can do now"
    return squeeze(f"You are matched with {' and '.join(names)}", LONGEST_WHY)
