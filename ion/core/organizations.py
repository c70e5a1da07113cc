"""What organizations are called and where they stand, for rooms that only know an id."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, select

from ion.core import reading
from ion.models import Organization

PATH = "/directory/"


class OrganizationName(NamedTuple):
    """An organization as a line of text shows it; all of them are public."""

    id: int
    name: str
    path: str
    is_sample: bool


NAMES = select(Organization.id, Organization.name, Organization.slug, Organization.is_sample).where(
    Organization.id.in_(bindparam("ids", expanding=True))
)


def organization_names(ids: Collection[int]) -> dict[int, OrganizationName]:
    """The names of those organizations that are still there, by id."""
    if not ids:
        return {}
    return {
        row.id: OrganizationName(row.id, row.name, PATH + row.slug, row.is_sample)
        for row in reading.rows(NAMES, ids=list(ids))
    }
