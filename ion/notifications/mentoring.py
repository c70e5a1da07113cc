"""Mentoring requests, group calls and openings: who is told of what, and where such a notice leads.

Things: (mentoring-request, id) for its two sides; (mentoring-need, id) for the mentee alone; (group-call, id) for
those it was offered to.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, literal, or_, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.core import clock, reading
from ion.core.access import Viewer
from ion.core.text import squeeze
from ion.models import (
    GroupCall,
    MentoringNeed,
    MentoringRequest,
    NeedState,
    Person,
    RequestState,
    User,
)
from ion.notifications.happening import Happening
from ion.notifications.noticed import Subject, Thing
from ion.notifications.recipients import People

REQUEST, NEED, CALL = "mentoring-request", "mentoring-need", "group-call"
LONGEST_WHY = 300
QUOTED = 160
FORMER = "A member who has left"
ENDED_WORDS = {
    RequestState.DECLINED: "{mentor} cannot this time",
    RequestState.EXPIRED: "{mentor} did not answer in time",
    RequestState.CLOSED: "Your request to {mentor} was closed",
}
"""How a request ended, for its mentee, where nobody said more."""
CLOSED_WORDS = {
    "full": "{mentor} has no openings left this month",
    "paused": "{mentor} takes no requests for now",
    "away": "{mentor} is away for a while",
    "ended": "{mentor} no longer mentors",
    "left": "{mentor} cannot be asked any more",
    "group": "The time to join the group call of {mentor} is over",
}
"""The same of one that was closed, by the reason that stands with it."""
UNTOLD = frozenset({"answered"})
"""Why a request is closed without news: its mentee talks to another mentor already."""


def told(person_id: int, why: str) -> People:
    """The user who is this person."""
    words = literal(squeeze(why, LONGEST_WHY)).label("why")
    return select(User.id.label("user_id"), words).where(User.person_id == person_id)


def name_of(person_id: int) -> str:
    """The name of a person; words for one who is gone."""
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or FORMER


def asked(happening: Happening) -> People | None:
    """The mentor of a request that waits for their answer."""
    row = db.session.get(MentoringRequest, happening.id)
    if row is None or row.state is not RequestState.ASKED:
        return None
    return told(row.mentor_id, f"{name_of(row.need.mentee_id)} asks for a conversation")


def accepted(happening: Happening) -> People | None:
    """The mentee of a request that was accepted; who joined a group call knows."""
    row = db.session.get(MentoringRequest, happening.id)
    if row is None or row.state is not RequestState.ACCEPTED or row.group_call_id:
        return None
    return told(row.need.mentee_id, f"{name_of(row.mentor_id)} says yes: propose a time")


def ended(happening: Happening) -> People | None:
    """Whom the end of a request is news to: its mentee, or the mentor it was taken back from."""
    row = db.session.get(MentoringRequest, happening.id)
    if row is None or row.closed_why in UNTOLD:
        return None
    if row.state is RequestState.WITHDRAWN:
        taken_back = f"{name_of(row.need.mentee_id)} took the request back"
        return told(row.mentor_id, taken_back) if row.asked_at else None
    words = ended_words(row, name_of(row.mentor_id))
    return told(row.need.mentee_id, words) if words else None


def ended_words(row: MentoringRequest, mentor: str) -> str:
    """How a request ended, in words for its mentee; empty for one that did not."""
    if row.state not in ENDED_WORDS:
        return ""
    is_closed = row.state is RequestState.CLOSED
    template = CLOSED_WORDS.get(row.closed_why, "") if is_closed else ""
    words = (template or ENDED_WORDS[row.state]).format(mentor=mentor)
    said = squeeze(row.words, QUOTED)
    return f"{words}: “{said}”" if said else words


def offered(happening: Happening) -> People | None:
    """The mentees whom a group call was offered to, while it is to come and was not called off."""
    row = db.session.get(GroupCall, happening.id)
    if row is None or row.cancelled_at or row.starts_at <= clock.now():
        return None
    mentees = (
        select(MentoringNeed.mentee_id)
        .join(MentoringRequest, MentoringRequest.need_id == MentoringNeed.id)
        .where(MentoringRequest.group_call_id == row.id, MentoringRequest.state == RequestState.ASKED)
    )
    words = f"{name_of(row.mentor_id)} offers one call to several who ask the same: join it, or not"
    why = literal(squeeze(words, LONGEST_WHY)).label("why")
    return select(User.id.label("user_id"), why).where(User.person_id.in_(mentees))


def opened(happening: Happening) -> People | None:
    """The mentee of an open question whom ION staff suggest a mentor to, or who waits for one with openings."""
    row = db.session.get(MentoringNeed, happening.id)
    name = name_of(happening.details["mentor"])
    if row is None or row.state is not NeedState.OPEN:
        return None
    if happening.details.get("is_by_staff"):
        return told(row.mentee_id, f"ION staff suggest {name}")
    return told(row.mentee_id, f"{name} fits and has openings now") if row.waits_since else None


IDS: Any = bindparam("ids", expanding=True)
ME: Any = bindparam("me")
needs = aliased(MentoringNeed)
REQUESTS = (
    select(MentoringRequest.id, MentoringRequest.state, MentoringRequest.mentor_id, needs.question)
    .join(needs, needs.id == MentoringRequest.need_id)
    .where(MentoringRequest.id.in_(IDS), or_(needs.mentee_id == ME, MentoringRequest.mentor_id == ME))
)
NEEDS = select(MentoringNeed.id, MentoringNeed.question, MentoringNeed.state).where(
    MentoringNeed.id.in_(IDS), MentoringNeed.mentee_id == ME
)
CALLS = (
    select(GroupCall.id, GroupCall.about, GroupCall.starts_at, MentoringRequest.id.label("request_id"))
    .join(MentoringRequest, MentoringRequest.group_call_id == GroupCall.id)
    .join(needs, needs.id == MentoringRequest.need_id)
    .where(GroupCall.id.in_(IDS), needs.mentee_id == ME)
)


def found(statement: Any, things: Collection[Thing], viewer: Viewer) -> dict[int, Any]:
    """The rows that the viewer has a part in, by id."""
    ids = [id for _, id, _ in things]
    return {row.id: row for row in reading.rows(statement, ids=ids, me=viewer.person_id)}


def requests(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Requests, for their two sides; what is only planned is not the mentor's to know."""
    rows = found(REQUESTS, things, viewer)
    return {
        thing: Subject(row.id, row.question, f"/mentoring/requests/{row.id}", "mentoring request")
        for thing in things
        if (row := rows.get(thing[1]))
        and not (row.mentor_id == viewer.person_id and row.state == RequestState.PLANNED)
    }


def own_needs(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """What the viewer asked for; over once it is no longer open."""
    rows = found(NEEDS, things, viewer)
    return {
        thing: Subject(
            row.id,
            row.question,
            f"/mentoring/needs/{row.id}",
            "mentoring question",
            is_over=row.state != NeedState.OPEN,
        )
        for thing in things
        if (row := rows.get(thing[1]))
    }


def calls(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Group calls, for those they were offered to, who answer on their own request; over once they are."""
    rows, now = found(CALLS, things, viewer), clock.now()
    return {
        thing: Subject(
            row.id,
            row.about,
            f"/mentoring/requests/{row.request_id}",
            "group call",
            is_over=row.starts_at <= now,
        )
        for thing in things
        if (row := rows.get(thing[1]))
    }
