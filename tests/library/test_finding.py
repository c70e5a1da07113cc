"""The library's search page: words, filters, orders and pages, and the one address that holds them all."""

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.library.services import plant_vocabulary
from tests.factories import PostFactory, PracticeFactory
from tests.indexing import index
from tests.reading import Page, visit

pytestmark = pytest.mark.database

HEADING = "#found-heading"
TITLES = ".ion-result__title"


@pytest.fixture
def shelf(client: FlaskClient, now: datetime) -> FlaskClient:
    """Four practices that differ in what the tests ask for, and noise that must never be found."""
    with unit_of_work():
        plant_vocabulary()
    rows = {
        "Employer champions": {"topic": ["sector-partnerships"], "state": ["CO"], "evidence": ["strong"]},
        "Employer tables": {"topic": ["sector-partnerships", "career-pathways"], "state": ["PA"]},
        "Bridge classes": {"topic": ["career-pathways"], "state": ["CO"], "stage": ["launch"]},
        "Reentry lists": {"state": ["WY"], "form": ["attempt"]},
    }
    for days, (title, terms) in enumerate(rows.items()):
        PracticeFactory(
            {"problem": f"Champions were rare, says text {days}."},
            title=title,
            terms=terms,
            practice={
                "tier": terms.get("evidence", ["not-rated"])[0],
                "form": terms.get("form", ["practice"])[0],
            },
            published_at=now - timedelta(days=days),
            reviewed_on=date(2026, 1, 10 + days),
        )
    PracticeFactory(title="Archived employer", terms={"topic": ["state-planning"]}, expires_at=now)
    PracticeFactory(title="Hidden employer", terms={"topic": ["adult-education"]}, audience="staff")
    PostFactory(title="An employer post", terms={"topic": ["sector-partnerships"], "state": ["CO"]})
    index()
    return client


def found(page: Page) -> set[str]:
    return set(page.texts(TITLES))


def facet(page: Page, key: str) -> dict[str, str]:
    """The values of a facet with their counts; "(off)" where a value is disabled."""
    told = {}
    for label in page.all(f"#facet-{key} label"):
        box, words, count = (
            label.input,
            label.select_one(".ion-choice__label"),
            label.select_one(".ion-choice__count"),
        )
        assert box and words and count
        told[words.get_text()] = count.get_text() + (" off" if box.has_attr("disabled") else "")
    return told


