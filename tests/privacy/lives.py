"""Rows that point to somebody, in every table that can: whatever a member may leave behind on the site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Integer, String, Table, insert

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import User
from ion.models.types import UTCDateTime
from tests.factories import GroupFactory, PostFactory, PracticeFactory, UserFactory, WebinarFactory
from tests.house.personal import SPOKEN_FOR

_numbers = count(1)
MARK = "mark-"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MADE_OTHERWISE = {("user", "person_id"), ("user_grant", "user_id"), ("departure", "user_id")}
"""Rows that come with the member, or with leaving."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One row of somebody: its table, the column that points to them, its key, and texts that no other row has."""

    table: str
    column: str
    key: dict[str, Any]
    marks: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Who speaks for it."""
        return SPOKEN_FOR[self.table, self.column]


def leave_traces(user: User) -> list[Trace]:
    """A row in every table that can point to the user or their person, once for each such column."""
    ids = {"user": user.id, "person": user.person_id}
    return [
        trace(db.metadata.tables[table], column, ids)
        for table, column in SPOKEN_FOR
        if (table, column) not in MADE_OTHERWISE
    ]


def trace(table: Table, column: str, ids: dict[str, int]) -> Trace:
    target = next(iter(table.c[column].foreign_keys)).target_fullname.partition(".")[0]
    given = {column: ids[target]}
    if table.name in MADE_BY:
        return Trace(table.name, column, MADE_BY[table.name](**given), ())
    values = given | dict(fillings(table, given))
    marks = tuple(str(value) for value in values.values() if str(value).startswith(MARK))
    return Trace(table.name, column, insert_row(table, values), marks)


def insert_row(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Add a row; answers its key."""
    with unit_of_work() as session:
        row = session.execute(insert(table).values(values).returning(*table.primary_key.columns)).one()
    return dict(row._mapping)


def fillings(table: Table, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the columns hold that must hold something and were not given."""
    for column in table.columns:
        if column.nullable or column.name in given:
            continue
        if column.foreign_keys:
            yield column.name, parent(column, given)
        elif not (column.primary_key and isinstance(column.type, Integer) and len(table.primary_key) == 1):
            yield column.name, filling(column)


def parent(column: Column[Any], given: Mapping[str, Any]) -> Any:
    """The key of a fresh row that the column points to; whoever did something in a mentorship is one of the two."""
    key = next(iter(column.foreign_keys))
    if key.column.table.name == "mentorship":
        return next(iter(mentorship(**given).values()))
    if key.column.table.name in ("user", "person"):
        other = UserFactory()
        return other.id if key.column.table.name == "user" else other.person_id
    table = key.column.table
    made = MADE_BY[table.name]() if table.name in MADE_BY else insert_row(table, dict(fillings(table, {})))
    return next(iter(made.values()))


def filling(column: Column[Any]) -> Any:
    number = next(_numbers)
    if isinstance(column.type, Enum):
        return next(iter(column.type.python_type))
    if isinstance(column.type, UTCDateTime):
        return AT
    if isinstance(column.type, DateTime):
        return AT.replace(tzinfo=None)
    if isinstance(column.type, Date):
        return date(2026, 11, 20)
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, String):
        return f"{MARK}{number}"[: column.type.length or 100]
    return number


def item(**given: Any) -> dict[str, Any]:
    return {"id": PostFactory(**given).item_id}


def group(**given: Any) -> dict[str, Any]:
    made = GroupFactory()
    if given:
        with unit_of_work():
            db.session.get_one(type(made), made.item_id).facilitator_id = given["facilitator_id"]
    return {"item_id": made.item_id}


def match_run(**given: Any) -> dict[str, Any]:
    """One whose matches are published: before that they are nobody's."""
    table = db.metadata.tables["match_run"]
    return insert_row(table, given | {"published_at": AT} | dict(fillings(table, given)))


def mentorship(**given: Any) -> dict[str, Any]:
    """One of the two is whoever is given, in whatever role."""
    table = db.metadata.tables["mentorship"]
    values = {name: id for name, id in given.items() if name in table.columns}
    if given and not values.keys() & {"mentor_id", "mentee_id"}:
        values["mentor_id"] = next(iter(given.values()))
    return insert_row(table, values | dict(fillings(table, values)))


MADE_BY: dict[str, Any] = {
    "item": item,
    "post": lambda **_: {"item_id": PostFactory().item_id},
    "practice": lambda **_: {"item_id": PracticeFactory().item_id},
    "webinar": lambda **_: {"item_id": WebinarFactory().item_id},
    "peer_group": group,
    "match_run": match_run,
    "mentorship": mentorship,
}
"""Tables whose rows are made of several."""
