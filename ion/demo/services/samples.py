"""What the sample network consists of, by ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from ion.base.extensions import db
from ion.models import Item, ItemAuthor, Organization, Person, Revision, User

BY_NAME = ":person/"


@dataclass(frozen=True, slots=True)
class Samples:
    """Ids: of items by kind, of logins, of organizations, and of the people who go. `named` are sample people whom
    other content names: they stay, without a login.
    """

    items: Mapping[str, Collection[int]]
    users: Collection[int]
    organizations: Collection[int]
    people: Collection[int]
    named: Mapping[int, str]

    @property
    def item_ids(self) -> list[int]:
        return [id for ids in self.items.values() for id in ids]

    def among(self, kind: Any, id: Any) -> ColumnElement[bool]:
        """SQL: the two columns name something of the sample network that goes."""
        things = {
            **self.items,
            "user": self.users,
            "person": self.people,
            "organization": self.organizations,
        }
        return or_(false(), *(and_(kind == name, id.in_(ids)) for name, ids in things.items()))

    def among_keys(self, kind: Any, key: Any) -> ColumnElement[bool]:
        """SQL: the same where ids are kept as text."""
        things = {**self.items, "person": self.people, "organization": self.organizations}
        return or_(
            false(), *(and_(kind == name, key.in_([str(id) for id in ids])) for name, ids in things.items())
        )


def samples() -> Samples:
    """The sample network as it is now."""
    items: dict[str, list[int]] = {}
    for id, kind in db.session.execute(
        select(Item.id, Item.kind).where(Item.is_sample).order_by(Item.kind, Item.id)
    ):
        items.setdefault(kind, []).append(id)
    people = {
        id: name for id, name in db.session.execute(select(Person.id, Person.name).where(Person.is_sample))
    }
    mine = set(people) | of_bylines(items)
    named = named_elsewhere(mine)
    return Samples(
        items=items,
        users=db.session.scalars(select(User.id).where(User.person_id.in_(people))).all(),
        organizations=db.session.scalars(select(Organization.id).where(Organization.is_sample)).all(),
        people=sorted(mine - named),
        named={id: people[id] for id in sorted(named & people.keys())},
    )


def of_bylines(items: Mapping[str, Collection[int]]) -> set[int]:
    """Real authors of texts that are quoted in the samples: who is here for their bylines alone, made with them."""
    ids = [id for some in items.values() for id in some]
    sources = db.session.scalars(select(Item.source).where(Item.id.in_(ids), Item.source.is_not(None)))
    places = {source.partition(":")[0] for source in sources if source}
    made = or_(false(), *(Person.source.startswith(place + BY_NAME, autoescape=True) for place in places))
    has_login = exists().where(User.person_id == Person.id)
    return set(db.session.scalars(select(Person.id).where(made, ~Person.is_sample, ~has_login)))


def named_elsewhere(people: Collection[int]) -> set[int]:
    """Those of these people whom an item names that is no sample."""
    signed = select(ItemAuthor.person_id).join(Item, Item.id == ItemAuthor.item_id)
    saved = select(Revision.person_id).join(Item, Item.id == Revision.item_id)
    names = [
        signed.where(~Item.is_sample),
        saved.where(~Item.is_sample),
        select(Item.submitted_by_id).where(~Item.is_sample),
        select(Item.posted_by_id).where(~Item.is_sample),
    ]
    return {id for asked in names for id in db.session.scalars(asked.distinct()) if id is not None} & {
        *people
    }
