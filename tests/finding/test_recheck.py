"""The index may be a second behind; the database has the last word on what a reader sees."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, Practice, Tool
from tests.factories import PracticeFactory, ToolFactory
from tests.indexing import index
from tests.reading import visit

pytestmark = pytest.mark.database


def change(practice: Practice, **fields: object) -> None:
    with unit_of_work() as session:
        item = session.get_one(Practice, practice.item_id).item
        for name, value in fields.items():
            setattr(item, name, value)
        signals.item_changed.send(item)


@pytest.mark.parametrize(
    "fields", [{"state": ItemState.WITHDRAWN}, {"audience": "staff"}], ids=["withdrawn", "for staff"]
)
@pytest.mark.parametrize(
    "path", ["/practices/?q=quartz", "/search?q=quartz", "/practices/", "/search?kind=tool"]
)
def test_a_hit_that_may_not_be_seen_any_more_is_not_drawn(
    client: FlaskClient, now: datetime, fields: dict[str, object], path: str
) -> None:
    practice = PracticeFactory(title="Quartz practice", sections={"problem": "Secret words."})
    ToolFactory(practice, title="Quartz tool")
    index()

    change(practice, **fields)
    page = visit(client, path)

    assert page.status == 200
    assert not page.texts(".ion-result__title")
    assert page.text("#found-heading").startswith("No ")
    assert "Quartz" not in page.text("main") and "Secret" not in page.html


@pytest.mark.parametrize(
    "fields", [{"state": ItemState.WITHDRAWN}, {"audience": "staff"}], ids=["withdrawn", "for staff"]
)
def test_tools_leave_counts_and_suggestions_with_their_practice(
    client: FlaskClient, now: datetime, fields: dict[str, object]
) -> None:
    practice = PracticeFactory(title="Quartz practice")
    tool: Tool = ToolFactory(practice, title="Zirconium tool")
    PracticeFactory(title="Another")
    index()

    change(practice, **fields)
    index()

    assert visit(client, "/search?q=zirconium").text("#found-heading") == "No results found for “zirconium”"
    assert visit(client, "/search").texts(".ion-tabs li") == ["Everything 1", "Practices 1"]
    assert not visit(client, "/search?q=zirconum").all(".ion-did-you-mean")
    assert tool.item_id


def test_a_tool_follows_its_practice_to_a_new_address(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(title="Quartz practice", slug="old-address")
    ToolFactory(practice, title="Quartz tool", anchor="sheet")
    index()

    change(practice, slug="new-address")
    index()

    page = visit(client, "/search?q=quartz&kind=tool")
    assert page.href("Quartz tool", "main") == "/practices/new-address#tool-sheet"
