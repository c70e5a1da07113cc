"""One organization, as its own page shows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from sqlalchemy import bindparam, select

from ion.core import reading, tallies
from ion.core.labels import facet_labels
from ion.core.organizations import PATH
from ion.directory.queries.organizations import terms_of
from ion.models import Organization


class Label(NamedTuple):
    """A facet value in words, and the page or list it leads to."""

    label: str
    href: str


class Site(NamedTuple):
    """A web site: its address and the name of its host."""

    url: str
    host: str


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """An organization with everything that it says of itself; each list is empty where nothing is said."""

    id: int
    slug: str
    path: str
    name: str
    about_html: str
    site: Site | None
    confirmed_on: date | None
    is_sample: bool
    roles: Sequence[Label]
    states: Sequence[Label]
    areas: Sequence[Label]
    sectors: Sequence[Label]
    populations: Sequence[Label]


PAGE = select(
    Organization.id,
    Organization.slug,
    Organization.name,
    Organization.about_html,
    Organization.site_url,
    Organization.confirmed_on,
    Organization.is_sample,
).where(Organization.slug == bindparam("slug"))


def organization_page(slug: str) -> OrganizationPage | None:
    """The organization of that slug, or None."""
    row = reading.rows(PAGE, slug=slug).one_or_none()
    if row is None:
        return None
    terms = tallies.recall("organization", ("terms", row.id), lambda: terms_of([row.id])[row.id])
    return OrganizationPage(
        id=row.id,
        slug=row.slug,
        path=PATH + row.slug,
        name=row.name,
        about_html=row.about_html,
        site=site_of(row.site_url),
        confirmed_on=row.confirmed_on,
        is_sample=row.is_sample,
        roles=labels(terms, "role", lambda key: f"/roles/{key}"),
        states=labels(terms, "state", lambda key: f"/states/{key}"),
        areas=labels(terms, "area", lambda key: PATH + "?" + urlencode({"area": key})),
        sectors=labels(terms, "sector", lambda key: PATH + "?" + urlencode({"sector": key})),
        populations=labels(terms, "population", lambda key: ""),
    )


def labels(terms: Mapping[str, Sequence[str]], facet: str, href: Callable[[str], str]) -> list[Label]:
    """The values of a facet in words, in the order of the vocabulary; what is no longer listed is left out."""
    have = frozenset(terms.get(facet, ()))
    return [Label(label, href(key)) for key, label in facet_labels(facet).items() if key in have]


def site_of(url: str) -> Site | None:
    """The site behind an address that a browser may safely open: http or https, with a host; else None."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return Site(url, host.removeprefix("www."))
