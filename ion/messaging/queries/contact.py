"""Who may write to whom: at once, first as a request, or not at all, and why, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.access import Viewer, scopes
from ion.core.people import PERSON_SEEN, PersonCard, cards, page_path
from ion.core.ports.contact import CONTACT_REASONS
from ion.messaging.policies import CLOSED, CONTACT
from ion.models import Block, Conversation, Person, User, UserGrant
from ion.models.user import STAFF


class Way(StrEnum):
    """How one user may write to another: at once, as a request that is answered first, or not."""

    NOW = "now"
    REQUEST = "request"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Contact:
    """How a user may write to another, and `why` as a sentence.

    `conversation_id` is the one-to-one conversation that the user may open already.
    """

    way: Way
    why: str
    conversation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to: the login, the person with the address of the page, and how they may be written to."""

    user_id: int
    person_id: int
    name: str
    path: str
    contact: Contact


me, them = aliased(User), aliased(User)
"""Aliases, so that rules about other users may stand beside them (ion.core.people)."""
SELF = bindparam("user_id", type_=Integer)


def is_staff(user_id: Any) -> Any:
    return exists().where(UserGrant.user_id == user_id, UserGrant.grant.in_(STAFF))


PAIR = case(
    (them.id < SELF, cast(them.id, String) + ":" + cast(SELF, String)),
    else_=cast(SELF, String) + ":" + cast(them.id, String),
)
APART = exists().where(
    or_(
        and_(Block.user_id == SELF, Block.blocked_id == them.id),
        and_(Block.user_id == them.id, Block.blocked_id == SELF),
    )
)
SILENT = or_(them.suspended_at.is_not(None), them.confirmed_at.is_(None))
IS_OPEN = or_(
    Conversation.last_number > 0, Conversation.created_by_id.is_(None), Conversation.created_by_id == SELF
)
"""SQL: `policies.is_open` for the user."""
OTHERS = (
    select(
        them.id,
        Person.id.label("person_id"),
        Person.name,
        them.preferences,
        or_(SILENT, me.suspended_at.is_not(None), me.confirmed_at.is_(None), APART).label("is_closed"),
        is_staff(them.id).label("is_staff"),
        is_staff(SELF).label("am_staff"),
        Conversation.id.label("conversation_id"),
        Conversation.asked_by_id,
        Conversation.answered_at,
        and_(Conversation.id.is_not(None), IS_OPEN).label("may_open"),
    )
    .select_from(them)
    .join(me, me.id == SELF)
    .join(Person, Person.id == them.person_id)
    .join(Conversation, Conversation.pair == PAIR, isouter=True)
    .where(them.id != SELF)
)
KNOWN = OTHERS.where(them.id.in_(bindparam("ids", expanding=True)))
SEEN = OTHERS.where(Person.id.in_(bindparam("ids", expanding=True)), ~SILENT, PERSON_SEEN)
NO_REASONS: Mapping[int, str] = {}


def contacts(user_id: int, others: Collection[int]) -> dict[int, Contact]:
    """How a user may write to each of these users; who does not exist, and the user, are left out."""
    return ways(reading.rows(KNOWN, user_id=user_id, ids=list(others)).all() if others else [], user_id)


def ways(rows: Sequence[Row[Any]], user_id: int) -> dict[int, Contact]:
    """How a user may write to each of those in rows of OTHERS."""
    settled = {row.id: plain(row, user_id) for row in rows}
    unsettled = [id for id, contact in settled.items() if contact is None]
    reasons = reasons_of(user_id, unsettled) if unsettled else NO_REASONS
    return {
        row.id: replace(
            settled[row.id] or by_reason(row, reasons.get(row.id, ""), user_id),
            conversation_id=row.conversation_id if row.may_open else None,
        )
        for row in rows
    }


def plain(row: Row[Any], user_id: int) -> Contact | None:
    """What is settled without asking the rooms; None where their reasons decide."""
    if row.is_closed:
        return asked(row.name) if is_asked(row, user_id) else closed(row.name)
    if row.is_staff or row.am_staff:
        return Contact(Way.NOW, f"{row.name} is ION staff." if row.is_staff else "You are ION staff.")
    if row.answered_at is not None:
        return Contact(Way.NOW, f"You and {row.name} are in touch already.")
    return None


def closed(name: str) -> Contact:
    """Blocked, suspended and closed to requests look alike: nobody is told which."""
    return Contact(Way.CLOSED, f"{name} does not take messages from members.")


def is_asked(row: Row[Any], user_id: int) -> bool:
    """Whether the user's request stands without an answer; one that was declined does, too, for who asked."""
    return bool(row.may_open) and row.answered_at is None and row.asked_by_id == user_id


