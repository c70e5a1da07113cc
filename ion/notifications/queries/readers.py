"""Who may be briefed: what they care about, what they know already; read for many people at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, bindparam, select

from ion.base.vocabulary.zones import is_zone
from ion.core import reading
from ion.models import (
    BriefLine,
    Follow,
    Item,
    Notice,
    Person,
    PersonTerm,
    Registration,
    Standing,
    User,
)
from ion.notifications.queries.fresh import CLOSENESS, IDS, Candidate, Pair
from ion.notifications.schedule import SITE_ZONE

OWN_FACETS = ("topic", "role", "state")
COMING = (Standing.REGISTERED, Standing.WAITING)


@dataclass(slots=True)
class Reader:
    """Somebody who may be briefed: what they care about, what they know already, and whether something waits."""

    id: int
    person_id: int
    own: set[Pair] = field(default_factory=set)
    followed: set[Pair] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    is_waiting: bool = False


ZONES = select(Person.zone).join(User, User.person_id == Person.id).distinct()
READERS = (
    select(User.id, User.person_id)
    .join(Person, Person.id == User.person_id)
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None), User.id > bindparam("after"))
    .where(Person.zone.in_(bindparam("zones", expanding=True)))
    .order_by(User.id)
    .limit(bindparam("limit"))
)
PEOPLE: Any = bindparam("people", expanding=True)
USERS: Any = bindparam("users", expanding=True)
OWN = select(PersonTerm.person_id, PersonTerm.facet, PersonTerm.key).where(
    PersonTerm.person_id.in_(PEOPLE), PersonTerm.facet.in_(OWN_FACETS)
)
FOLLOWED = select(Follow.user_id, Follow.kind, Follow.key).where(
    Follow.user_id.in_(USERS), Follow.kind.in_(CLOSENESS)
)
TOLD = (
    select(Notice.user_id, Notice.subject_id)
    .join(Item, and_(Item.id == Notice.subject_id, Item.kind == Notice.subject_kind))
    .where(Notice.user_id.in_(USERS), Notice.subject_id.in_(IDS))
)
NAMED = (
    select(BriefLine.user_id, BriefLine.subject_id)
    .join(Item, and_(Item.id == BriefLine.subject_id, Item.kind == BriefLine.kind))
    .where(BriefLine.user_id.in_(USERS), BriefLine.subject_id.in_(IDS))
)
REGISTERED = select(Registration.user_id, Registration.webinar_id).where(
    Registration.user_id.in_(USERS), Registration.webinar_id.in_(IDS), Registration.state.in_(COMING)
)
WAITING = (
    select(Notice.user_id)
    .where(Notice.user_id.in_(USERS), Notice.mail_at.is_not(None))
    .group_by(Notice.user_id)
)


def zones() -> list[str]:
    """Every zone that a user has chosen; empty is among them where somebody chose none."""
    return [row.zone for row in reading.rows(ZONES)]


def readers(zone: str, found: Sequence[Candidate], *, after: int, limit: int) -> tuple[list[Reader], int]:
    """The next users of a zone, by ascending id beyond `after`, and the last id looked at (0: there are no more)."""
    names = [name for name in zones() if (name if is_zone(name) else SITE_ZONE.key) == zone]
    rows = reading.rows(READERS, zones=names, after=after, limit=limit).all() if names else []
    if not rows:
        return [], 0
    made = {row.id: Reader(row.id, row.person_id) for row in rows}
    learn(made, [each.id for each in found])
    return list(made.values()), rows[-1].id


def learn(readers: Mapping[int, Reader], ids: Collection[int]) -> None:
    """Read what each cares about, which of the items they know, and for whom something waits."""
    by_person = {reader.person_id: reader for reader in readers.values()}
    users = list(readers)
    for person_id, facet, key in reading.rows(OWN, people=list(by_person)):
        by_person[person_id].own.add((facet, key))
    for user_id, kind, key in reading.rows(FOLLOWED, users=users):
        readers[user_id].followed.add((kind, key))
    for row in reading.rows(WAITING, users=users):
        readers[row.user_id].is_waiting = True
    for statement in (TOLD, NAMED, REGISTERED) if ids else ():
        for user_id, item_id in reading.rows(statement, users=users, ids=list(ids)):
            readers[user_id].known.add(item_id)


NAMED_BEFORE = select(BriefLine.kind, BriefLine.subject_id).where(BriefLine.user_id == bindparam("user"))


def named_before(user_id: int) -> set[tuple[str, int]]:
    """What the briefs of the user have named."""
    return {(row.kind, row.subject_id) for row in reading.rows(NAMED_BEFORE, user=user_id)}
