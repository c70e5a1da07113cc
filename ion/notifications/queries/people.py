"""Who is told: users as the viewers they would be, what they chose, and where they are mailed."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.access import GROUPS, Viewer, ids_of
from ion.models import Comment, Person, User, UserGrant
from ion.notifications.noticed import Thing
from ion.notifications.recipients import People
from ion.notifications.things import alike, subjects

USERS = (
    select(User.id, User.person_id, Person.name, UserGrant.grant, GROUPS.label("groups"))
    .join(Person, Person.id == User.person_id)
    .join(UserGrant, UserGrant.user_id == User.id, isouter=True)
    .where(User.id.in_(bindparam("ids", expanding=True)))
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    .order_by(User.id)
)


def viewers(user_ids: Collection[int]) -> dict[int, Viewer]:
    """Those of the users who can sign in, as the viewers they would be."""
    named: dict[int, list[Any]] = {}
    for row in reading.rows(USERS, ids=list(user_ids)):
        named.setdefault(row.id, []).append(row)
    return {
        id: Viewer(
            id,
            rows[0].person_id,
            rows[0].name,
            frozenset(row.grant for row in rows if row.grant),
            groups=ids_of(rows[0].groups),
        )
        for id, rows in named.items()
    }


CHOICES = (
    select(User.id, User.preferences, Person.zone)
    .join(Person, Person.id == User.person_id)
    .where(User.id.in_(bindparam("ids", expanding=True)))
    .order_by(User.id)
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What decides when a user is mailed."""

    id: int
    preferences: Mapping[str, Any]
    zone: str


def choices(user_ids: Collection[int]) -> list[Choice]:
    """What the users chose, by ascending id."""
    return [Choice(*row) for row in reading.rows(CHOICES, ids=list(user_ids))]


def person_of(user_id: int) -> int | None:
    """The person that the user is."""
    return db.session.scalar(select(User.person_id).where(User.id == user_id))


def preferences(user_id: int) -> Mapping[str, Any]:
    """What the user chose."""
    return db.session.scalar(select(User.preferences).where(User.id == user_id)) or {}


@dataclass(frozen=True, slots=True)
class Addressee:
    """A user who may be mailed."""

    email: str
    preferences: Mapping[str, Any]
    zone: str
    viewer: Viewer


def addressee(user_id: int) -> Addressee | None:
    """The user to mail; None for one who is suspended, not confirmed, or gone."""
    viewer = viewers([user_id]).get(user_id)
    row = db.session.execute(
        select(User.email, User.preferences, Person.zone)
        .join(Person, Person.id == User.person_id)
        .where(User.id == user_id)
    ).first()
    return Addressee(row.email, row.preferences, row.zone, viewer) if row and viewer else None


def next_people(people: People, *, after: int, limit: int) -> list[tuple[int, str]]:
    """The next users with the reason why they are told, by ascending id beyond `after`."""
    concerned = people.subquery()
    rows = reading.rows(
        select(concerned.c.user_id, concerned.c.why)
        .where(concerned.c.user_id > after)
        .order_by(concerned.c.user_id)
        .limit(limit)
    )
    return [(row.user_id, row.why) for row in rows]


def who_may_see(thing: Thing, people: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of the people who can sign in and may see the thing."""
    able = viewers([id for id, _ in people])
    answers: dict[Hashable, bool] = {}

    def may_see(viewer: Viewer) -> bool:
        kin = alike(thing, viewer)
        if kin not in answers:
            answers[kin] = bool(subjects([thing], viewer))
        return answers[kin]

    return [(id, why) for id, why in people if id in able and may_see(able[id])]


COMMENT_IDS = select(Comment.id).where(Comment.item_id == bindparam("item_id")).order_by(Comment.id)


def comment_ids(item_id: int) -> list[int]:
    """The comments that go with the item."""
    return [row.id for row in reading.rows(COMMENT_IDS, item_id=item_id)]
