"""The sheet of an item: one row that whoever changes its questions or polls holds, and whose version pages compare."""

import secrets

from ion.base.extensions import db
from ion.core.upsert import add_if_absent
from ion.models import QuestionSheet

FIRST = 2**30
"""A sheet begins below this at a number of chance, so that what is remembered of a removed item is never taken for
what a later one of the same id shows."""


def lock(item_id: int) -> QuestionSheet:
    """The sheet, held until the end of the transaction: deeds on the questions of one item follow one another."""
    add_if_absent(db.session(), QuestionSheet, item_id=item_id, version=1 + secrets.randbelow(FIRST))
    return db.session.get_one(QuestionSheet, item_id, with_for_update=True, populate_existing=True)


def changed(sheet: QuestionSheet) -> None:
    """Every page of these questions is out of date now."""
    sheet.version += 1
    db.session.flush()


def raise_version(item_id: int) -> None:
    """Say that questions or polls of an item were changed by other ways than the services of this package."""
    changed(lock(item_id))
