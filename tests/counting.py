"""How much a page asks of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from ion.base.extensions import db
from tests.reading import visit

LISTS = re.compile(r"\((?:(?:\?|%\(\w+\)s(?:::\w+)?)(?:, )?)+\)")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent to the database within the block, in order."""
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        told.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def questions(client: FlaskClient, path: str) -> list[str]:
    """What one view of the page asks, once its counts are remembered; how many ids are asked for is left out.

    The visit of a robot leaves no mark itself.
    """
    visit(client, path)
    with statements() as told:
        page = visit(client, path)
    assert page.status == 200
    return [LISTS.sub("(…)", statement) for statement in told]
