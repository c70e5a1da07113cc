"""What is here already, asked once for an import and not item by item."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.models import AuditRow, Item, ItemState, OldAddress, Person, Revision, Topic
from ion.models.revision import IMPORTED


@dataclass(frozen=True, slots=True)
class Known:
    """An item that came from the same place before."""

    id: int
    kind: str
    slug: str
    source_hash: str
    title: str
    is_published: bool


def known(namespace: str) -> dict[str, Known]:
    """Items of the namespace by source."""
    rows = db.session.execute(
        select(Item.source, Item.id, Item.kind, Item.slug, Item.source_hash, Item.title, Item.state).where(
            Item.source.startswith(f"{namespace}:", autoescape=True)
        )
    )
    return {
        row.source: Known(
            row.id, row.kind, row.slug, row.source_hash or "", row.title, row.state == ItemState.PUBLISHED
        )
        for row in rows
    }


def slugs_of_others(kind: str, namespace: str) -> set[str]:
    """Slugs of this kind that belong to items from elsewhere."""
    from_here = Item.source.startswith(f"{namespace}:", autoescape=True)
    return set(
        db.session.scalars(select(Item.slug).where(Item.kind == kind, or_(Item.source.is_(None), ~from_here)))
    )


def people() -> list[tuple[int, str | None, str]]:
    """Every person as (id, source, slug)."""
    return [
        (id, source, slug)
        for id, source, slug in db.session.execute(select(Person.id, Person.source, Person.slug))
    ]


def topic_keys() -> set[str]:
    return set(db.session.scalars(select(Topic.key)))


def old_addresses() -> dict[str, tuple[int | None, str]]:
    """Every old path with the item or the address it leads to."""
    rows = db.session.execute(select(OldAddress.path, OldAddress.item_id, OldAddress.target))
    return {row.path: (row.item_id, row.target) for row in rows}


def items(ids: Collection[int]) -> dict[int, Item]:
    """Whole items by id, with what belongs to them."""
    found: Sequence[Item] = db.session.scalars(
        select(Item)
        .where(Item.id.in_(ids))
        .options(selectinload(Item.body), selectinload(Item.terms), selectinload(Item.authors))
    ).all()
    return {item.id: item for item in found}


def changed_by_staff(ids: Collection[int]) -> set[int]:
    """Those items whose present text, or anything saved after it, is not the importer's."""
    present = db.func.coalesce(Item.live_revision, Item.head_revision)
    return set(
        db.session.scalars(
            select(Revision.item_id)
            .join(Item, Item.id == Revision.item_id)
            .where(Item.id.in_(ids), Revision.number >= present, Revision.note != IMPORTED)
        )
    )


def imported_as_draft(ids: Collection[int]) -> dict[int, bool]:
    """Whether the last import of each item made it a draft, as its present revision says."""
    rows = db.session.execute(
        select(Revision.item_id, Revision.content)
        .join(Item, (Item.id == Revision.item_id) & (Item.head_revision == Revision.number))
        .where(Item.id.in_(ids), Revision.note == IMPORTED)
    )
    return {row.item_id: bool(row.content.get("is_draft")) for row in rows}


def named_in_audit(kind: str, ids: Collection[int]) -> set[int]:
    """Those of these people, topics … that ION staff changed: every deed of theirs is in the audit log.

    An import writes down there that it was, and names none of what it made.
    """
    asked = select(AuditRow.subject_id).where(AuditRow.subject_kind == kind, AuditRow.subject_id.in_(ids))
    return {id for id in db.session.scalars(asked) if id is not None}
