"""Writing: a draft begun, a version saved, an old one restored; and what is typed kept before it is saved."""

from typing import Any

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.commons.publishing.policies import RESERVED_SLUGS, Step, was_published
from ion.commons.publishing.queries.working import content_of, newest, version
from ion.commons.publishing.services.holding import Held, hold, person_of
from ion.commons.publishing.services.refusals import NoSuchItem, Refused, Stale
from ion.core import audit, clock
from ion.core.ports.publishable import PUBLISHABLES, SCHEMA, Content
from ion.core.text import slug
from ion.core.upsert import insert_for
from ion.models import Item, ItemBody, ItemCount, ItemState, OldAddress, Revision, WorkingCopy

EMPTY: Content = {
    "title": "",
    "summary": "",
    "markdown": "",
    "link_url": "",
    "link_name": "",
    "topics": [],
    "authors": [],
    "first_published_on": "",
    "reviewed_on": "",
}


def start(kind: str, *, title: str, user_id: int, content: Content | None = None) -> Item:
    """Begin a draft of a kind with its first version; its author is who begins it, unless `content` says otherwise.

    Raises NoSuchItem for a kind that is not published this way.
    """
    if kind not in PUBLISHABLES:
        raise NoSuchItem(kind)
    person_id = person_of(user_id)
    first = EMPTY | {"authors": [person_id]} | PUBLISHABLES[kind].blank() | (content or {}) | {"title": title}
    item = Item(
        kind=kind,
        slug=free_slug(kind, title),
        title=title[:300],
        summary=first["summary"],
        state=ItemState.DRAFT,
        owner_id=user_id,
        head_revision=0,
    )
    item.body, item.counts = ItemBody(), ItemCount()
    db.session.add(item)
    db.session.flush()
    add_version(Held(item, None, 0), first, user_id, "")
    audit.record("draft begun", kind=kind, id=item.id, user_id=user_id, after={"title": title})
    return item


def save(item_id: int, content: Content, *, base: int, user_id: int, note: str = "") -> int:
    """Keep a new version and return its number; the present one's where nothing changed.

    `base` is the head that the form was opened with; where another save came first, Stale is raised and nothing is
    written. Readers see nothing of it before it is published.
    """
    held = hold(item_id)
    held.refuse_unless(Step.SAVE)
    present = content_of(held.item, newest(item_id))
    if held.item.head_revision != base:
        raise Stale(held.item.head_revision, present)
    whole = present | content
    drop_copy(item_id, user_id=user_id)
    if whole == present and held.number:
        return held.number
    add_version(held, whole, user_id, note)
    return held.number


def restore(item_id: int, number: int, *, user_id: int) -> int:
    """Make an old version the newest one, as a version of its own; returns its number."""
    held = hold(item_id)
    held.refuse_unless(Step.SAVE)
    old = version(held.item, number)
    if old is None:
        raise Refused(f"There is no version {number}.")
    if old == content_of(held.item, newest(item_id)):
        raise Refused(f"Version {number} says what the newest one says: nothing to restore.")
    add_version(held, old, user_id, f"Version {number} restored")
    return held.number


def add_version(held: Held, content: Content, user_id: int, note: str) -> None:
    """Append a version. It stays where the item stands: a scheduled version goes out as it was scheduled."""
    item = held.item
    item.head_revision += 1
    held.number = item.head_revision
    db.session.add(
        Revision(
            item_id=item.id,
            number=held.number,
            person_id=person_of(user_id),
            at=clock.now(),
            note=note[:500],
            content=content,
            schema=SCHEMA,
        )
    )
    edition = held.edited(user_id)
    if edition.state is not ItemState.SCHEDULED:
        edition.revision = held.number
    if not was_published(item):
        name_draft(item, content)
    db.session.flush()


def name_draft(item: Item, content: Content) -> None:
    """A draft is called what its newest version is called; its address follows until somebody chose another."""
    follows = item.slug == slug(item.title) or item.slug.startswith(slug(item.title) + "-")
    item.title, item.summary = content["title"][:300], content["summary"][:1000]
    if follows and not (item.slug == slug(item.title) or item.slug.startswith(slug(item.title) + "-")):
        item.slug = free_slug(item.kind, item.title)


def free_slug(kind: str, title: str) -> str:
    """The address that a title wishes for, or with the first number that makes it free."""
    wish = slug(title)
    number = 1
    found = wish
    while is_taken(kind, found):
        number += 1
        found = f"{wish}-{number}"
    return found


def is_taken(kind: str, wish: str, but: int = 0) -> bool:
    """Whether an address is another item's, leads to one, or is the site's own."""
    if wish in RESERVED_SLUGS:
        return True
    taken = select(Item.id).where(Item.kind == kind, Item.slug == wish, Item.id != but)
    leads = select(OldAddress.path).where(
        OldAddress.path == PUBLISHABLES[kind].path_prefix + wish,
        OldAddress.item_id.is_distinct_from(but),
    )
    return db.session.scalar(taken.limit(1)) is not None or db.session.scalar(leads.limit(1)) is not None


def keep_copy(item_id: int, *, user_id: int, base: int, fields: dict[str, Any]) -> None:
    """Keep what a user typed and did not save yet; one copy for each user and item, no version."""
    at = clock.now()
    write_copy(item_id, user_id, {"base": base, "content": fields, "saved_at": at, "seen_at": at})


def note_open(item_id: int, *, user_id: int) -> None:
    """Write down that a user has the page of writing open."""
    write_copy(item_id, user_id, {"seen_at": clock.now()})


def write_copy(item_id: int, user_id: int, values: dict[str, Any]) -> None:
    if db.session.get(Item, item_id) is None:
        raise NoSuchItem(item_id)
    row = insert_for(db.session(), WorkingCopy).values(
        **({"item_id": item_id, "user_id": user_id, "base": 0} | values)
    )
    db.session.execute(row.on_conflict_do_update(index_elements=["item_id", "user_id"], set_=values))


def drop_copy(item_id: int, *, user_id: int) -> None:
    """Forget what a user typed and did not save."""
    db.session.execute(
        update(WorkingCopy)
        .where(WorkingCopy.item_id == item_id, WorkingCopy.user_id == user_id)
        .values(content=None, saved_at=None)
    )
