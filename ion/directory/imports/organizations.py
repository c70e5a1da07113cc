"""Organizations from elsewhere; what ION staff added, edited or merged here stays as they made it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.commons.importing.queries import named_in_audit
from ion.core import text
from ion.core.ports.records import Fate, ImportedRecord, Outcome
from ion.directory.imports.checks import Labels, keys_meant, labels_of, not_an_address, wrong_keys
from ion.directory.queries.content import Content, content_of
from ion.directory.services.organizations import free_slugs, write
from ion.models import AuditRow, Organization

FACETS = {
    "roles": "role",
    "states": "state",
    "areas": "area",
    "sectors": "sector",
    "populations": "population",
}
EDITED = "was added or changed here by ION staff"


class OrganizationImporter:
    """Takes records as organizations of the directory."""

    kind = "organization"
    name = "organizations"
    part = "organizations"
    table = "organization"
    prose = "about"
    words: Mapping[str, int] = {"site_url": 400, "about": 20_000}
    lists = frozenset(FACETS)

    def problems(self, record: ImportedRecord) -> list[str]:
        found = wrong_keys(record.lists, labels_of(FACETS))
        found += [
            not_an_address(record.words.get("site_url", "")),
            text.refusal(record.words.get("about", "")),
        ]
        return [problem for problem in found if problem]

    def save(self, records: Sequence[ImportedRecord], *, overwrite: bool) -> list[Outcome]:
        here = look(records)
        return [self.keep(record, here, overwrite) for record in records]

    def keep(self, record: ImportedRecord, here: "Here", overwrite: bool) -> Outcome:
        found = here.find(record)
        if found is None:
            return Outcome(Fate.NEW, add(record, here).path)
        now = content_of(found)
        wanted = told(record, now, here)
        if wanted.version == now.version:
            return Outcome(Fate.UNCHANGED, found.path)
        if found.id in here.edited and not overwrite:
            return Outcome(Fate.LEFT, found.path, EDITED)
        write(found, wanted)
        return Outcome(Fate.CHANGED, found.path)


@dataclass(slots=True)
class Here:
    """Which organizations are here of those that records may mean."""

    by_source: Mapping[str, Organization]
    by_name: Mapping[str, Sequence[Organization]]
    edited: Collection[int]
    labels: Labels

    def find(self, record: ImportedRecord) -> Organization | None:
        """The organization of that source, also where it became part of another; or of that name in those states."""
        if found := self.by_source.get(record.source):
            return found
        states = set(keys_meant(record.lists, self.labels).get("states", ()))
        for same in self.by_name.get(record.name.casefold(), ()):
            there = {term.key for term in same.terms if term.facet == "state"}
            if there == states and same.is_sample == record.is_sample:
                return same
        return None


def look(records: Sequence[ImportedRecord]) -> Here:
    sources = [record.source for record in records]
    mergers, into = merged()
    went = {source: id for source, id in mergers.items() if source in sources}
    asked = select(Organization).where(
        or_(
            Organization.source.in_(sources),
            Organization.id.in_([*went.values()]),
            func.lower(Organization.name).in_([record.name.lower() for record in records]),
        )
    )
    found = db.session.scalars(asked.options(selectinload(Organization.terms))).all()
    by_id = {organization.id: organization for organization in found}
    by_name: dict[str, list[Organization]] = {}
    for organization in found:
        by_name.setdefault(organization.name.casefold(), []).append(organization)
    sourced = {organization.source: organization for organization in found if organization.source}
    moved = {source: by_id[id] for source, id in went.items() if id in by_id}
    edited = named_in_audit("organization", by_id) | into
    return Here(moved | sourced, by_name, edited, labels_of(FACETS))


def add(record: ImportedRecord, here: Here) -> Organization:
    """List the organization at the address it wishes, or at the first free one like it."""
    made = Organization(
        slug=next(free_slugs(record.slug)), name=record.name, source=record.source, is_sample=record.is_sample
    )
    db.session.add(made)
    write(made, told(record, Content(name=record.name), here))
    db.session.flush()
    return made


def told(record: ImportedRecord, now: Content, here: Here) -> Content:
    """What is said of the organization, with what the record says in its place."""
    lists = {FACETS[part]: keys for part, keys in keys_meant(record.lists, here.labels).items()}
    words: dict[str, Any] = dict(record.words)
    return replace(now, name=record.name, terms={**now.terms, **lists}, **words)


def merged() -> tuple[dict[str, int], set[int]]:
    """Where organizations went that became part of others, by their sources; and which ones others went into."""
    asked = select(AuditRow.subject_id, AuditRow.before, AuditRow.after).where(
        AuditRow.subject_kind == "organization", AuditRow.action == "merged"
    )
    rows = [row for row in db.session.execute(asked.order_by(AuditRow.id)) if row.before and row.after]
    into = {row.subject_id: row.after["into"] for row in rows}
    by_source = {row.before["source"]: last(row.after["into"], into) for row in rows if row.before["source"]}
    return by_source, set(into.values())


def last(id: int, into: Mapping[int, int]) -> int:
    """Where a chain of mergers ends."""
    seen: set[int] = set()
    while id in into and id not in seen:
        seen.add(id)
        id = into[id]
    return id
