"""Adding, renaming and deleting topics and series. One at a time: whoever changes the list holds its version."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import audit, tallies
from ion.core.merged import merged
from ion.core.text import slug
from ion.core.upsert import add_if_absent
from ion.upkeep.queries import terms as queries
from ion.upkeep.queries.terms import Vocabulary
from ion.upkeep.services.refusing import Refused

KEY_LENGTH = 120


def alone(*more: str) -> None:
    """Keep every other writer of topics, series and of these kinds waiting until this transaction ends."""
    for kind in sorted({"topic", *more}):  # in one order, or two would wait for each other
        tallies.raise_version(db.session(), kind)


def locked(vocabulary: Vocabulary, id: int) -> Any:
    """The value to change; raises Refused when it is gone."""
    row = db.session.get(vocabulary.model, id, with_for_update=True)
    if row is None:
        raise Refused(f"This {vocabulary.one} is not there any more: it was merged or deleted meanwhile.")
    return row


def add(vocabulary: Vocabulary, name: str, summary: str, *, user_id: int) -> int:
    """List a new value under the first free key made of its name, and return its id; raises Refused for a twin."""
    alone()
    refuse_twin(vocabulary, name)
    for key in free_keys(vocabulary, name):
        if add_if_absent(db.session(), vocabulary.model, key=key, name=name, summary=summary):
            break
    id = db.session.scalars(select(vocabulary.model.id).where(vocabulary.model.key == key)).one()
    after = {"key": key, "name": name, "summary": summary}
    audit.record("added", kind=vocabulary.facet, id=id, user_id=user_id, after=after)
    return int(id)


def edit(vocabulary: Vocabulary, id: int, name: str, summary: str, *, user_id: int) -> None:
    """Call and describe a value otherwise; its key stays. Raises Refused."""
    alone()
    row = locked(vocabulary, id)
    before, after = {"name": row.name, "summary": row.summary}, {"name": name, "summary": summary}
    if before == after:
        return
    refuse_twin(vocabulary, name, but=id)
    row.name, row.summary = name, summary
    deed = "renamed" if before["name"] != name else "described"
    audit.record(deed, kind=vocabulary.facet, id=id, user_id=user_id, before=before, after=after)


def remove(vocabulary: Vocabulary, id: int, *, user_id: int) -> None:
    """Delete a value that nothing has; raises Refused."""
    alone()
    row = locked(vocabulary, id)
    found = queries.term(vocabulary, id)
    if found and not found.uses.is_none:
        raise Refused(f"It is used by {found.uses.words}. Merge it into another {vocabulary.one} instead.")
    before = {"key": row.key, "name": row.name, "summary": row.summary}
    audit.record("deleted", kind=vocabulary.facet, id=id, user_id=user_id, before=before)
    db.session.delete(row)


def refuse_twin(vocabulary: Vocabulary, name: str, but: int = 0) -> None:
    model = vocabulary.model
    twin = select(model.id).where(func.lower(model.name) == func.lower(name), model.id != but)
    if db.session.scalars(twin.limit(1)).first() is not None:
        raise Refused(f"There is a {vocabulary.one} of this name already.")


def free_keys(vocabulary: Vocabulary, name: str) -> Iterator[str]:
    """Keys made of a name that no value has, nor had before it was merged into another."""
    base, gone = slug(name, KEY_LENGTH - 5), merged(vocabulary.facet)
    keys = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return (key for key in keys if key not in gone)
