"""Webinars in search: found by every word of theirs, past ones too, landing on the part that matched."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Item
from ion.search import services
from tests.factories import PracticeFactory, WebinarFactory
from tests.indexing import index
from tests.reading import Page, visit

pytestmark = pytest.mark.database


def titles(page: Page) -> list[str]:
    return page.texts(".ion-result__title")


def test_a_webinar_is_found_by_title_text_host_and_series(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(
        title="Marmalade",
        markdown="Plain quartz.\n\n## Agenda\n\nMoving feldspar.",
        webinar={"host": "Granite board", "series": "Basalt calls"},
    )
    index()

    for word in ("marmalade", "quartz", "feldspar", "granite", "basalt"):
        assert titles(visit(client, f"/search?q={word}")) == ["Marmalade"], word


def test_a_hit_lands_on_the_part_in_which_the_words_stand(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="one", markdown="Text.\n\n## Agenda\n\nMoving feldspar.")
    index()

    found = visit(client, "/search?q=feldspar")
    path, _, anchor = found.href("Agenda", ".ion-result__part").partition("#")

    assert path == "/webinars/one"
    assert anchor in visit(client, path).ids


def test_the_kind_has_its_tab_and_its_label(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(title="Quartz told")
    PracticeFactory(title="Quartz done")
    index()

    page = visit(client, "/search?q=quartz")

    assert page.texts(".ion-tabs li") == ["Everything 2", "Practices 1", "Webinars 1"]
    only = visit(client, page.href("Webinars", ".ion-tabs"))
    assert titles(only) == ["Quartz told"]
    assert "Webinar" in only.texts(".ion-result .ion-chip--kind")


def test_a_past_webinar_is_found_and_an_archived_one_when_asked_for(
    client: FlaskClient, now: datetime
) -> None:
    WebinarFactory("2026-01-05 10:00", title="Quartz past")
    WebinarFactory("2025-01-06 10:00", title="Quartz archived", expires_at=now)
    index()

    assert titles(visit(client, "/search?q=quartz")) == ["Quartz past"]
    assert sorted(titles(visit(client, "/search?q=quartz&archived=1"))) == ["Quartz archived", "Quartz past"]


def test_the_index_agrees_with_the_database_after_changes(client: FlaskClient, now: datetime) -> None:
    made = WebinarFactory(title="Quartz")
    services.rebuild()
    assert titles(visit(client, "/search?q=quartz")) == ["Quartz"]

    with unit_of_work() as session:
        session.get_one(Item, made.item_id).audience = "staff"

    assert titles(visit(client, "/search?q=quartz")) == []
