"""One box over everything: tabs with counts, tools that land on the page of their practice."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.library.services import plant_vocabulary
from tests.factories import PostFactory, PracticeFactory, ToolFactory
from tests.indexing import index
from tests.reading import visit

pytestmark = pytest.mark.database

TITLES = ".ion-result__title"


@pytest.fixture
def shelf(client: FlaskClient, now: datetime) -> FlaskClient:
    """Two posts, a practice and its tool about quartz; one practice about nothing of it."""
    with unit_of_work():
        plant_vocabulary()
    PostFactory(title="Quartz post", terms={"topic": ["career-pathways"]})
    PostFactory("On quartz.", title="Another post")
    practice = PracticeFactory(title="Quartz practice", slug="quartz", terms={"topic": ["career-pathways"]})
    ToolFactory(practice, title="Quartz sheet", anchor="sheet", resource_type="checklist")
    PracticeFactory(title="Unlike", terms={"topic": ["sector-partnerships"]})
    index()
    return client


def tabs(client: FlaskClient, path: str) -> dict[str, str]:
    return {link.words: link.href for link in visit(client, path).links(".ion-tabs")}


def test_tabs_count_each_kind_that_was_found(shelf: FlaskClient) -> None:
    assert tabs(shelf, "/search?q=quartz") == {
        "Everything 4": "/search?q=quartz",
        "Practices 1": "/search?q=quartz&kind=practice",
        "Posts 2": "/search?q=quartz&kind=post",
        "Tools 1": "/search?q=quartz&kind=tool",
    }


def test_a_tab_leaves_its_kind_alone_and_keeps_all_counts(shelf: FlaskClient) -> None:
    page = visit(shelf, "/search?q=quartz&kind=post")

    assert sorted(page.texts(TITLES)) == ["Another post", "Quartz post"]
    assert page.texts(".ion-tabs li") == ["Everything 4", "Practices 1", "Posts 2", "Tools 1"]
    assert page.text('.ion-tabs [aria-current="page"]') == "Posts 2"


def test_a_chosen_tab_with_nothing_in_it_can_be_left(shelf: FlaskClient) -> None:
    page = visit(shelf, "/search?q=unlike&kind=post")

    assert page.text("#found-heading") == "No results found for “unlike”"
    assert page.texts(".ion-tabs li") == ["Everything 1", "Practices 1", "Posts 0"]


def test_the_tab_goes_along_when_words_change_without_script(shelf: FlaskClient) -> None:
    (form,) = [
        form for form in visit(shelf, "/search?q=quartz&kind=tool").forms() if form.action == "/search"
    ]

    assert ("kind", "tool") in form.fields and ("q", "quartz") in form.fields


def test_tools_land_on_the_page_of_their_practice(shelf: FlaskClient) -> None:
    href = visit(shelf, "/search?q=quartz&kind=tool").href("Quartz sheet", TITLES)

    path, anchor = href.split("#")
    page = visit(shelf, path)
    assert href == "/practices/quartz#tool-sheet"
    assert page.heading == "Quartz practice" and anchor in page.ids


def test_tools_are_found_by_the_topic_of_their_practice_and_by_their_type(shelf: FlaskClient) -> None:
    by_topic = visit(shelf, "/search?topic=career-pathways")
    by_type = visit(shelf, "/search?resource-type=checklist")

    assert set(by_topic.texts(TITLES)) == {"Quartz post", "Quartz practice", "Quartz sheet"}
    assert by_type.texts(TITLES) == ["Quartz sheet"]


def test_types_of_tools_are_offered_to_choose(shelf: FlaskClient) -> None:
    page = visit(shelf, "/search")

    assert page.texts("#facet-resource-type label") == ["Checklist (1)"]


def test_each_hit_says_what_kind_it_is(shelf: FlaskClient) -> None:
    page = visit(shelf, "/search?q=quartz")

    kinds = {
        row.h3.get_text().strip(): row.select_one(".ion-chip--kind")
        for row in page.all(".ion-result")
        if row.h3
    }
    assert {title: chip.get_text().lower() for title, chip in kinds.items() if chip} == {
        "Quartz post": "post",
        "Another post": "post",
        "Quartz practice": "practice",
        "Quartz sheet": "tool",
    }


def test_an_archived_practice_takes_its_tools_along(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(title="Quartz practice", expires_at=now)
    ToolFactory(practice, title="Quartz sheet", expires_at=now)
    index()

    assert not visit(client, "/search?q=quartz").texts(TITLES)
    assert set(visit(client, "/search?q=quartz&archived=1").texts(TITLES)) == {
        "Quartz practice",
        "Quartz sheet",
    }


def test_htmx_gets_the_block_and_history_the_page(shelf: FlaskClient) -> None:
    block = visit(shelf, "/search?q=quartz", HX_Request="true")
    whole = visit(shelf, "/search?q=quartz", HX_Request="true", HX_History_Restore_Request="true")

    assert not block.is_whole and block.all("div")[0]["id"] == "results"
    assert whole.is_whole and "HX-Request" in block.response.headers["Vary"]


def test_search_pages_are_not_for_search_engines(shelf: FlaskClient) -> None:
    assert visit(shelf, "/search?q=quartz").all('meta[name="robots"]')[0]["content"] == "noindex, follow"
