"""How SQLite goes about a long conversation: by an index, whatever is in it."""

import pytest
from sqlalchemy import text

from ion.base.extensions import db
from ion.messaging.queries.inbox import Folder, inbox
from ion.messaging.queries.thread import changes, lines
from tests.counting import statements
from tests.factories import ConversationFactory, UserFactory

pytestmark = pytest.mark.usefixtures("app", "now")


def plan_of(statement: str) -> str:
    """How SQLite goes about a statement; which values are asked for does not matter."""
    bound = text(f"EXPLAIN QUERY PLAN {statement}".replace("?", "1").replace(":", "\\:"))
    return " ".join(row[3] for row in db.session.connection().execute(bound))


def test_the_page_of_a_long_conversation_goes_by_the_index() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    me = ana.id
    db.session.rollback()

    with statements() as asked:
        lines(me, id)
        changes(me, id, 0)
        inbox(me, Folder.INBOX)
    plans = [plan_of(statement) for statement in asked]
    assert not any("SCAN message" in plan for plan in plans)
    assert "ix_message_number (conversation_id=? AND number>? AND number<?)" in plans[0]
    assert "ix_message_version (conversation_id=? AND version>?)" in plans[1]
    assert "SEARCH message USING INDEX ix_message_number (conversation_id=? AND number=?)" in plans[2]
