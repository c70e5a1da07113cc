"""One person's page: what they say about themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, or_, select

from ion.base.vocabulary.zones import is_zone
from ion.core import clock, reading, tallies
from ion.core.labels import facet_labels
from ion.core.people import HAS_LOGIN, PERSON_SEEN, page_path
from ion.core.times import DAYS, SITE_ZONE, us_clock
from ion.directory.queries.areas import areas_by_state
from ion.models import Organization, Person, PersonTerm

FACTS = (
    ("role", "Partner role", "/roles/"),
    ("workplace", "Kind of organization", ""),
    ("state", "State or territory", "/states/"),
    ("area", "Local area", "/states/"),
    ("topic", "Topics", "/search?topic="),
    ("language", "Languages", ""),
)
"""What a page says of a person: facet, its name there, and where its values lead, if anywhere."""


class Value(NamedTuple):
    """A fact in words; `href` is empty where it leads nowhere."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as their own page shows them. What they have not said is empty, and is not drawn."""

    id: int
    path: str
    name: str
    job_title: str
    organization: Value | None
    is_member: bool
    is_sample: bool
    audience: str
    facts: list[tuple[str, list[Value]]]
    bio_html: str
    ask_me_about: str


PERSON = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Person.zone,
        Person.audience,
        Person.bio_html,
        Person.ask_me_about,
        Person.is_sample,
        HAS_LOGIN.label("is_member"),
        Organization.name.label("organization"),
        Organization.slug,
    )
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(Person.id == bindparam("id", type_=Integer))
    .where(or_(PERSON_SEEN, Person.id == bindparam("own", type_=Integer)))
)
TERMS = select(PersonTerm.facet, PersonTerm.key).where(PersonTerm.person_id == bindparam("id", type_=Integer))


def person_page(id: int, scopes: frozenset[str], own: int = 0) -> PersonPage | None:
    """The page of a person, None where a holder of `scopes` may not know of it; `own` is who may see their own."""
    row = reading.rows(PERSON, id=id, scopes=sorted(scopes), own=own).one_or_none()
    if row is None:
        return None
    organization = Value(row.organization or row.affiliation, f"/directory/{row.slug}" if row.slug else "")
    return PersonPage(
        id=row.id,
        path=page_path(row.id),
        name=row.name,
        job_title=row.job_title,
        organization=organization if organization.label else None,
        is_member=bool(row.is_member),
        is_sample=row.is_sample,
        audience=row.audience,
        facts=facts_of(id, row.zone),
        bio_html=row.bio_html,
        ask_me_about=row.ask_me_about if row.is_member else "",
    )


def facts_of(id: int, zone: str) -> list[tuple[str, list[Value]]]:
    """What a person says of their work, in the order of FACTS, and the time where they are."""
    keys = tallies.recall("person", ("terms", id), lambda: terms_of(id))
    facts = [(label, values(facet, keys[facet], path)) for facet, label, path in FACTS if facet in keys]
    if is_zone(zone):
        facts.append(("Local time", [Value(time_there(zone), "")]))
    return [(label, told) for label, told in facts if told]


def terms_of(id: int) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    for facet, key in reading.rows(TERMS, id=id):
        keys.setdefault(facet, set()).add(key)
    return keys


def values(facet: str, keys: Collection[str], path: str) -> list[Value]:
    """Facet values in words, in the order of their list; what is no longer listed is left out."""
    if facet == "area":
        return local_areas(keys, path)
    labels = facet_labels(facet)
    return [Value(label, path + key if path else "") for key, label in labels.items() if key in keys]


def local_areas(keys: Collection[str], path: str) -> list[Value]:
    """Local areas, each leading to its place on the page of its state."""
    return [
        Value(name, f"{path}{state}#area-{key}")
        for state, areas in areas_by_state().items()
        for key, name in areas.items()
        if key in keys
    ]


def time_there(zone: str) -> str:
    """ "10:05 a.m. MT there now", with the day where that is another one than in the site's zone."""
    local = clock.now().astimezone(ZoneInfo(zone))
    is_same_day = local.date() == local.astimezone(SITE_ZONE).date()
    return f"{'' if is_same_day else DAYS[local.weekday()] + ', '}{us_clock(local)} there now"
