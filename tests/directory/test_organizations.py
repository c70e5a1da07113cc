"""The list of organizations and the page of one: found, counted, shown to whom it may be shown."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    LocalAreaFactory,
    OrganizationFactory,
)
from tests.factories.profiles import MemberFactory
from tests.reading import Page, visit

pytestmark = pytest.mark.database

WHO = {
    "Ash Board": {"role": ["workforce-system"], "state": ["KY"], "sector": ["62"]},
    "Birch College": {"role": ["colleges"], "state": ["KY", "OH"], "sector": ["62", "31-33"]},
    "Cedar Board": {"role": ["workforce-system", "intermediary"], "state": ["OH"], "sector": ["31-33"]},
    "Dogwood Works": {"role": ["employers"], "state": ["CO"], "sector": ["31-33"]},
    "Elm Agency": {"state": ["CO"]},
}
FACETS = ("role", "state", "sector")


@pytest.fixture
def listed(client: FlaskClient) -> FlaskClient:
    """Five organizations, and noise: people with the same places and roles, who are no organizations."""
    for name, terms in WHO.items():
        OrganizationFactory(name, terms)
    for person in range(3):
        MemberFactory(name=f"Board Person {person}", terms={"role": ["colleges"], "state": ["KY"]})
    return client


def names(page: Page) -> list[str]:
    return page.texts(".ion-result__title")


def counts(page: Page, facet: str) -> dict[str, int]:
    """The counts of a facet by key, those of nothing left out."""
    found = {}
    for box in page.all(f'input[name="{facet}"]'):
        label = box.find_parent("label")
        number = label.select_one(".ion-choice__count") if label else None
        found[str(box["value"])] = int(number.get_text().strip("()")) if number else 0
    return {key: number for key, number in found.items() if number}


def matching(wanted: Mapping[str, set[str]], besides: str = "") -> list[str]:
    """The names that a filter leaves: any value of a facet, every facet."""
    return [
        name
        for name, terms in WHO.items()
        if all(
            keys & set(terms.get(facet, ())) for facet, keys in wanted.items() if keys and facet != besides
        )
    ]


def test_organizations_stand_by_name(listed: FlaskClient) -> None:
    page = visit(listed, "/directory/")

    assert names(page) == list(WHO)
    assert page.text("#found-heading") == "5 organizations"


@pytest.mark.parametrize("roles", [set(), {"workforce-system"}, {"colleges", "intermediary"}])
@pytest.mark.parametrize("states", [set(), {"KY"}, {"KY", "OH"}])
@pytest.mark.parametrize("sectors", [set(), {"31-33"}])
def test_values_of_one_facet_widen_and_facets_narrow(
    listed: FlaskClient, roles: set[str], states: set[str], sectors: set[str]
) -> None:
    wanted = {"role": roles, "state": states, "sector": sectors}
    pairs = [(facet, key) for facet, keys in wanted.items() for key in sorted(keys)]

    page = visit(listed, f"/directory/?{urlencode(pairs)}")

    assert names(page) == matching(wanted)
    for facet in FACETS:
        left = matching(wanted, besides=facet)
        assert counts(page, facet) == Counter(key for name in left for key in WHO[name].get(facet, ()))


def test_an_organization_in_two_states_stands_under_both_and_counts_once(listed: FlaskClient) -> None:
    both = visit(listed, "/directory/?state=KY&state=OH")

    assert "Birch College" in names(visit(listed, "/directory/?state=KY"))
    assert "Birch College" in names(visit(listed, "/directory/?state=OH"))
    assert names(both).count("Birch College") == 1
    assert both.text("#found-heading") == "3 organizations"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("board", ["Ash Board", "Cedar Board"]),
        ("BOARD", ["Ash Board", "Cedar Board"]),
        ("board cedar", ["Cedar Board"]),
        ("irc", ["Birch College"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("board nothing", []),
    ],
)
def test_words_find_names_that_hold_them_all(listed: FlaskClient, typed: str, found: list[str]) -> None:
    assert names(visit(listed, f"/directory/?{urlencode({'q': typed})}")) == found


@pytest.mark.parametrize("typed", ["área", "Área", "ÁREA"])
def test_words_are_found_in_capitals_and_small_letters_of_any_alphabet(
    client: FlaskClient, typed: str
) -> None:
    OrganizationFactory("Área Local de Bayamón")
    OrganizationFactory("Area Board")

    assert names(visit(client, f"/directory/?{urlencode({'q': typed})}")) == ["Área Local de Bayamón"]


def test_what_is_no_value_is_ignored(listed: FlaskClient) -> None:
    page = visit(listed, "/directory/?state=XX&role=&sector=99&sort=newest&archived=1&page=0&area=nowhere")

    assert names(page) == list(WHO)
    assert page.all(".ion-chip--remove") == []


def test_a_chip_takes_away_one_filter(listed: FlaskClient) -> None:
    page = visit(listed, "/directory/?q=b&state=KY&state=OH&role=colleges")

    assert page.href("Kentucky") == "/directory/?q=b&role=colleges&state=OH"
    assert page.href("Clear all filters") == "/directory/?q=b"


def test_a_local_area_narrows_the_list_and_stays_when_the_form_is_sent(listed: FlaskClient) -> None:
    LocalAreaFactory("ky-bluegrass", "Bluegrass")
    OrganizationFactory("Fir Board", {"state": ["KY"], "area": ["ky-bluegrass"]})

    page = visit(listed, "/directory/?state=KY&area=ky-bluegrass")

    assert names(page) == ["Fir Board"]
    assert page.href("Bluegrass") == "/directory/?state=KY"
    assert ("area", "ky-bluegrass") in page.forms()[0].fields


def test_where_filters_leave_nothing_the_page_says_which_to_drop(listed: FlaskClient) -> None:
    page = visit(listed, "/directory/?role=employers&state=KY")

    assert page.text("#found-heading") == "No organizations found"
    assert page.href("Search without “Partner role”") == "/directory/?state=KY"
    assert page.href("Search without “State or territory”") == "/directory/?role=employers"


def test_an_empty_directory_says_what_will_be_here_and_who_adds_it(client: FlaskClient) -> None:
    page = visit(client, "/directory/")

    assert "ION staff add them" in page.text("#results")
    assert page.all(".ion-facets, #found-heading") == []


def test_the_block_of_the_list_is_what_stands_on_the_page(listed: FlaskClient) -> None:
    whole = visit(listed, "/directory/?state=KY")
    block = visit(listed, "/directory/?state=KY", HX_Request="true")

    assert whole.is_whole and not block.is_whole
    assert block.soup.find(id="results").get_text() == whole.soup.find(id="results").get_text()  # type: ignore[union-attr]
    assert "HX-Request" in whole.response.headers["Vary"]
    assert "HX-Request" in block.response.headers["Vary"]


def test_every_organization_stands_on_exactly_one_page(client: FlaskClient) -> None:
    for number in range(45):
        OrganizationFactory(f"Board {number:02}", {"state": ["KY"]})

    pages = [visit(client, f"/directory/?state=KY&page={number}") for number in (1, 2, 3, 99)]

    assert [len(names(page)) for page in pages] == [20, 20, 5, 5]
    assert [name for page in pages[:3] for name in names(page)] == [
        f"Board {number:02}" for number in range(45)
    ]


def test_a_change_shows_at_once(listed: FlaskClient) -> None:
    visit(listed, "/directory/?q=board")

    OrganizationFactory("Yew Board", {"state": ["KY"]})

    page = visit(listed, "/directory/?q=board")
    assert names(page) == ["Ash Board", "Cedar Board", "Yew Board"]
    assert counts(page, "state") == {"KY": 2, "OH": 1}


QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["q", *FACETS, "area", "page", "sort"]),
        st.one_of(st.text(max_size=30), st.sampled_from(["KY", "colleges", "62", "2", '"a', "%_\\", "-x"])),
    ),
    max_size=8,
)


@given(query=QUERIES)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_address_breaks_the_list(listed: FlaskClient, query: list[tuple[str, str]]) -> None:
    page = visit(listed, f"/directory/?{urlencode(query, errors='surrogatepass')}")

    assert page.status == 200
    assert page.text("#found-heading").split()[0] in ("No", str(len(names(page))))
