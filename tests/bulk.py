"""Many rows at once, past the factories: for tests that only care how many there are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from ion.base.extensions import db
from ion.core import clock
from ion.core.tallies import raise_version
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Item,
    ItemAuthor,
    ItemBody,
    ItemCount,
    ItemState,
    ItemTerm,
    Person,
    Post,
    Practice,
    Webinar,
)

FIRST = 1_000_000
OWN: dict[str, type[Any]] = {"post": Post, "practice": Practice, "webinar": Webinar}


def times(at: datetime, id: int) -> dict[str, Any]:
    """Half of the webinars are ahead, half are past, a day apart, each of an hour in UTC."""
    day = 1 + (id - FIRST) // 2
    starts_at = at + timedelta(days=day if id % 2 else -day)
    return {
        "starts_local": starts_at.replace(tzinfo=None),
        "zone": "UTC",
        "length_minutes": 60,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "series": f"Series {id % 3}",
    }


def many(kind: str, number: int, terms: Mapping[str, list[str]], start: int = 0) -> None:
    """`number` published things of a kind, an hour apart, each with one of the given values of each facet."""
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
        OWN[kind]: [{"item_id": id} | (times(at, id) if kind == "webinar" else {}) for id in ids],
    }
    with unit_of_work() as session:
        for model, values in rows.items():
            if values:
                session.execute(insert(model), values)
        raise_version(session, kind)
    if (
        db.engine.dialect.name == "postgresql"
    ):  # else it plans for the few rows of some test before, for minutes
        tables = ", ".join(model.__tablename__ for model in rows)
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"ANALYZE {tables}")
