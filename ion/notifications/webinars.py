"""Webinars, questions and peer-learning groups: who is told what of them, and where such a notice leads.

Things: (webinar, id) for what one's own registration or wish is about; (question, id) for one that was answered;
(open-question, id) for one that waits, for who may answer it; (group, id) and (group-roster, id) for joining.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, bindparam, case, cast, exists, literal, or_, select

from ion.base.extensions import db
from ion.commons.questions.policies import SEEN_STATES
from ion.commons.questions.queries import questions
from ion.commons.reactions import queries as following
from ion.core import reading
from ion.core.access import group_token, scopes
from ion.core.ports.subjects import Subject as Place
from ion.core.text import squeeze
from ion.models import (
    Grant,
    GroupMember,
    GroupStanding,
    Interest,
    Item,
    ItemAuthor,
    PeerGroup,
    Person,
    Question,
    QuestionState,
    QuestionVote,
    Registration,
    Standing,
    User,
    UserGrant,
    Webinar,
    Wish,
)
from ion.notifications.happening import Happening
from ion.notifications.noticed import Ground, Subject, Thing
from ion.notifications.recipients import People

WEBINAR, GROUP, ROSTER = "webinar", "group", "group-roster"
QUESTION, OPEN_QUESTION = "question", "open-question"
LONGEST_WHY = 300
WAITING = (QuestionState.HELD, QuestionState.OPEN)


def told(condition: Any, why: str) -> People:
    """The users of whom the condition holds, all for one reason."""
    words = literal(squeeze(why, LONGEST_WHY)).label("why")
    return select(User.id.label("user_id"), words).where(condition)


def promoted(happening: Happening) -> People | None:
    """Whose registration moved up to a seat, as long as it still has it."""
    row = db.session.get(Registration, happening.details["registration"])
    if row is None or row.user_id is None or row.state is not Standing.REGISTERED:
        return None
    return told(User.id == row.user_id, "You moved up from the waiting list: you are registered")


def wished(wish: Wish, why: str) -> Any:
    """The rule of those who wanted to be told, and were at the instant that the happening names."""

    def people(happening: Happening) -> People:
        interest = select(Interest.user_id).where(
            Interest.webinar_id.in_(happening.details["of"]),
            Interest.wish == wish,
            Interest.told_at == happening.at,
        )
        return told(User.id.in_(interest), why)

    return people


opened = wished(Wish.OPENS, "Registration is open, as you wanted to know")
repeated = wished(Wish.AGAIN, "It is run again, as you wished")


def asker(happening: Happening) -> People | None:
    """Who asked the question that has an answer now, or one that is part of it, and who follows it: without asking,
    those who voted for it. Not who answered it."""
    row = db.session.get(Question, happening.id)
    answered = db.session.get(Question, row.merged_into_id) if row and row.merged_into_id else row
    if row is None or answered is None or answered.state is not QuestionState.ANSWERED:
        return None
    key = str(row.id)
    voted = select(QuestionVote.voter).where(QuestionVote.question_id == row.id)
    takes_part = or_(User.id == row.user_id, (literal("user:") + cast(User.id, String)).in_(voted))
    hears = takes_part & User.id.not_in(following.stopped(QUESTION, key))
    words = squeeze(row.text, 160)
    why = case(
        (User.id == row.user_id, literal(f"Your question: “{words}”")), else_=literal(f"You follow “{words}”")
    )
    return select(User.id.label("user_id"), why.label("why")).where(
        hears | User.id.in_(following.following(QUESTION, key)), User.id != (answered.answered_by_id or 0)
    )


def answerers(happening: Happening) -> People | None:
    """Who can answer a question that waits: its owner, else the presenters and the moderator."""
    row = db.session.get(Question, happening.id)
    if row is None or row.state not in WAITING:
        return None
    why = f"“{squeeze(row.text, 160)}”"
    if row.owner_id is not None:
        return told(User.id == row.owner_id, why)
    webinar = db.session.get(Webinar, row.item_id)
    presenters = select(ItemAuthor.person_id).where(ItemAuthor.item_id == row.item_id)
    among = or_(User.person_id.in_(presenters), User.person_id == (webinar.moderator_id if webinar else None))
    return told(among & (User.id != (row.user_id or 0)), why)


def facilitators(happening: Happening) -> People | None:
    """Who lets people into the group that somebody asks to join, while they do: its facilitator, else ION staff."""
    user_id = happening.details["user_id"]
    row = db.session.get(GroupMember, (happening.id, user_id))
    if row is None or row.standing is not GroupStanding.ASKED:
        return None
    name = db.session.scalar(
        select(Person.name).join(User, User.person_id == Person.id).where(User.id == user_id)
    )
    lead = (
        select(GroupMember.user_id)
        .join(User, User.id == GroupMember.user_id)
        .where(GroupMember.group_id == happening.id, GroupMember.standing == GroupStanding.FACILITATOR)
        .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    )
    if db.session.scalar(lead.limit(1)) is None:  # nobody leads it now: ION staff decide
        lead = select(UserGrant.user_id).where(UserGrant.grant.in_((Grant.FACILITATOR, Grant.ADMIN)))
    return told(User.id.in_(lead), f"{name} asks to join")


def let_in(happening: Happening) -> People | None:
    """Who was let into a group that does not take everybody."""
    user_id = happening.details["user_id"]
    row = db.session.get(GroupMember, (happening.id, user_id))
    group = db.session.get(PeerGroup, happening.id)
    if row is None or group is None or group.is_open or row.standing is not GroupStanding.MEMBER:
        return None
    return told(User.id == user_id, "You are on the roster now")


MAY_ANSWER = select(Item.id).where(
    Item.id.in_(bindparam("ids", expanding=True)),
    or_(
        exists().where(ItemAuthor.item_id == Item.id, ItemAuthor.person_id == bindparam("person_id")),
        exists().where(Webinar.item_id == Item.id, Webinar.moderator_id == bindparam("person_id")),
    ),
)


def own_questions(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """Questions that the viewer asked, and what everyone sees who may see the item."""
    return {
        thing: about(row, place)
        for thing in things
        if (row := ground.questions.get(thing[1]))
        and (row.user_id == ground.viewer.id or row.state in SEEN_STATES)
        and (place := ground.places.get(row.item_id))
    }


def open_questions(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """Questions that wait, for those who may answer them; over once they do not wait any more."""
    viewer, rows = ground.viewer, ground.questions
    ids = [rows[id].item_id for _, id, _ in things if id in rows]
    asked = {"ids": ids, "person_id": viewer.person_id}
    mine = {row.id for row in reading.rows(MAY_ANSWER, **asked)} if ids and not viewer.is_staff else set()
    return {
        thing: about(row, place, is_over=row.state not in WAITING)
        for thing in things
        if (row := rows.get(thing[1]))
        and (place := ground.places.get(row.item_id))
        and (viewer.is_staff or row.owner_id == viewer.id or row.item_id in mine)
    }


def about(row: questions.Told, place: Place, *, is_over: bool = False) -> Subject:
    return Subject(
        row.id,
        place.title,
        questions.path_of(row.id),
        "question",
        place.is_sample,
        place.is_archived,
        is_over=is_over,
        about=place.id,
    )


def rosters(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """Rosters of groups, for those on them and for ION staff."""
    viewer, tokens = ground.viewer, scopes(ground.viewer)
    return {
        thing: Subject(
            place.id, place.title, f"{place.path}/roster", "group", place.is_sample, about=place.id
        )
        for thing in things
        if (place := ground.places.get(thing[1])) and (viewer.is_staff or group_token(place.id) in tokens)
    }