def asked(name: str) -> Contact:
    return Contact(Way.CLOSED, f"You asked {name} already. You can write more once they accept.")


def reasons_of(user_id: int, others: Collection[int]) -> dict[int, str]:
    """The first reason that a room has for each of them; all rooms are asked in one question."""
    offers = [offer.known.subquery() for offer in CONTACT_REASONS]
    if not offers:
        return {}
    each_room = [
        select(literal(place).label("place"), offer.c.user_id, offer.c.why)
        for place, offer in enumerate(offers)
    ]
    asked = union_all(*each_room).order_by("place", "user_id", "why")
    found: dict[int, str] = {}
    for row in reading.rows(asked, user_id=user_id, others=list(others)):
        found.setdefault(row.user_id, row.why)
    return found


def by_reason(row: Row[Any], why: str, user_id: int) -> Contact:
    """The way where no engine settled it: a room's reason, a request that stands, or what the other one prefers."""
    if why:
        return Contact(Way.NOW, why)
    if is_asked(row, user_id):
        return asked(row.name)
    if row.may_open:
        return Contact(Way.NOW, f"{row.name} asked to write to you.")
    if row.preferences.get(CONTACT) == CLOSED:
        return closed(row.name)
    return Contact(
        Way.REQUEST, f"Your first message is a request. You can write more once {row.name} accepts it."
    )


def contact_of_person(who: Viewer, person_id: int) -> Contact | None:
    """How the viewer may write to a person; None for oneself, nobody with a login, and a page that is not seen."""
    found = recipients(who, [person_id])
    return found[0].contact if found else None


def recipients(who: Viewer, person_ids: Collection[int]) -> list[Recipient]:
    """Those of these persons whom the viewer may know and who have a login, in the order given; never the viewer."""
    ids = list(dict.fromkeys(person_ids))
    rows = seen(who, ids) if ids else {}
    found = ways([*rows.values()], who.id)
    return [
        Recipient(row.id, row.person_id, row.name, page_path(row.person_id), found[row.id])
        for row in (rows[id] for id in ids if id in rows)
    ]


def seen(who: Viewer, person_ids: Collection[int]) -> dict[int, Row[Any]]:
    rows = reading.rows(SEEN, user_id=who.id, ids=list(person_ids), scopes=sorted(scopes(who)))
    return {row.person_id: row for row in rows}


def may_know(who: Viewer, user_ids: Collection[int]) -> set[int]:
    """Those of these users whose page the viewer may see."""
    persons = select(User.person_id).where(User.id.in_(user_ids))
    ids = list(reading.rows(persons).scalars())
    return {row.id for row in seen(who, ids).values()} if ids else set()


CANDIDATES = 60
"""Names that are looked at for one list of suggestions."""
NEARBY = 300


def suggested(who: Viewer, typed: str, limit: int) -> list[PersonCard]:
    """People to write to whose name has a word that begins as typed, those who may be written to at once first.

    For nothing typed they are those whom a room names (the people of one's groups).
    """
    words = " ".join(typed.lower().split())
    rows = named(who, words) if words else nearby(who)
    found = contacts(who.id, [row.id for row in rows])
    open_ones = [row for row in rows if row.id in found and found[row.id].way is not Way.CLOSED]
    open_ones.sort(key=lambda row: (found[row.id].way is not Way.NOW, row.name.lower(), row.person_id))
    ids = [row.person_id for row in open_ones[:limit]]
    shown = cards(ids, scopes(who))
    return [shown[id] for id in ids if id in shown]


def named(who: Viewer, words: str) -> list[Row[Any]]:
    names = Person.name.istartswith(words, autoescape=True)
    inside = Person.name.icontains(" " + words, autoescape=True)
    statement = LISTED.where(or_(names, inside)).order_by(Person.name, Person.id).limit(CANDIDATES)
    return list(reading.rows(statement, user_id=who.id, scopes=sorted(scopes(who))))


def nearby(who: Viewer) -> list[Row[Any]]:
    ids = [id for offer in CONTACT_REASONS for id in offer.people(who.id)][:NEARBY]
    statement = LISTED.where(them.id.in_(ids)).order_by(Person.name, Person.id).limit(CANDIDATES)
    return list(reading.rows(statement, user_id=who.id, scopes=sorted(scopes(who)))) if ids else []


LISTED = (
    select(them.id, Person.id.label("person_id"), Person.name)
    .join(Person, Person.id == them.person_id)
    .where(~SILENT, PERSON_SEEN, them.id != SELF)
)
