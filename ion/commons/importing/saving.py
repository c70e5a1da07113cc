"""Items ready to be saved to rows: one batch in one unit of work, nothing made twice, nothing of staff's lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ion.base.extensions import db
from ion.commons.importing import queries
from ion.commons.importing.queries import Known
from ion.commons.importing.report import Report
from ion.core import clock, items, signals, tallies, text
from ion.core.merged import merged
from ion.core.ports.importing import ImportedItem, ImportedPerson, ImportedTopic, Importer
from ion.models import (
    Item,
    ItemAuthor,
    ItemBody,
    ItemCount,
    ItemState,
    OldAddress,
    Person,
    Revision,
    Topic,
)
from ion.models.revision import IMPORTED, SET_BESIDE

BESIDE = "beside staff changes"
NEWS = timedelta(days=14)


@dataclass(slots=True)
class Saver:
    """Saves batches for one importer. What is here already is read once, by `look`."""

    importer: Importer
    report: Report
    known: dict[str, Known]
    overwrite: bool = False
    person_ids: dict[str, int] = field(default_factory=dict)
    person_slugs: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    merged: Mapping[str, str] = field(default_factory=dict)
    addresses: dict[str, tuple[int | None, str]] = field(default_factory=dict)

    def look(self) -> None:
        """Read who and what is here; again after a batch was rolled back."""
        rows = queries.people()
        self.person_ids = {source: id for id, source, _ in rows if source}
        self.person_ids |= {f"slug:{slug}": id for id, _, slug in rows}
        self.person_slugs = {slug for _, _, slug in rows}
        self.topics, self.merged = queries.topic_keys(), merged("topic")
        self.addresses = queries.old_addresses()

    def save(self, batch: Sequence[ImportedItem]) -> list[tuple[str, ImportedItem]]:
        """Save a batch inside a unit of work; return what became of each: new, changed or beside staff changes."""
        self.add_people([person for item in batch for person in everyone(item)])
        self.add_topics([topic for item in batch for topic in item.topics])
        ids = [self.known[item.source].id for item in batch if item.source in self.known]
        rows, touched = queries.items(ids), queries.changed_by_staff(ids)
        drafts = queries.imported_as_draft(ids)
        fates, written, debuts = [], [], []
        for item in batch:
            row = rows.get(self.known[item.source].id) if item.source in self.known else None
            if row is not None and row.id in touched and not self.overwrite:
                self.keep_beside(row, item)
                fates.append((BESIDE, item))
                continue
            fates.append(("new" if row is None else "changed", item))
            row = row or self.new_row(item)
            was_published = row.live_revision is not None
            self.fill(row, item, followed=drafts.get(row.id) if row.id else None)
            written.append((row, item))
            if not was_published and row.live_revision is not None:
                debuts.append(row)
        db.session.flush()
        self.finish(written)
        tell_news(debuts)
        return fates

    def foresee(self, batch: Sequence[ImportedItem]) -> list[tuple[str, ImportedItem]]:
        """What `save` would return, without writing."""
        ids = [self.known[item.source].id for item in batch if item.source in self.known]
        touched = set() if self.overwrite else queries.changed_by_staff(ids)

        def fate(item: ImportedItem) -> str:
            before = self.known.get(item.source)
            return "new" if before is None else BESIDE if before.id in touched else "changed"

        return [(fate(item), item) for item in batch]

    def finish(self, written: Sequence[tuple[Item, ImportedItem]]) -> None:
        """What needs the ids of the rows: revisions, the room's own rows, old addresses; then tell everyone."""
        for row, item in written:
            db.session.add(revision(row, self.content(item), IMPORTED))
            self.lead_here(row, item)
        self.importer.project(written)
        db.session.flush()
        for row, _ in written:
            signals.item_changed.send(row)

    def new_row(self, item: ImportedItem) -> Item:
        row = Item(kind=self.importer.kind, slug=item.slug, source=item.source, head_revision=0)
        row.body, row.counts = ItemBody(), ItemCount(views=0)
        db.session.add(row)
        return row

    def fill(self, row: Item, item: ImportedItem, followed: bool | None) -> None:
        """Make the row what the source says. The state follows the source only where staff left it as imported."""
        draft_now = row.state == ItemState.DRAFT
        if row.head_revision == 0 or (
            followed == draft_now and row.state in (ItemState.DRAFT, ItemState.PUBLISHED)
        ):
            row.state = ItemState.DRAFT if item.is_draft else ItemState.PUBLISHED
        row.title, row.summary = item.title, item.summary
        row.is_sample, row.reviewed_on = item.is_sample, item.reviewed_on
        row.first_published_on, row.expires_at = item.first_published_on, item.expires_at
        row.published_at = published_at(row, item)
        row.head_revision += 1
        row.live_revision = row.head_revision if row.state == ItemState.PUBLISHED else row.live_revision
        row.source_hash = item.digest()
        row.body.markdown = self.importer.body(item)
        row.body.html = text.safe_html(row.body.markdown)
        row.body.link_url, row.body.link_name = item.link_url, item.link_name
        self.sign(row, item)
        topics = {self.merged.get(topic.key, topic.key) for topic in item.topics}
        items.tag(row, self.importer.terms(item) | {"topic": sorted(topics)})

    def sign(self, row: Item, item: ImportedItem) -> None:
        """The byline, in order; and who put it up."""
        wanted = [self.person_ids[person.source] for person in item.authors]
        present = {author.person_id: author for author in row.authors}
        row.authors = [present.get(id) or ItemAuthor(person_id=id) for id in dict.fromkeys(wanted)]
        for position, author in enumerate(row.authors):
            author.position = position
        row.submitted_by_id = wanted[0] if wanted else None
        row.posted_by_id = self.person_ids[item.posted_by.source] if item.posted_by else None

    def keep_beside(self, row: Item, item: ImportedItem) -> None:
        """Staff changed the item: what the source says now waits as a revision that nobody sees yet."""
        row.head_revision += 1
        row.source_hash = item.digest()
        db.session.add(revision(row, self.content(item), SET_BESIDE))

    def content(self, item: ImportedItem) -> dict[str, Any]:
        """The item as the content of a revision."""
        return {
            "title": item.title,
            "summary": item.summary,
            "markdown": self.importer.body(item),
            "link_url": item.link_url,
            "link_name": item.link_name,
            "topics": [topic.key for topic in item.topics],
            "authors": [person.name for person in item.authors],
            "is_draft": item.is_draft,
        } | self.importer.content(item)

    def lead_here(self, row: Item, item: ImportedItem) -> None:
        """Old addresses of the item lead to it, unless they lead elsewhere already."""
        for path in item.paths:
            self.redirect(path, row.id, "", item.file)

    def redirect(self, path: str, item_id: int | None, target: str, file: str) -> bool:
        """Make `path` lead to an item or an address; True when that was new. What staff or others set stays."""
        if path in self.addresses:
            if self.addresses[path] != (item_id, target):
                self.report.add(file, "alias", f"{path} leads elsewhere already")
            return False
        self.addresses[path] = (item_id, target)
        db.session.add(OldAddress(path=path, item_id=item_id, target=target))
        return True

    def add_people(self, people: Sequence[ImportedPerson]) -> None:
        """Make a person for every source not seen before; one only known by name may be here by that name."""
        made: dict[str, Person] = {}
        for person in people:
            if person.source in self.person_ids or person.source in made:
                continue
            same_name = self.person_ids.get(f"slug:{person.slug}")
            if ":person/" in person.source and same_name:
                self.person_ids[person.source] = same_name
                continue
            made[person.source] = Person(
                slug=self.free_person_slug(person.slug),
                name=person.name,
                affiliation=person.affiliation,
                source=person.source,
                is_sample=person.is_sample,
            )
        db.session.add_all(made.values())
        db.session.flush()
        self.person_ids |= {source: person.id for source, person in made.items()}

    def free_person_slug(self, wish: str) -> str:
        slug, number = wish, 1
        while slug in self.person_slugs:
            number += 1
            slug = f"{wish}-{number}"
        self.person_slugs.add(slug)
        return slug

    def add_topics(self, topics: Sequence[ImportedTopic]) -> None:
        for topic in topics:
            if topic.key not in self.topics and topic.key not in self.merged:
                self.topics.add(topic.key)
                db.session.add(Topic(key=topic.key, name=topic.name, summary=topic.summary))
                self.report.add(topic.key, "topic", f"new: {topic.name}")
                tallies.raise_version(db.session(), "topic")


def published_at(row: Item, item: ImportedItem) -> datetime | None:
    """When it was published: as the source says, but never later than now, once it is."""
    now, before = clock.now(), row.published_at
    if row.state != ItemState.PUBLISHED:
        return item.published_at or before
    if item.published_at and item.published_at <= now:
        return item.published_at
    return before if before and before <= now else now


def everyone(item: ImportedItem) -> list[ImportedPerson]:
    return [*item.authors, *([item.posted_by] if item.posted_by else [])]


def tell_news(debuts: Sequence[Item]) -> None:
    """Of the items published for the first time, those are news whose date is not long ago."""
    since = clock.now() - NEWS
    for row in debuts:
        if row.published_at and row.published_at >= since:
            signals.item_published.send(row)


def revision(row: Item, content: dict[str, Any], note: str) -> Revision:
    return Revision(item_id=row.id, number=row.head_revision, at=clock.now(), note=note, content=content)
