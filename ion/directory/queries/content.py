"""What is said of an organization, as ION staff edit it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core.labels import label
from ion.core.times import us_date
from ion.models import Organization, Person

FACETS = ("role", "state", "area", "sector", "population")


@dataclass(frozen=True, slots=True)
class Content:
    """What is said of an organization: `about` is Markdown, `terms` are keys by facet of FACETS."""

    name: str
    about: str = ""
    site_url: str = ""
    confirmed_on: date | None = None
    terms: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Facet and key of every term."""
        return {(facet, key) for facet in FACETS for key in self.terms.get(facet, ())}

    @property
    def facts(self) -> dict[str, Any]:
        """The same as JSON, for the audit log."""
        terms = {facet: sorted(self.terms[facet]) for facet in FACETS if self.terms.get(facet)}
        day = self.confirmed_on.isoformat() if self.confirmed_on else None
        return asdict(self) | {"confirmed_on": day, "terms": terms}

    @property
    def version(self) -> str:
        """Equal for equal content: an edit names the version it started from."""
        return hashlib.sha256(json.dumps(self.facts, sort_keys=True).encode()).hexdigest()[:32]


def content_of(organization: Organization) -> Content:
    """What is said of an organization now."""
    terms: dict[str, list[str]] = {}
    for term in sorted(organization.terms, key=lambda term: (term.facet, term.key)):
        terms.setdefault(term.facet, []).append(term.key)
    return Content(
        name=organization.name,
        about=organization.about,
        site_url=organization.site_url,
        confirmed_on=organization.confirmed_on,
        terms={facet: tuple(keys) for facet, keys in terms.items()},
    )


class OrganizationEdited(NamedTuple):
    """An organization on a page for ION staff; `people` is how many belong to it, whoever may see them."""

    id: int
    path: str
    name: str
    content: Content
    people: int


def organization_edited(slug: str) -> OrganizationEdited | None:
    """The organization of that slug as it is edited, or None."""
    found = db.session.scalar(select(Organization).where(Organization.slug == slug))
    if found is None:
        return None
    people = db.session.scalar(select(func.count()).where(Person.organization_id == found.id)) or 0
    return OrganizationEdited(found.id, found.path, found.name, content_of(found), people)


LABELS = {
    "name": "Name",
    "about": "About",
    "site_url": "Website",
    "role": "Partner roles",
    "state": "States and territories",
    "area": "Local areas",
    "sector": "Industry sectors",
    "population": "Populations",
    "confirmed_on": "Last confirmed on",
}


def differences(present: Content, typed: Content) -> list[tuple[str, str]]:
    """What stands now where something else was typed, as (part, words)."""
    now, then = in_words(present), in_words(typed)
    return [(LABELS[part], words or "Nothing") for part, words in now.items() if words != then[part]]


def in_words(content: Content) -> dict[str, str]:
    told = {"name": content.name, "about": content.about, "site_url": content.site_url}
    for facet in FACETS:
        told[facet] = ", ".join(label(facet, key) for key in sorted(content.terms.get(facet, ())))
    return told | {"confirmed_on": us_date(content.confirmed_on)}