def test_without_words_everything_current_is_there_newest_first(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/")

    assert page.texts(TITLES) == ["Employer champions", "Employer tables", "Bridge classes", "Reentry lists"]
    assert page.text(HEADING) == "4 practices"


def test_words_find_titles_and_texts_and_show_where(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=champion")

    assert page.text(HEADING) == "4 practices for “champion”"
    assert page.texts(TITLES)[0] == "Employer champions"
    assert page.texts(".ion-result__text mark")[-1] == "Champions"
    assert page.texts(".ion-result__part")[-1] == "Found in The problem"
    assert page.all('input[name="q"]')[0]["value"] == "champion"


def test_values_of_one_facet_widen_and_facets_narrow_each_other(shelf: FlaskClient) -> None:
    either = visit(shelf, "/practices/?topic=sector-partnerships&topic=career-pathways")
    both = visit(shelf, "/practices/?topic=sector-partnerships&topic=career-pathways&state=CO")
    with_words = visit(shelf, "/practices/?q=employer&state=CO")

    assert found(either) == {"Employer champions", "Employer tables", "Bridge classes"}
    assert found(both) == {"Employer champions", "Bridge classes"}
    assert found(with_words) == {"Employer champions"}


def test_a_facet_does_not_narrow_its_own_counts(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?state=CO")

    assert facet(page, "state") == {"Colorado": "(2)", "Pennsylvania": "(1)", "Wyoming": "(1)"}
    assert facet(page, "topic") == {
        "Career pathways": "(1)",
        "Sector partnerships": "(1)",
        "State and local planning": "(0) off",
    }


def test_counts_are_what_choosing_the_value_gives(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?topic=career-pathways")

    for label, key in {"Colorado": "CO", "Pennsylvania": "PA", "Wyoming": "WY"}.items():
        chosen = visit(shelf, f"/practices/?topic=career-pathways&state={key}")

        assert facet(page, "state")[label].startswith(f"({len(found(chosen))})")


def test_facets_without_a_value_in_the_library_are_not_drawn(shelf: FlaskClient) -> None:
    drawn = [tag["id"] for tag in visit(shelf, "/practices/").all("details.ion-facet")]

    assert drawn == [
        "facet-topic",
        "facet-stage",
        "facet-state",
        "facet-region",
        "facet-evidence",
        "facet-form",
    ]


def test_values_of_what_one_may_not_see_are_not_offered(shelf: FlaskClient) -> None:
    assert "Adult education" not in visit(shelf, "/practices/").text("#filters")


def test_a_value_that_would_find_nothing_is_disabled(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=reentry")

    assert facet(page, "state") == {"Wyoming": "(1)", "Colorado": "(0) off", "Pennsylvania": "(0) off"}


def test_each_chip_removes_its_filter_and_clear_removes_all(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=employer&topic=sector-partnerships&state=CO&sort=newest&page=1")

    chips = ".ion-results__chips"
    assert page.href("Sector partnerships", chips) == "/practices/?q=employer&state=CO&sort=newest"
    assert page.href("Colorado", chips) == "/practices/?q=employer&topic=sector-partnerships&sort=newest"
    assert page.href("Clear all filters", chips) == "/practices/?q=employer&sort=newest"


def test_without_filters_there_is_nothing_to_clear(shelf: FlaskClient) -> None:
    assert not visit(shelf, "/practices/?q=employer").all(".ion-results__chips")


def test_the_form_without_script_sends_words_filters_and_order(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=employer&state=CO&topic=sector-partnerships&archived=1&sort=newest")

    (form,) = [form for form in page.forms() if form.action == "/practices/"]
    assert form.method == "get"
    assert sorted(form.fields) == [
        ("archived", "1"),
        ("q", "employer"),
        ("sort", "newest"),
        ("state", "CO"),
        ("topic", "sector-partnerships"),
    ]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("newest", "Employer champions"),
        ("reviewed", "Reentry lists"),
        ("evidence", "Employer champions"),
        ("", "Employer champions"),
    ],
)
def test_sort_puts_first_what_it_says(shelf: FlaskClient, sort: str, first: str) -> None:
    page = visit(shelf, f"/practices/?sort={sort}")

    assert page.texts(TITLES)[0] == first
    assert len(page.texts("#sort option[selected]")) == 1


def test_archived_practices_are_one_box_away_and_marked(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/")
    included = visit(shelf, "/practices/?archived=1")

    (box,) = [tag for tag in page.all('input[name="archived"]') if tag["value"] == "1"]
    assert page.text(f'label[for="{box["id"]}"]') == "Include archived (1)"
    assert "Archived employer" in found(included) and len(found(included)) == 5
    assert "Archived included" in included.text(".ion-results__chips")
    row = next(text for text in included.texts(".ion-result") if text.startswith("Archived employer"))
    assert row.removeprefix("Archived employer").count("Archived") == 1


def test_nothing_found_names_the_filter_to_drop_and_tells_the_truth(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=employer&state=WY&topic=sector-partnerships")

    assert page.text(HEADING) == "No practices found for “employer”"
    told = {link.words: link.href for link in page.links(".ion-empty")}
    assert told == {"Search without “State or territory”": "/practices/?q=employer&topic=sector-partnerships"}
    dropped = visit(shelf, told["Search without “State or territory”"])
    assert f"({len(found(dropped))} results)" in page.text(".ion-empty")


def test_nothing_found_without_filters_says_what_else_to_try(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=xylophone")

    assert page.text(HEADING) == "No practices found for “xylophone”"
    assert page.href("start over") == "/practices/"


def test_a_mistyped_word_is_answered_with_one_that_exists(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=emploier&state=CO")

    assert page.href("employer", ".ion-did-you-mean") == "/practices/?q=employer&state=CO"


def test_a_search_too_long_to_read_says_so(shelf: FlaskClient) -> None:
    long, short = visit(shelf, "/practices/?q=" + "employer+" * 60), visit(shelf, "/practices/?q=employer")

    assert "read its first words only" in long.text(".usa-alert--warning")
    assert not short.all(".usa-alert--warning")


def test_the_block_for_htmx_says_what_was_found(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=employer", HX_Request="true")

    assert (
        not page.is_whole and page.html.strip().startswith("<div") and page.all("div")[0]["id"] == "results"
    )
    assert page.all(HEADING)[0]["data-announce"] == "2 practices for “employer”"


def test_history_gets_the_whole_page(shelf: FlaskClient) -> None:
    page = visit(shelf, "/practices/?q=employer", HX_Request="true", HX_History_Restore_Request="true")

    assert page.is_whole and "HX-Request" in page.response.headers["Vary"]


def test_pages_hold_every_hit_once_and_drop_out_when_a_filter_changes(
    client: FlaskClient, now: datetime
) -> None:
    for n in range(21):
        PracticeFactory(title=f"Practice {n}", terms={"state": ["CO"]}, published_at=now)
    index()

    pages = [visit(client, f"/practices/?state=CO&page={n}") for n in (1, 2, 3, 4)]

    assert [len(page.texts(TITLES)) for page in pages] == [10, 10, 1, 1]
    assert len(set().union(*map(found, pages))) == 21
    assert pages[0].href("Next", "nav") == "/practices/?state=CO&page=2"
    assert pages[1].href("Colorado", ".ion-results__chips") == "/practices/"


def test_an_empty_library_offers_nothing_to_filter(client: FlaskClient) -> None:
    page = visit(client, "/practices/")

    assert page.text(HEADING) == "No practices found"
    assert not page.all("details.ion-facet")
