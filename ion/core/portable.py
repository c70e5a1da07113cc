"""Rows as JSON has them, for a copy of what somebody has here: instants in ISO 8601 UTC, all else as it is kept."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, inspect, select

from ion.base.extensions import Model
from ion.core import items, reading
from ion.core.access import GROUPS, Viewer, ids_of, scopes
from ion.models import Person, User, UserGrant

Record = dict[str, Any]
HOLDERS = (
    select(User.id, User.person_id, Person.name, Person.zone, UserGrant.grant, GROUPS.label("groups"))
    .join(Person, Person.id == User.person_id)
    .join(UserGrant, UserGrant.user_id == User.id, isouter=True)
)


def rows(model: type[Model], *conditions: ColumnElement[bool], hide: Collection[str] = ()) -> list[Record]:
    """The rows of a table that meet the conditions, by their keys; columns that `hide` names are left out."""
    mapper = inspect(model)
    columns = [mapper.columns[attribute.key] for attribute in mapper.column_attrs]
    shown = [column for column in columns if column.key not in hide]
    found = reading.rows(select(*shown).where(*conditions).order_by(*mapper.primary_key))
    names = [str(column.key) for column in shown]
    return [{name: plain(cell) for name, cell in zip(names, row, strict=True)} for row in found]


def plain(value: Any) -> Any:
    """One cell as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def about(records: list[Record], user_id: int, key: str = "item_id") -> list[Record]:
    """The records, each with the title and address of its item where the user may see it."""
    found = items.subjects({record[key] for record in records}, scopes(holder(user_id)))
    for record in records:
        if subject := found.get(record[key]):
            record["about"] = {"kind": subject.kind, "title": subject.title, "path": subject.path}
    return records


def holder(user_id: int) -> Viewer | None:
    """The user as one who looks: what they may see; None for nobody."""
    found = reading.rows(HOLDERS.where(User.id == user_id)).all()
    if not found:
        return None
    first = found[0]
    grants = frozenset(row.grant for row in found if row.grant)
    return Viewer(first.id, first.person_id, first.name, grants, zone=first.zone, groups=ids_of(first.groups))
