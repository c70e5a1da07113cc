"""Keys of topics and series that were merged into others: what an old address, draft or import calls by a gone name.

The address of a topic is the list of what was written about it. When one topic becomes part of another, its address
becomes an old address that leads to the other's; the row says which key stands for which.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import tallies
from ion.models import OldAddress

ADDRESSES: Mapping[str, str] = {"topic": "/blog/?topic=", "series": "/blog/series/"}
"""What the address of a value of these facets begins with; its key follows."""


def merged(facet: str) -> Mapping[str, str]:
    """The present key by each key that was merged away; KeyError for a facet whose values are not merged."""
    prefix = ADDRESSES[facet]

    def read() -> dict[str, str]:
        rows = db.session.execute(
            select(OldAddress.path, OldAddress.target).where(
                OldAddress.path.startswith(prefix, autoescape=True),
                OldAddress.target.startswith(prefix, autoescape=True),
            )
        )
        return {path.removeprefix(prefix): target.removeprefix(prefix) for path, target in rows}

    return tallies.recall("topic", ("merged", facet), read)


def present_keys(facet: str, keys: Iterable[str]) -> list[str]:
    """The keys with each one that was merged away in its new name, once each, in their order."""
    found = merged(facet)
    return list(dict.fromkeys(found.get(key, key) for key in keys))
