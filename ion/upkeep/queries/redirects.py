"""Old addresses and where they lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, func, or_, select

from ion.base.extensions import db
from ion.core import items, reading
from ion.core.organizations import PATH as ORGANIZATIONS
from ion.core.ports.subjects import SUBJECTS
from ion.models import Item, ItemState, OldAddress, Organization, Person

PATH = "/staff/redirects"


@dataclass(frozen=True, slots=True)
class RedirectRow:
    """An old address. `target` is where it leads; `title` names the item there, empty for none.

    `is_merge` marks the address of a topic that was merged into another: it is no path, and not changed by hand.
    """

    path: str
    target: str
    title: str
    is_merge: bool


def holding(words: str) -> ColumnElement[bool]:
    """SQL: one of the two addresses, or the title of the item it leads to, has the words."""
    return or_(
        OldAddress.path.icontains(words, autoescape=True),
        OldAddress.target.icontains(words, autoescape=True),
        Item.title.icontains(words, autoescape=True),
        Item.slug.icontains(words, autoescape=True),
    )


def listed(words: str, *columns: Any) -> Any:
    asked = select(*columns).select_from(OldAddress).join(Item, Item.id == OldAddress.item_id, isouter=True)
    return asked.where(holding(words)) if words else asked


def total(words: str) -> int:
    """How many old addresses have the words."""
    return int(reading.rows(listed(words, func.count())).scalar_one())


COLUMNS = (
    OldAddress.path,
    OldAddress.target,
    OldAddress.item_id,
    Item.id,
    Item.kind,
    Item.slug,
    Item.title,
    Item.state,
    Item.audience,
)


def rows(words: str, scopes: frozenset[str], *, offset: int, limit: int) -> list[RedirectRow]:
    """Old addresses that have the words, in the order of their paths."""
    asked = listed(words, *COLUMNS).order_by(OldAddress.path).offset(offset).limit(limit)
    return redirect_rows(reading.rows(asked).all(), scopes)


def one(path: str, scopes: frozenset[str]) -> RedirectRow | None:
    """One old address; None for an unknown path."""
    asked = listed("", *COLUMNS).where(OldAddress.path == path)
    return next(iter(redirect_rows(reading.rows(asked).all(), scopes)), None)


def redirect_rows(found: Sequence[Any], scopes: frozenset[str]) -> list[RedirectRow]:
    seen = [row for row in found if row.id is not None and row.audience in scopes]
    paths = items.paths_of([row for row in seen if row.state == ItemState.PUBLISHED], scopes)
    titles = {row.id: row.title for row in seen}
    return [
        RedirectRow(
            row.path,
            paths.get(row.id, "") if row.item_id else row.target,
            titles.get(row.id, ""),
            "?" in row.path,
        )
        for row in found
    ]


def item_at(path: str) -> int | None:
    """The published item whose page stands at a path, whoever may see it; None for none."""
    clean = urlsplit(path).path.rstrip("/")
    slug = clean.rpartition("/")[2]
    rows = reading.rows(
        select(Item.id, Item.kind, Item.slug, Item.audience).where(
            Item.kind.in_(SUBJECTS.kinds()), Item.slug == slug, Item.state == ItemState.PUBLISHED
        )
    ).all()
    every = frozenset(row.audience for row in rows)
    paths = items.paths_of(rows, every)
    return next((id for id, stands in sorted(paths.items()) if stands == clean), None)


def organization_at(path: str) -> bool:
    """Whether the page of an organization stands at a path."""
    clean = path.rstrip("/")
    if not clean.startswith(ORGANIZATIONS):
        return False
    slug = clean.removeprefix(ORGANIZATIONS)
    return db.session.scalar(select(Organization.id).where(Organization.slug == slug)) is not None


def person_at(path: str) -> bool:
    """Whether a path is that of somebody's page."""
    head, _, number = path.rstrip("/").rpartition("/")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    asked = select(Person.id).where(Person.id == int(number)) if is_number else None
    return head == "/people" and asked is not None and db.session.scalar(asked) is not None


def leads_to(path: str) -> OldAddress | None:
    """The old address that answers at a path, found with and without its last slash."""
    for spelled in (path, path + "/", path.rstrip("/")):
        if found := db.session.get(OldAddress, spelled):
            return found
    return None
