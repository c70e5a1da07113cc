"""Topics and series as ION staff see them: what they are called, and who uses them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.merged import ADDRESSES
from ion.core.times import count
from ion.models import (
    Follow,
    ItemTerm,
    MentorTerm,
    NeedCriterion,
    OrganizationTerm,
    PersonTerm,
    Series,
    Topic,
)

TELL = "upkeep.tell_merged"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of values that ION staff look after. `facet` is what items call it, `path` where it is looked after."""

    facet: str
    model: type[Any]
    path: str
    one: str
    many: str
    meaning: str

    def address(self, key: str) -> str:
        """Where readers find what has a value."""
        return ADDRESSES[self.facet] + key


VOCABULARIES: Mapping[str, Vocabulary] = {
    vocabulary.facet: vocabulary
    for vocabulary in (
        Vocabulary(
            "topic",
            Topic,
            "/staff/topics",
            "topic",
            "topics",
            "What posts, practices and webinars are about.",
        ),
        Vocabulary(
            "series",
            Series,
            "/staff/series",
            "series",
            "series",
            "Posts that belong together, told in order of their dates.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Uses:
    """How many items, people, organizations, followers, mentors and mentoring questions have a value."""

    items: int
    people: int
    organizations: int
    followers: int
    mentors: int
    questions: int

    @property
    def is_none(self) -> bool:
        return not any(getattr(self, name) for name in COUNTED)

    @property
    def words(self) -> str:
        """As in "14 items, 3 people, 2 followers"; empty for none."""
        told = (
            (self.items, "item", "items"),
            (self.people, "person", "people"),
            (self.organizations, "organization", "organizations"),
            (self.followers, "follower", "followers"),
            (self.mentors, "mentor", "mentors"),
            (self.questions, "mentoring question", "mentoring questions"),
        )
        return ", ".join(count(number, one, many) for number, one, many in told if number)


COUNTED = tuple(field.name for field in fields(Uses))


@dataclass(frozen=True, slots=True)
class TermRow:
    """One topic or series."""

    id: int
    key: str
    name: str
    summary: str
    uses: Uses


def columns(vocabulary: Vocabulary) -> list[Any]:
    """A value's own columns and its counts, each from an index."""
    model, facet = vocabulary.model, vocabulary.facet
    counts = [
        select(func.count()).select_from(holder).where(holder.facet == facet, holder.key == model.key)
        for holder in (ItemTerm, PersonTerm, OrganizationTerm, MentorTerm, NeedCriterion)
    ]
    followers = select(func.count()).select_from(Follow).where(Follow.kind == facet, Follow.key == model.key)
    counts.insert(COUNTED.index("followers"), followers)
    return [model.id, model.key, model.name, model.summary] + [
        asked.scalar_subquery().label(name) for name, asked in zip(COUNTED, counts, strict=True)
    ]


def term_row(row: Any) -> TermRow:
    uses = Uses(*(getattr(row, name) for name in COUNTED))
    return TermRow(row.id, row.key, row.name, row.summary, uses)


def holding(vocabulary: Vocabulary, words: str) -> ColumnElement[bool]:
    model = vocabulary.model
    found: ColumnElement[bool] = or_(
        model.name.icontains(words, autoescape=True), model.key.icontains(words, autoescape=True)
    )
    return found


def total(vocabulary: Vocabulary, words: str) -> int:
    """How many values have the words in their name or key."""
    asked = select(func.count()).select_from(vocabulary.model).where(holding(vocabulary, words))
    return int(reading.rows(asked).scalar_one())


def rows(vocabulary: Vocabulary, words: str, *, offset: int, limit: int) -> list[TermRow]:
    """Values whose name or key has the words, by name."""
    model = vocabulary.model
    asked = select(*columns(vocabulary)).where(holding(vocabulary, words))
    asked = asked.order_by(func.lower(model.name), model.id).offset(offset).limit(limit)
    return [term_row(row) for row in reading.rows(asked)]


def term(vocabulary: Vocabulary, id: int) -> TermRow | None:
    """One value; None for an unknown id."""
    row = reading.rows(select(*columns(vocabulary)).where(vocabulary.model.id == id)).first()
    return term_row(row) if row else None


def others(vocabulary: Vocabulary, id: int) -> list[tuple[int, str]]:
    """Every other value as (id, name), by name."""
    model = vocabulary.model
    asked = select(model.id, model.name).where(model.id != id).order_by(func.lower(model.name), model.id)
    return [(row.id, row.name) for row in reading.rows(asked)]


def mentors_with(facet: str, key: str) -> list[int]:
    """The persons who mentor and offer a value, ascending."""
    offered = select(MentorTerm.person_id).where(MentorTerm.facet == facet, MentorTerm.key == key)
    return list(db.session.scalars(offered.order_by(MentorTerm.person_id)))


def items_with(facet: str, key: str, *, after: int, limit: int) -> list[int]:
    """The ids of items that have a value, ascending, beyond `after`."""
    return list(
        db.session.scalars(
            select(ItemTerm.item_id)
            .where(ItemTerm.facet == facet, ItemTerm.key == key, ItemTerm.item_id > after)
            .order_by(ItemTerm.item_id)
            .limit(limit)
        )
    )
