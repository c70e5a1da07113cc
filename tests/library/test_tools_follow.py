"""A tool stands and falls with its practice, whatever moves the practice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import moment
from ion.models import Grant, Item, ItemState, Practice, Tool
from tests.counting import statements
from tests.factories import PracticeFactory, ToolFactory, TopicFactory, UserFactory
from tests.indexing import index
from tests.library.test_publishable import WHOLE
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]


def do(deed: Any, *given: Any, **named: Any) -> Any:
    """Do it in a unit of work of its own."""
    with unit_of_work():
        return deed(*given, **named)


@pytest.fixture
def editor(app: Flask) -> int:
    TopicFactory("youth")
    return UserFactory(Grant.EDITOR).id


@pytest.fixture
def practice(editor: int) -> int:
    """The id of a practice with two tools, written and published here."""
    content = WHOLE | {"title": "Share a coach"}
    item_id = do(
        lambda: services.start("practice", title="Share a coach", user_id=editor, content=content).id
    )
    do(services.publish, item_id, user_id=editor)
    return int(item_id)


def standings(practice: int) -> list[tuple[ItemState, str, datetime | None]]:
    """State, audience and archive date of the practice and of each of its tools."""
    db.session.rollback()
    ids = [practice, *db.session.scalars(select(Tool.item_id).where(Tool.practice_id == practice))]
    rows = db.session.scalars(select(Item).where(Item.id.in_(ids)).order_by(Item.id))
    return [(row.state, row.audience, row.expires_at) for row in rows]


def known(client: FlaskClient) -> list[str]:
    """Where the tool "Agenda" is known to everyone."""
    index()
    places = ("/practices/share-a-coach", "/search?kind=tool", "/search?q=agenda")
    return [path for path in places if "Agenda" in visit(client, path).html]


def test_publishing_withdrawing_and_publishing_again_moves_the_tools(
    client: FlaskClient, practice: int, editor: int
) -> None:
    everywhere = ["/practices/share-a-coach", "/search?kind=tool", "/search?q=agenda"]
    assert standings(practice) == [(ItemState.PUBLISHED, "public", None)] * 3
    assert known(client) == everywhere

    do(services.withdraw, practice, reason="mistake", user_id=editor)

    assert standings(practice) == [(ItemState.WITHDRAWN, "public", None)] * 3
    assert known(client) == []

    do(services.reinstate, practice, user_id=editor)

    assert standings(practice) == [(ItemState.DRAFT, "public", None)] * 3
    assert known(client) == []

    do(services.publish, practice, user_id=editor)

    assert standings(practice) == [(ItemState.PUBLISHED, "public", None)] * 3
    assert known(client) == everywhere


def test_another_audience_is_the_tools_audience_at_once(
    client: FlaskClient, practice: int, editor: int
) -> None:
    do(services.change_audience, practice, "members", user_id=editor)

    assert standings(practice) == [(ItemState.PUBLISHED, "members", None)] * 3
    assert known(client) == []


def test_an_archive_date_set_and_removed_is_the_tools_too(
    now: datetime, client: FlaskClient, practice: int, editor: int
) -> None:
    local = (now + timedelta(days=3)).replace(tzinfo=None)
    until = moment(local, "UTC")

    do(services.set_expiry, practice, until, user_id=editor)

    assert standings(practice) == [(ItemState.PUBLISHED, "public", until.at)] * 3

    do(services.set_expiry, practice, None, user_id=editor)

    assert standings(practice) == [(ItemState.PUBLISHED, "public", None)] * 3


def test_a_version_that_waits_leaves_the_tools_readers_have(
    client: FlaskClient, practice: int, editor: int
) -> None:
    head = db.session.get_one(Item, practice).head_revision

    do(services.save, practice, {"tools": []}, base=head, user_id=editor)

    assert len(standings(practice)) == 3
    do(services.publish, practice, user_id=editor)
    assert len(standings(practice)) == 1
    assert known(client) == []


def test_tools_of_other_practices_stay_as_they_are(practice: int, editor: int) -> None:
    other = PracticeFactory()
    ToolFactory(other)

    do(services.withdraw, practice, reason="mistake", user_id=editor)

    assert standings(other.item_id) == [(ItemState.PUBLISHED, "public", None)] * 2


def test_a_discarded_draft_that_came_by_import_takes_its_tools_along(editor: int) -> None:
    draft = PracticeFactory(state=ItemState.DRAFT, published_at=None)
    tool = ToolFactory(draft, state=ItemState.DRAFT, published_at=None)
    ids = [draft.item_id, tool.item_id]

    assert do(services.discard, draft.item_id, user_id=editor) is True

    db.session.rollback()
    assert db.session.scalars(select(Item.id).where(Item.id.in_(ids))).all() == []
    assert db.session.scalars(select(Practice.item_id).where(Practice.item_id.in_(ids))).all() == []


def test_a_practice_that_moved_nothing_costs_one_question(practice: int) -> None:
    with unit_of_work() as session:
        item = session.get_one(Item, practice)
        session.flush()
        with statements() as told:
            signals.item_changed.send(item)

    assert len([each for each in told if "FROM item JOIN tool" in " ".join(each.split())]) == 1
    assert not [each for each in told if each.startswith("UPDATE item ")]
