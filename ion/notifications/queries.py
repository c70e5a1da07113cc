"""Reads: what a user was told, what it is to them now, and who is to be told."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.access import GROUPS, Viewer, ids_of
from ion.models import Comment, Notice, Person, User, UserGrant
from ion.notifications.noticed import Subject, Thing
from ion.notifications.recipients import People
from ion.notifications.rules import BY_KIND
from ion.notifications.things import alike, subjects

PATH = "/notifications"
OF_USER = Notice.user_id == bindparam("user")
TAKEN = (
    Notice.id,
    Notice.kind,
    Notice.subject_kind,
    Notice.subject_id,
    Notice.occurrence,
    Notice.why,
    Notice.created_at,
    Notice.read_at,
)
TOLD = (
    select(*TAKEN)
    .where(OF_USER)
    .order_by(Notice.created_at.desc(), Notice.id.desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
TOTAL = select(func.count()).select_from(Notice).where(OF_USER)
ONE = (
    select(Notice.id, Notice.subject_kind, Notice.subject_id, Notice.occurrence, Notice.read_at)
    .where(OF_USER, Notice.id == bindparam("id"))
)  # fmt: skip
USERS = (
    select(User.id, User.person_id, Person.name, UserGrant.grant, GROUPS.label("groups"))
    .join(Person, Person.id == User.person_id)
    .join(UserGrant, UserGrant.user_id == User.id, isouter=True)
    .where(User.id.in_(bindparam("ids", expanding=True)))
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    .order_by(User.id)
)


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in the list. `subject` is None where the thing is gone, or may no longer be seen."""

    id: int
    kind: str
    label: str
    why: str
    at: datetime
    is_unread: bool
    subject: Subject | None


def told(viewer: Viewer, *, offset: int, limit: int) -> list[Told]:
    """What the viewer was told, newest first."""
    return told_of(reading.rows(TOLD, user=viewer.id, offset=offset, limit=limit).all(), viewer)


def told_of(rows: Sequence[Any], viewer: Viewer) -> list[Told]:
    """Rows of the columns of TAKEN as the viewer may see them, in their order."""
    seen = subjects([thing_of(row) for row in rows], viewer)
    return [
        Told(
            id=row.id,
            kind=row.kind,
            label=BY_KIND[row.kind].label if row.kind in BY_KIND else "",
            why=row.why if thing_of(row) in seen else "",  # it may quote what may not be seen any more
            at=row.created_at,
            is_unread=row.read_at is None,
            subject=seen.get(thing_of(row)),
        )
        for row in rows
    ]


def total(user_id: int) -> int:
    """How many notices the user has."""
    return reading.rows(TOTAL, user=user_id).scalar() or 0


@dataclass(frozen=True, slots=True)
class Sight:
    """Where a notice leads its user, and whether it was followed before."""

    path: str
    is_unread: bool


def sight(viewer: Viewer, id: int) -> Sight | None:
    """Where the viewer's notice leads; None for another's, for none, and where the thing may not be seen."""
    row = reading.rows(ONE, user=viewer.id, id=id).first()
    subject = subjects([thing_of(row)], viewer).get(thing_of(row)) if row else None
    return Sight(subject.path, row.read_at is None) if row and subject else None


def thing_of(row: Any) -> Thing:
    return (row.subject_kind, row.subject_id or 0, row.occurrence)


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


def choices(user_ids: Collection[int]) -> Sequence[Any]:
    """The users by ascending id, as rows of id, preferences and zone: what decides when each is mailed."""
    return reading.rows(CHOICES, ids=list(user_ids)).all()


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
