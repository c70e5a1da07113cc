"""The version of an item that editors work on, and everything the pages of publishing say of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing.policies import is_live, standing, was_published
from ion.core.ports.publishable import PUBLISHABLES, SCHEMA, Content
from ion.models import Edition, Item, ItemState, Person, Revision, User, Withdrawal
from ion.models.revision import SET_BESIDE

TEXTS = ("title", "summary", "markdown", "link_url", "link_name")
COMMON = (*TEXTS, "topics", "authors", "first_published_on", "reviewed_on")


@dataclass(frozen=True, slots=True)
class Working:
    """An item as editors see it. `number` is the version worked on (0: none kept yet), `head` the newest one of all,
    which the next save must name as its base; `live` the one that readers have.

    `state` is where the version worked on stands; `is_live` whether readers have one meanwhile. `pinned` is the
    version that was scheduled or sent in; `number` is newer where somebody went on writing.
    """

    id: int
    kind: str
    slug: str
    state: ItemState
    is_live: bool
    was_published: bool
    audience: str
    content: Content
    number: int
    head: int
    live: int | None
    published_at: datetime | None
    expires_at: datetime | None
    is_sample: bool
    owner_id: int | None
    pinned: int | None = None
    publish_at: datetime | None = None
    publish_local: datetime | None = None
    zone: str = ""
    asked_at: datetime | None = None
    asked_by_id: int | None = None
    note: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    withdrawn_for: str = ""
    withdrawal_note: str = ""

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def path(self) -> str:
        """Where readers find it, once it is published."""
        return PUBLISHABLES[self.kind].path_prefix + self.slug


def working(item_id: int) -> Working | None:
    """The item with the version worked on; None for an id that is none, or a kind that is not published this way."""
    item = db.session.get(Item, item_id)
    if item is None or item.kind not in PUBLISHABLES:
        return None
    edition = db.session.get(Edition, item_id)
    revision = newest(item_id)
    gone = db.session.get(Withdrawal, item_id)
    return Working(
        id=item.id,
        kind=item.kind,
        slug=item.slug,
        state=standing(item, edition),
        is_live=is_live(item),
        was_published=was_published(item),
        audience=item.audience,
        content=content_of(item, revision),
        number=revision.number if revision else 0,
        head=item.head_revision,
        live=item.live_revision,
        published_at=item.published_at,
        expires_at=item.expires_at,
        is_sample=item.is_sample,
        owner_id=item.owner_id,
        withdrawn_for=gone.reason if gone else "",
        withdrawal_note=gone.note if gone else "",
        **(of_edition(edition) if edition else {}),
    )


def of_edition(edition: Edition) -> dict[str, Any]:
    return {
        "pinned": edition.revision,
        "publish_at": edition.publish_at,
        "publish_local": edition.publish_local,
        "zone": edition.zone,
        "asked_at": edition.asked_at,
        "asked_by_id": edition.asked_by_id,
        "note": edition.note,
        "changed_at": edition.changed_at,
        "changed_by": name_of(edition.user_id),
    }


def name_of(user_id: int | None) -> str:
    """The name of a user's person; empty for nobody."""
    if user_id is None:
        return ""
    return db.session.scalar(select(Person.name).join(User).where(User.id == user_id)) or ""


def newest(item_id: int) -> Revision | None:
    """The version worked on: the newest one that no import set beside what staff wrote."""
    return db.session.scalar(
        select(Revision)
        .where(Revision.item_id == item_id, Revision.note != SET_BESIDE)
        .order_by(Revision.number.desc())
        .limit(1)
    )


def version(item: Item, number: int) -> Content | None:
    """The content of one version, in today's shape; None where there is none of that number."""
    revision = db.session.get(Revision, (item.id, number))
    return content_of(item, revision) if revision else None


def content_of(item: Item, revision: Revision | None) -> Content:
    """The content of a version in today's shape; that of the rows where no version was ever kept."""
    if revision is None:
        return from_rows(item)
    if revision.schema == SCHEMA:
        return dict(PUBLISHABLES[item.kind].blank()) | dict(revision.content)
    return from_import(item, revision)


def from_rows(item: Item) -> Content:
    """What the rows of the item say now."""
    return {
        "title": item.title,
        "summary": item.summary,
        "markdown": item.body.markdown,
        "link_url": item.body.link_url,
        "link_name": item.body.link_name,
        "topics": sorted(term.key for term in item.terms if term.facet == "topic"),
        **dated(item),
        "authors": [author.person_id for author in item.authors],
    } | PUBLISHABLES[item.kind].snapshot(item)


def from_import(item: Item, revision: Revision) -> Content:
    """What an import kept, whose authors are names and whose dates stand on the item.

    What no import says of a kind is as the rows have it: a webinar's registration, whom a post puts in the spotlight.
    """
    given = revision.content
    own = {name: part for name, part in given.items() if name not in (*COMMON, "is_draft")}
    return (
        PUBLISHABLES[item.kind].snapshot(item)
        | own
        | {name: given.get(name, "") for name in TEXTS}
        | {"topics": sorted(given.get("topics", ()))}
        | dated(item)
        | {"authors": persons(item, list(given.get("authors", ())))}
    )


def dated(item: Item) -> Content:
    return {
        "first_published_on": iso_day(item.first_published_on),
        "reviewed_on": iso_day(item.reviewed_on),
    }


def iso_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def persons(item: Item, names: list[str]) -> list[int]:
    """The ids of the persons whom an import named: those in the byline first, then whoever alone has the name."""
    by_name = {author.person.name: author.person_id for author in item.authors}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        rows = db.session.execute(
            select(Person.name, func.min(Person.id))
            .where(Person.name.in_(unknown))
            .group_by(Person.name)
            .having(func.count() == 1)
        )
        by_name |= {name: id for name, id in rows}
    return [by_name[name] for name in names if name in by_name]
