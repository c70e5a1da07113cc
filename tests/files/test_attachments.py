"""What readers are offered to download, under the text of an item: by name, kind, size and version; else nothing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from ion.commons.files import queries, services
from ion.core.unit_of_work import unit_of_work
from ion.models import Post, Practice, User
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PostFactory, PracticeFactory, UserFactory
from tests.files import samples
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("kept")
Make = Callable[[], Post | Practice]
KINDS = pytest.mark.parametrize("make", [PostFactory, PracticeFactory])


def attach(item_id: int, user: User, name: str, data: bytes = samples.PDF) -> int:
    taken = services.take_in(name, data)
    with unit_of_work():
        return services.attach(item_id, taken, title="", user_id=user.id).id


@KINDS
def test_readers_find_the_attachments_under_the_text(client: FlaskClient, make: Make) -> None:
    thing, user = make(), UserFactory()
    attach(thing.item_id, user, "Agenda.docx", samples.docx())
    attach(thing.item_id, user, "Plan.pdf")

    page = visit(client, thing.path)

    assert [(link.words, link.href) for link in page.links("#attachments")] == [
        (row.title, row.path) for row in queries.attachments(thing.item_id)
    ]
    assert page.texts("#attachments li")[1] == "Plan PDF, 1 KB"
    assert "Word document" in page.texts("#attachments li")[0]


@KINDS
def test_where_there_are_none_nothing_is_said(client: FlaskClient, make: Make) -> None:
    thing, other, user = make(), make(), UserFactory()
    attach(other.item_id, user, "Of another.pdf")
    taken = services.take_in("a.png", samples.picture())
    with unit_of_work():
        services.add_picture(thing.item_id, taken, alt="A picture is none", user_id=user.id)

    page = visit(client, thing.path)

    assert page.all("#attachments") == []
    assert "Attachments" not in page.text()


@KINDS
def test_every_change_is_seen_at_once(client: FlaskClient, make: Make) -> None:
    thing, user = make(), UserFactory()

    def seen() -> list[str]:
        return visit(client, thing.path).texts("#attachments li")

    none = seen()
    first, second = attach(thing.item_id, user, "one.pdf"), attach(thing.item_id, user, "two.pdf")
    both = seen()
    with unit_of_work():
        services.move(thing.item_id, second, -1, user_id=user.id)
    turned = seen()
    taken = services.take_in("new.txt", b"text")
    with unit_of_work():
        services.replace(thing.item_id, first, taken, user_id=user.id)
    renewed = seen()
    with unit_of_work():
        services.remove_attachment(thing.item_id, second, user_id=user.id)

    assert none == []
    assert both == ["one PDF, 1 KB", "two PDF, 1 KB"]
    assert turned == ["two PDF, 1 KB", "one PDF, 1 KB"]
    assert renewed == ["two PDF, 1 KB", "one Text, 1 KB, version 2"]
    assert seen() == ["one Text, 1 KB, version 2"]


@pytest.mark.database
@KINDS
def test_a_page_that_is_remembered_asks_nothing_for_its_attachments(client: FlaskClient, make: Make) -> None:
    thing, user = make(), UserFactory()
    for number in range(3):
        attach(thing.item_id, user, f"{number}.pdf")

    told = questions(Browser(client.application), thing.path)

    assert [asked for asked in told if "attachment" in asked] == []
    assert len(visit(client, thing.path).texts("#attachments li")) == 3
