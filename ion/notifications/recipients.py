"""Whom a happening concerns, and why: one `Select` of (user_id, why) for each rule, a row per user.

Who may not see the thing, and who cannot sign in, is left out of what these find by whoever asks.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from ion.base.extensions import db
from ion.core.labels import label
from ion.core.ports.subjects import SUBJECTS
from ion.models import Follow, Item, ItemState, Organization, PeerGroup, Person, User, Webinar
from ion.notifications.happening import Happening

People = Select[*tuple[Any, ...]]
FOLLOWED_TERMS = ("series", "topic", "role", "state", "program")
NAMED = "Your name is on it"
POSTED = "You posted it"


def followers(happening: Happening) -> People | None:
    """Who follows the published item, its authors, their organizations or what it is about, but not its own people."""
    item = db.session.get(Item, happening.id)
    if item is None:
        return None
    reasons = reasons_to_tell(item)
    ranks = [(followed(kind, key), rank) for rank, (kind, key, _) in enumerate(reasons)]
    best = (
        select(Follow.user_id, func.min(case(*ranks)).label("rank"))
        .where(or_(*(condition for condition, _ in ranks)))
        .group_by(Follow.user_id)
        .subquery()
    )
    words = {rank: f"You follow {name}" for rank, (_, _, name) in enumerate(reasons)}
    return (
        select(best.c.user_id, case(words, value=best.c.rank).label("why"))
        .join(User, User.id == best.c.user_id)
        .where(User.person_id.not_in(own_people(item)))
    )


def followed(kind: str, key: str) -> ColumnElement[bool]:
    return and_(Follow.kind == kind, Follow.key == key)


def reasons_to_tell(item: Item) -> list[tuple[str, str, str]]:
    """What one may follow to hear of the item, as (kind, key, name), the closest first."""
    noun = SUBJECTS[item.kind].label if item.kind in SUBJECTS else item.kind
    authors = [author.person for author in item.authors]
    homes = dict.fromkeys(person.organization for person in authors if person.organization)
    return [
        (item.kind, str(item.id), f"this {noun}"),
        *named("person", authors),
        *named("organization", [*homes]),
        *groups(item),
        *(
            (term.facet, term.key, label(term.facet, term.key))
            for facet in FOLLOWED_TERMS
            for term in sorted(item.terms, key=lambda term: term.key)
            if term.facet == facet
        ),
    ]


def groups(item: Item) -> list[tuple[str, str, str]]:
    """The peer-learning groups that meet in a webinar of their series."""
    meeting = (
        select(Item.id, Item.title)
        .join(PeerGroup, PeerGroup.item_id == Item.id)
        .join(Webinar, Webinar.series == PeerGroup.series)
        .where(Webinar.item_id == item.id, PeerGroup.series != "", Item.state == ItemState.PUBLISHED)
        .order_by(Item.id)
    )
    return [("group", str(row.id), row.title) for row in db.session.execute(meeting)]


def named(kind: str, holders: Sequence[Person | Organization]) -> list[tuple[str, str, str]]:
    return [(kind, str(holder.id), holder.name) for holder in holders]


def signed_by(item: Item) -> list[int]:
    """The persons in the byline, and who sent it in."""
    authors = [author.person_id for author in item.authors]
    return authors if item.submitted_by_id is None else [*authors, item.submitted_by_id]


def own_people(item: Item) -> list[int]:
    """The persons whose item it is: who signed it, and who put it up."""
    signed = signed_by(item)
    return signed if item.posted_by_id is None else [*signed, item.posted_by_id]


def own(happening: Happening) -> People | None:
    """Whose item it is that was published."""
    item = db.session.get(Item, happening.id)
    if item is None:
        return None
    why = case((User.person_id.in_(signed_by(item)), NAMED), else_=POSTED).label("why")
    return select(User.id.label("user_id"), why).where(User.person_id.in_(own_people(item)))


def holder(happening: Happening) -> People:
    """The user whom the happening is about; why needs no saying."""
    return select(User.id.label("user_id"), literal("").label("why")).where(User.id == happening.id)
