"""Many rows at once, past the factories: for tests that only care how many there are."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from ion.core import clock
from ion.core.tallies import raise_version
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemAuthor, ItemBody, ItemCount, ItemState, ItemTerm, Person, Post, Practice

FIRST = 1_000_000


def many(kind: str, number: int, terms: Mapping[str, list[str]], start: int = 0) -> None:
    """`number` published posts or practices, an hour apart, each with one of the given values of each facet."""
    at = clock.now()
    ids = [FIRST + start + n for n in range(number)]
    rows: dict[type[Any], list[dict[str, Any]]] = {
        Person: [
            {"id": id, "slug": f"author-{id}", "name": f"Author {id}", "is_sample": False} for id in ids
        ],
        Item: [
            {
                "id": id,
                "kind": kind,
                "slug": f"{kind}-of-many-{id}",
                "title": f"One of many {id}",
                "summary": f"Summary of {id}",
                "state": ItemState.PUBLISHED,
                "audience": "public",
                "published_at": at - timedelta(hours=id - FIRST),
                "posted_by_id": id,
                "head_revision": 0,
                "is_sample": False,
            }
            for id in ids
        ],
        ItemBody: [{"item_id": id, "markdown": "A paragraph.", "html": "<p>A paragraph.</p>"} for id in ids],
        ItemCount: [{"item_id": id, "views": 0} for id in ids],
        ItemAuthor: [{"item_id": id, "person_id": id, "position": 0} for id in ids],
        ItemTerm: [
            {"item_id": id, "facet": facet, "key": keys[id % len(keys)]}
            for id in ids
            for facet, keys in terms.items()
        ],
        Post if kind == "post" else Practice: [{"item_id": id} for id in ids],
    }
    with unit_of_work() as session:
        for model, values in rows.items():
            if values:
                session.execute(insert(model), values)
        raise_version(session, kind)
