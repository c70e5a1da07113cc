"""What a member says about themselves, as the form shows it, and what there is to choose from."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Integer, bindparam, select

from ion.base.vocabulary.zones import ZONES
from ion.core import reading, tallies
from ion.core.labels import facet_labels
from ion.directory.queries.areas import areas_by_state
from ion.models import Organization, Person, PersonTerm

AUDIENCES = {"public": "Everyone", "members": "Members of ION", "staff": "Only ION staff and me"}
FACETS = {
    "roles": "role",
    "workplace": "workplace",
    "states": "state",
    "areas": "area",
    "topics": "topic",
    "languages": "language",
}
"""The facet of each part of a profile that is chosen from a list."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member says about themselves. `organization` is the label of a listed one, else text of their own.

    `roles` and the like are keys in the order of the alphabet; `audience` is a key of AUDIENCES.
    """

    name: str = ""
    job_title: str = ""
    organization: str = ""
    roles: tuple[str, ...] = ()
    workplace: str = ""
    states: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    zone: str = ""
    languages: tuple[str, ...] = ()
    bio: str = ""
    ask_me_about: str = ""
    audience: str = "public"

    @property
    def mark(self) -> str:
        """Tells two states of a profile apart: a form carries the one it was drawn from."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:20]

    @property
    def terms(self) -> set[tuple[str, str]]:
        """Everything chosen from a list, as (facet, key)."""
        chosen = {
            (facet, key)
            for part, facet in FACETS.items()
            for key in getattr(self, part)
            if part != "workplace"
        }
        return chosen | ({("workplace", self.workplace)} if self.workplace else set())


LABELS = {
    "name": "Display name",
    "job_title": "Job title",
    "organization": "Organization",
    "roles": "Partner role",
    "workplace": "Where you work",
    "states": "State or territory",
    "areas": "Local area",
    "topics": "Topics you work on",
    "zone": "Time zone",
    "languages": "Languages you work in",
    "bio": "About you",
    "ask_me_about": "Ask me about",
    "audience": "Who can see my page",
}
"""What the parts of a profile are called to the one who writes it."""
ZONE_LABELS = {zone.key: zone.label for zone in ZONES.terms}


def differences(now: Profile, typed: Profile) -> Pairs:
    """Where one profile is not what was typed: what the part is called, and what stands now, in words."""
    return [
        (label, in_words(part, getattr(now, part)) or "Nothing")
        for part, label in LABELS.items()
        if getattr(now, part) != getattr(typed, part)
    ]


def in_words(part: str, value: str | tuple[str, ...]) -> str:
    keys = (value,) if isinstance(value, str) else value
    if part in FACETS:
        labels = facet_labels(FACETS[part])
    else:
        labels = {"zone": ZONE_LABELS, "audience": AUDIENCES}.get(part, {})
    return ", ".join(labels.get(key, key) for key in keys if key)


ABOUT = select(
    Person.name,
    Person.job_title,
    Person.organization_id,
    Person.affiliation,
    Person.zone,
    Person.bio,
    Person.ask_me_about,
    Person.audience,
).where(Person.id == bindparam("id", type_=Integer))
TERMS = (
    select(PersonTerm.facet, PersonTerm.key)
    .where(PersonTerm.person_id == bindparam("id", type_=Integer))
    .order_by(PersonTerm.facet, PersonTerm.key)
)


def profile_of(person_id: int) -> Profile:
    """The profile of a person who exists."""
    row = reading.rows(ABOUT, id=person_id).one()
    keys: dict[str, list[str]] = {facet: [] for facet in FACETS.values()}
    for facet, key in reading.rows(TERMS, id=person_id):
        keys.setdefault(facet, []).append(key)
    return Profile(
        name=row.name,
        job_title=row.job_title,
        organization=organization_labels().get(row.organization_id, row.affiliation),
        roles=tuple(sorted(keys["role"])),
        workplace=next(iter(keys["workplace"]), ""),
        states=tuple(sorted(keys["state"])),
        areas=tuple(sorted(keys["area"])),
        topics=tuple(sorted(keys["topic"])),
        zone=row.zone,
        languages=tuple(sorted(keys["language"])),
        bio=row.bio,
        ask_me_about=row.ask_me_about,
        audience=row.audience if row.audience in AUDIENCES else "staff",
    )


def organization_labels() -> Mapping[int, str]:
    """What each organization is called in a list, by id and in the order of the names; no two are called the same."""

    def read() -> dict[int, str]:
        asked = select(Organization.id, Organization.name, Organization.slug)
        rows = reading.rows(asked.order_by(Organization.name, Organization.id)).all()
        taken: set[str] = set()
        labels: dict[int, str] = {}
        for id, name, slug in rows:
            labels[id] = f"{name} ({slug})" if name.casefold() in taken else name
            taken.add(name.casefold())
        return labels

    return tallies.recall("organization", "labels", read)


def organization_called(words: str) -> int | None:
    """The organization that somebody means by its label, in capitals or not; None for one that is not listed."""
    wanted = words.casefold()
    return next((id for id, label in organization_labels().items() if label.casefold() == wanted), None)


def choices(facet: str, held: Collection[str]) -> Pairs:
    """What a facet offers, as (key, label); what is held is kept although it is no longer listed."""
    labels = facet_labels(facet)
    return [*labels.items(), *((key, key) for key in sorted(held) if key not in labels)]


def area_choices(states: Iterable[str]) -> Pairs:
    """The local areas of these states, as (key, label), state by state."""
    listed = areas_by_state()
    return [
        (key, f"{name} ({state})") for state in sorted(states) for key, name in listed.get(state, {}).items()
    ]


def zone_choices(held: str) -> Pairs:
    """The time zones to choose from; one that is held or sent stands last where it is not among them."""
    own = [(held, held.replace("_", " "))] if held and held not in ZONES else []
    return [("", "Choose a time zone"), *((zone.key, zone.label) for zone in ZONES.terms), *own]
