"""Every public page, for search engines: its path and when it last changed."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import func, select

from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.roles import ROLES
from ion.blog.queries import series_path
from ion.core import clock, items, reading, tallies
from ion.core.access import CURRENT, PUBLIC, SEEN
from ion.core.organizations import PATH as ORGANIZATIONS
from ion.core.people import PERSON_SEEN, page_path
from ion.core.ports.subjects import SUBJECTS
from ion.library.queries import TOOL
from ion.models import Correction, Item, ItemTerm, Organization, Person, Series
from ion.pages.queries import NAMES

EVERYONE = frozenset({PUBLIC})
PER_FILE = 5_000
FIXED = ("/", "/practices/", "/webinars/", "/blog/", "/directory/", "/people/", "/roles/", "/states/")


class Place(NamedTuple):
    """A page: its path, and the instant it last changed as ISO text, empty where nobody can say."""

    path: str
    changed_at: str


CORRECTED_AT = (
    select(func.max(Correction.at)).where(Correction.item_id == Item.id).correlate(Item).scalar_subquery()
)
ITEMS = (
    select(
        Item.id,
        Item.kind,
        Item.slug,
        Item.published_at,
        items.REVISED_AT.label("revised_at"),
        CORRECTED_AT.label("corrected_at"),
    )
    .where(Item.kind != TOOL, SEEN, CURRENT, Item.is_sample.is_(False))
    .order_by(Item.id)
)
"""A tool stands on the page of its practice. What is archived, or a sample, is not offered to search engines."""
PEOPLE = select(Person.id).where(PERSON_SEEN, Person.is_sample.is_(False)).order_by(Person.id)
ORGANIZED = select(Organization.slug).where(Organization.is_sample.is_(False)).order_by(Organization.id)
TOLD = (
    select(Series.key)
    .where(
        Series.key.in_(
            select(ItemTerm.key)
            .join(Item, Item.id == ItemTerm.item_id)
            .where(ItemTerm.facet == "series", SEEN, CURRENT, Item.is_sample.is_(False))
        )
    )
    .order_by(Series.key)
)


def places() -> list[Place]:
    """All public pages in a steady order, remembered while nothing of theirs changes."""
    kinds = (*(kind for kind in SUBJECTS.kinds() if kind != TOOL), "person", "organization")
    lines = tallies.recall((*kinds, "topic", "correction"), "sitemap", lambda: "\n".join(read()))
    return [Place(path, at) for path, _, at in (line.partition(" ") for line in lines.split("\n"))]


def files(listed: Sequence[Place]) -> int:
    """How many files it takes to list them."""
    return -(-len(listed) // PER_FILE)


def part(number: int) -> Sequence[Place] | None:
    """What the file of that number lists, counted from 1; None where there is no such file."""
    begin = (number - 1) * PER_FILE
    return (places()[begin : begin + PER_FILE] if number else None) or None


def read() -> Iterator[str]:
    """A line for each page: its path and, after a space, when it changed."""
    asked: dict[str, Any] = {"scopes": sorted(EVERYONE), "now": clock.now()}
    yield from FIXED
    yield from (f"/{name}" for name in NAMES)
    yield from (f"/roles/{key}" for key in ROLES)
    yield from (f"/states/{key}" for key in STATES)
    rows = reading.rows(ITEMS, **asked).all()
    paths = items.paths_of(rows, EVERYONE)
    for row in rows:
        if row.id in paths:
            changed_at = items.changed_at(row.published_at, row.revised_at, row.corrected_at)
            yield f"{quote(paths[row.id])} {changed_at.isoformat()}"
    yield from (quote(series_path(key)) for key in reading.rows(TOLD, **asked).scalars())
    yield from (page_path(id) for id in reading.rows(PEOPLE, **asked).scalars())
    yield from (quote(ORGANIZATIONS + slug) for slug in reading.rows(ORGANIZED).scalars())
