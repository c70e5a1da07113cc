"""People from elsewhere: persons who never sign in, and are the ones that bylines of the same source name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.base.vocabulary.zones import is_zone
from ion.commons.importing.queries import named_in_audit
from ion.core import text
from ion.core.people import page_path
from ion.core.ports.records import Fate, ImportedRecord, Outcome
from ion.directory.imports.checks import Labels, key_meant, keys_meant, labels_of, wrong_keys
from ion.directory.queries.profile import FACETS, Profile, organization_labels
from ion.directory.services.profile import write
from ion.models import Organization, Person, User

BY_NAME = ":person/"
"""In the source of a person who is known by name: a byline of that name means the same person."""
LOGIN = "signs in here: what they say of themselves stays"
EDITED = "was changed here by ION staff"


class PeopleImporter:
    """Takes records as persons without logins, whose pages everyone may see."""

    kind = "person"
    name = "people"
    part = "authors"
    table = "author"
    prose = "bio"
    words: Mapping[str, int] = {
        "affiliation": 200,
        "job_title": 200,
        "workplace": 60,
        "zone": 64,
        "ask_me_about": 300,
        "bio": 20_000,
    }
    lists = frozenset({"roles", "states", "areas", "topics", "languages"})

    def problems(self, record: ImportedRecord) -> list[str]:
        workplace = tuple(filter(None, [record.words.get("workplace")]))
        found = wrong_keys({**record.lists, "workplace": workplace}, labels_of(FACETS))
        zone = record.words.get("zone")
        if zone and not is_zone(zone):
            found.append(f"zone {zone!r} is not known")
        return [problem for problem in (*found, text.refusal(record.words.get("bio", ""))) if problem]

    def save(self, records: Sequence[ImportedRecord], *, overwrite: bool) -> list[Outcome]:
        here = look(records)
        kept = [(here.find(record) or new_person(record, here), record) for record in records]
        fates = [keep(person, record, here, overwrite) for person, record in kept]
        db.session.flush()
        return [
            Outcome(fate, page_path(person.id), why)
            for (person, _), (fate, why) in zip(kept, fates, strict=True)
        ]


@dataclass(slots=True)
class Here:
    """Who is here of those that records may mean, and which organizations."""

    by_source: Mapping[str, Person]
    by_slug: dict[str, Person]
    slugs: set[str]
    with_login: Collection[int]
    edited: Collection[int]
    labels: Labels
    organizations: Mapping[int, str]
    listed: Mapping[str, str]

    def find(self, record: ImportedRecord) -> Person | None:
        """The person of that source or, where both are known by name only, the one of that name from elsewhere."""
        if found := self.by_source.get(record.source):
            return found
        same_name = self.by_slug.get(slug_wished(record))
        if same_name and is_same(same_name, record):
            del self.by_slug[same_name.slug]  # two of one name in one list are two
            return same_name
        return None

    def organization(self, words: str) -> str:
        """The label of the listed organization that is meant, by its slug or label; else the words themselves."""
        return self.listed.get(words.casefold(), words)


def look(records: Sequence[ImportedRecord]) -> Here:
    sources = [record.source for record in records]
    slugs = [slug_wished(record) for record in records]
    asked = select(Person).where(or_(Person.source.in_(sources), Person.slug.in_(slugs)))
    people = db.session.scalars(asked.options(selectinload(Person.terms))).all()
    ids = [person.id for person in people]
    return Here(
        by_source={person.source: person for person in people if person.source},
        by_slug={person.slug: person for person in people},
        slugs=set(db.session.scalars(select(Person.slug))),
        with_login=set(db.session.scalars(select(User.person_id).where(User.person_id.in_(ids)))),
        edited=named_in_audit("person", ids),
        labels=labels_of(FACETS),
        organizations=organization_labels(),
        listed=listed_organizations(),
    )


def listed_organizations() -> dict[str, str]:
    """The label of every organization by its slug, and by the label itself in small letters."""
    labels = organization_labels()
    slugs = {
        row.slug: labels[row.id] for row in db.session.execute(select(Organization.id, Organization.slug))
    }
    return slugs | {label.casefold(): label for label in labels.values()}


def is_same(person: Person, record: ImportedRecord) -> bool:
    """Whether the name alone tells who is meant: a list tells its own people apart by more."""
    if BY_NAME not in record.source or person.is_sample != record.is_sample:
        return False
    place, _, _ = record.source.partition(BY_NAME)
    return person.source is None or (
        BY_NAME in person.source and not person.source.startswith(place + BY_NAME)
    )


def slug_wished(record: ImportedRecord) -> str:
    """The slug by which a byline finds the person: made of the name where a name is all that it gives."""
    return text.slug(record.name if BY_NAME in record.source else record.slug)


def new_person(record: ImportedRecord, here: Here) -> Person:
    slug, number = slug_wished(record), 1
    while slug in here.slugs:
        number += 1
        slug = f"{slug_wished(record)}-{number}"
    here.slugs.add(slug)
    person = Person(slug=slug, name="", source=record.source, is_sample=record.is_sample, audience="public")
    db.session.add(person)
    return person


def keep(person: Person, record: ImportedRecord, here: Here, overwrite: bool) -> tuple[Fate, str]:
    """Make the person what the record says, unless somebody here has a say in it; and why not, if so."""
    if person.source != record.source and person.id not in here.with_login:
        person.source = record.source
    now = said(person, here)
    wanted = told(record, now, here)
    if wanted == now:
        return Fate.UNCHANGED, ""
    if person.id in here.with_login:
        return Fate.LEFT, LOGIN
    if person.id in here.edited and not overwrite:
        return Fate.LEFT, EDITED
    fate = Fate.CHANGED if person.name else Fate.NEW
    write(person, wanted)
    return fate, ""


def said(person: Person, here: Here) -> Profile:
    """What is said of the person now."""
    keys = {
        part: tuple(sorted(term.key for term in person.terms if term.facet == facet))
        for part, facet in FACETS.items()
        if part != "workplace"
    }
    return Profile(
        name=person.name,
        job_title=person.job_title or "",
        organization=here.organizations.get(person.organization_id or 0, person.affiliation or ""),
        workplace=next((term.key for term in person.terms if term.facet == "workplace"), ""),
        zone=person.zone or "",
        bio=person.bio or "",
        ask_me_about=person.ask_me_about or "",
        audience=person.audience,
        **keys,
    )


def told(record: ImportedRecord, now: Profile, here: Here) -> Profile:
    """The same, with what the record says in its place."""
    said: dict[str, Any] = {**keys_meant(record.lists, here.labels), **record.words}
    if said.get("workplace"):
        said["workplace"] = key_meant(said["workplace"], here.labels["workplace"])
    if "affiliation" in said:
        said["organization"] = here.organization(said.pop("affiliation"))
    return replace(now, name=record.name, **said)
