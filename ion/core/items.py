"""Reading items of any kind the way lists and other rooms need them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.base.vocabulary.places import STATES, eta_region_of
from ion.core import clock, reading
from ion.core.access import SEEN
from ion.core.people import page_id
from ion.core.ports.search import Key
from ion.core.ports.subjects import ENTRIES, SUBJECTS, Subject
from ion.models import Item, ItemBody, ItemCount, ItemState, ItemTerm, Person, Revision
from ion.models.revision import IMPORTED

Terms = dict[str, tuple[str, ...]]
CHUNK = 500


TERMS = (
    select(ItemTerm.item_id, ItemTerm.facet, ItemTerm.key)
    .where(ItemTerm.item_id.in_(bindparam("ids", expanding=True)))
    .order_by(ItemTerm.item_id, ItemTerm.facet, ItemTerm.key)
)
SEEN_ITEMS = select(
    Item.id,
    Item.kind,
    Item.slug,
    Item.title,
    Item.summary,
    Item.published_at,
    Item.expires_at,
    Item.is_sample,
).where(Item.id.in_(bindparam("ids", expanding=True)), SEEN)


poster = aliased(Person)

REVISED_AT = (
    select(Revision.at)
    .where(Revision.item_id == Item.id, Revision.number == Item.live_revision, Revision.note != IMPORTED)
    .correlate(Item)
    .scalar_subquery()
)
"""SQL beside an item: when the version that readers get was written here; NULL for one that came by import."""


def changed_at(published_at: datetime, *later: datetime | None) -> datetime:
    """When readers last got something new of an item: itself, another version of it (REVISED_AT), a correction."""
    return max([published_at, *(instant for instant in later if instant)])


def page_statement(kind: str, *more: Any) -> Select[*tuple[Any, ...]]:
    """The question for one item's page by `slug` and `scopes`: what every kind shows, and `more` of its own."""
    return (
        select(
            Item.id,
            Item.slug,
            Item.title,
            Item.summary,
            Item.published_at,
            Item.first_published_on,
            Item.expires_at,
            Item.reviewed_on,
            Item.is_sample,
            ItemCount.views,
            ItemCount.likes,
            ItemBody.html,
            ItemBody.link_url,
            ItemBody.link_name,
            poster.name.label("posted_by"),
            page_id(poster).label("poster_page"),
            *more,
        )
        .join(ItemCount, ItemCount.item_id == Item.id)
        .join(ItemBody, ItemBody.item_id == Item.id)
        .join(poster, poster.id == Item.posted_by_id, isouter=True)
        .where(Item.kind == kind, Item.slug == bindparam("slug"), SEEN)
    )


def terms_of(ids: Collection[int]) -> dict[int, Terms]:
    """The facet values of each item by facet key; an item without any has an empty mapping."""
    found: dict[int, dict[str, list[str]]] = {id: {} for id in ids}
    rows = reading.rows(TERMS, ids=list(ids))
    for item_id, facet, key in rows:
        found[item_id].setdefault(facet, []).append(key)
    return {id: {facet: tuple(keys) for facet, keys in terms.items()} for id, terms in found.items()}


def subjects(ids: Collection[int], scopes: frozenset[str]) -> dict[int, Subject]:
    """What those items are to a holder of `scopes`, whatever their kind; what may not be seen is absent."""
    if not ids:
        return {}
    at = clock.now()
    rows = reading.rows(SEEN_ITEMS, ids=list(ids), scopes=sorted(scopes)).all()
    paths = paths_of(rows, scopes)
    return {
        row.id: Subject(
            kind=row.kind,
            id=row.id,
            title=row.title,
            path=paths[row.id],
            summary=row.summary,
            published_at=row.published_at,
            is_archived=row.expires_at is not None and row.expires_at <= at,
            is_sample=row.is_sample,
        )
        for row in rows
        if row.id in paths
    }


def subjects_by_key(keys: Iterable[Key], scopes: frozenset[str]) -> dict[Key, Subject]:
    """What those things are to a holder of `scopes`, items or not, by (kind, id); what may not be seen is absent."""
    entries, ids = parted(keys)
    found = {(subject.kind, id): subject for id, subject in subjects(ids, scopes).items()}
    for kind, some in entries.items():
        found |= {(kind, id): subject for id, subject in ENTRIES[kind].subjects(some, scopes).items()}
    return found


def terms_by_key(keys: Iterable[Key]) -> dict[Key, Mapping[str, tuple[str, ...]]]:
    """The facet values of each of those things, items or not."""
    keys = list(keys)
    entries, ids = parted(keys)
    of_items = terms_of(ids)
    found: dict[Key, Mapping[str, tuple[str, ...]]] = {
        key: of_items[key[1]] for key in keys if key[0] not in entries
    }
    for kind, some in entries.items():
        found |= {(kind, id): terms for id, terms in ENTRIES[kind].terms(some).items()}
    return found


def parted(keys: Iterable[Key]) -> tuple[dict[str, list[int]], list[int]]:
    """The ids of each kind that is no item, and those of items."""
    entries: dict[str, list[int]] = {}
    ids: list[int] = []
    for kind, id in keys:
        (entries.setdefault(kind, []) if kind in ENTRIES else ids).append(id)
    return entries, ids


def paths_of(rows: Iterable[Any], scopes: frozenset[str]) -> dict[int, str]:
    """The addresses of items, each asked of the room that its kind belongs to."""
    slugs: dict[str, dict[int, str]] = {}
    for row in rows:
        slugs.setdefault(row.kind, {})[row.id] = row.slug
    paths: dict[int, str] = {}
    for kind, some in slugs.items():
        if kind in SUBJECTS:
            paths.update(SUBJECTS[kind].paths(some, scopes))
    return paths


def published_ids(kind: str) -> Iterator[int]:
    """The ids of all published items of a kind, whoever may see them, ascending, a few hundred at a time."""
    last = 0
    while True:
        ids = db.session.scalars(
            select(Item.id)
            .where(Item.kind == kind, Item.state == ItemState.PUBLISHED, Item.id > last)
            .order_by(Item.id)
            .limit(CHUNK)
        ).all()
        if not ids:
            return
        yield from ids
        last = ids[-1]


def tag(item: Item, terms: Mapping[str, Collection[str]]) -> None:
    """Make these the facet values of the item; ETA Regions follow from its states and are never given."""
    wanted = {(facet, key) for facet, keys in terms.items() for key in keys if facet != "region"}
    wanted |= {("region", region) for region in regions_of(terms.get("state", ()))}
    kept = [term for term in item.terms if (term.facet, term.key) in wanted]
    have = {(term.facet, term.key) for term in kept}
    item.terms = kept + [ItemTerm(facet=facet, key=key) for facet, key in sorted(wanted - have)]


def regions_of(states: Collection[str]) -> set[str]:
    """The keys of the ETA Regions that these states lie in."""
    return {eta_region_of(state) for state in states if state in STATES}
