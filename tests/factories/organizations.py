"""Organizations and local areas."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from ion.core.text import safe_html
from ion.core.unit_of_work import unit_of_work
from ion.models import LocalArea, Organization, OrganizationTerm

_numbers = count(1)
Terms = Mapping[str, Sequence[str]]


def OrganizationFactory(
    name: str = "", terms: Terms | None = None, about: str = "", **fields: Any
) -> Organization:
    """An organization; `about` is Markdown."""
    number = next(_numbers)
    made = Organization(
        **{"slug": f"organization-{number}", "name": name or f"Organization {number}"} | fields,
        about=about,
        about_html=safe_html(about),
    )
    made.terms = [
        OrganizationTerm(facet=facet, key=key) for facet, keys in (terms or {}).items() for key in keys
    ]
    with unit_of_work() as session:
        session.add(made)
    return made


def LocalAreaFactory(key: str, name: str = "", state: str = "") -> LocalArea:
    """A local area; its state and name follow from its key where they are not given."""
    prefix, _, rest = key.partition("-")
    area = LocalArea(key=key, state=state or prefix.upper(), name=name or rest.replace("-", " ").title())
    with unit_of_work() as session:
        session.add(area)
    return area
