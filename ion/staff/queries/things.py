"""What a log or a queue is about: (kind, id) in words, with where to look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, select
from sqlalchemy.orm import aliased

from ion.core import items
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.subjects import SUBJECTS
from ion.models import Item, ItemState, Newsletter, Organization, Person, Series, Topic, User

PATHS = {
    "organization": "/directory/{}",
    "person": "/people/{}",
    "user": "/staff/people/{}",
    "topic": "/staff/topics/{}",
    "series": "/staff/series/{}",
    "newsletter": "/staff/newsletters/{}",
    "setting": "/staff/setup",
    "redirect": "/staff/redirects",
    "link": "/staff/links",
}
"""Where things that are no items are looked at; {} is the id (of an organization, its slug)."""
NEED_NO_ROW = frozenset({"setting", "redirect", "link"})
ONLY_FOR_ADMINS = frozenset({"user", "setting"})


@dataclass(frozen=True, slots=True)
class About:
    """A thing in words; `path` is empty where there is nothing to look at, or not for this reader."""

    words: str
    path: str


def named(kind: ColumnElement[str], id: ColumnElement[int | None]) -> ColumnElement[str | None]:
    """SQL: the name of a thing that is no item; NULL for one that is gone."""
    person, user = aliased(Person), aliased(User)  # the question may ask who did it, too
    names: dict[str, Any] = {
        "organization": select(Organization.name).where(Organization.id == id),
        "person": select(person.name).where(person.id == id),
        "user": select(person.name).join(user, user.person_id == person.id).where(user.id == id),
        "topic": select(Topic.name).where(Topic.id == id),
        "series": select(Series.name).where(Series.id == id),
        "newsletter": select(Newsletter.subject).where(Newsletter.id == id),
    }
    return case(*((kind == of, asked.scalar_subquery()) for of, asked in names.items()))


def about_columns(kind: ColumnElement[str], id: ColumnElement[int | None]) -> list[Any]:
    """What `abouts` needs of each row, besides the kind and the id."""
    slug = select(Organization.slug).where(Organization.id == id).scalar_subquery()
    return [
        kind.label("about_kind"),
        id.label("about_id"),
        named(kind, id).label("about_name"),
        case((kind == "organization", slug), else_=id.cast(String)).label("about_key"),
        Item.id.label("item_id"),
        Item.kind.label("item_kind"),
        Item.slug.label("item_slug"),
        Item.title.label("item_title"),
        Item.state.label("item_state"),
        Item.audience.label("item_audience"),
    ]


def with_item(
    asked: Select[*tuple[Any, ...]], kind: ColumnElement[str], id: ColumnElement[int | None]
) -> Select[*tuple[Any, ...]]:
    """The question with the item that it is about, where it is about one."""
    return asked.join(Item, and_(Item.id == id, Item.kind == kind), isouter=True)


@dataclass(frozen=True, slots=True)
class _Slug:
    id: int
    kind: str
    slug: str


def abouts(rows: Sequence[Any], scopes: frozenset[str], *, is_admin: bool) -> list[About]:
    """What each row is about, as a holder of `scopes` may know it."""
    published = [
        _Slug(row.item_id, row.item_kind, row.item_slug)
        for row in rows
        if row.item_id is not None and row.item_audience in scopes and row.item_state == ItemState.PUBLISHED
    ]
    paths = items.paths_of(published, scopes)
    return [about(row, scopes, paths, is_admin=is_admin) for row in rows]


def about(row: Any, scopes: frozenset[str], paths: dict[int, str], *, is_admin: bool) -> About:
    kind, id = row.about_kind, row.about_id
    bare = f"{kind} {id}" if id else kind
    if row.item_id is not None:
        if row.item_audience not in scopes:
            return About(bare, "")
        write = f"/staff/publishing/{id}" if kind in PUBLISHABLES and is_admin else ""
        label = SUBJECTS[kind].label if kind in SUBJECTS else kind
        return About(f"{label} “{row.item_title}”", paths.get(id, write))
    may_know = is_admin or kind not in ONLY_FOR_ADMINS
    is_there = kind in PATHS and (kind in NEED_NO_ROW or row.about_name is not None)
    path = PATHS[kind].format(row.about_key) if is_there and may_know else ""
    return About(f"{kind} “{row.about_name}”" if row.about_name and may_know else bare, path)
