"""Whatever stands in an address, a search page answers with a page."""

from datetime import datetime
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import PracticeFactory, TopicFactory
from tests.indexing import index
from tests.reading import visit

pytestmark = pytest.mark.database

PAGES = ("/practices/", "/search")
NAMES = st.sampled_from(
    ["q", "topic", "state", "evidence", "kind", "form", "sort", "archived", "page", "region"]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ['"', '"a b', "-", "--x", "a* OR b*", "NOT NOT", "word~9", "CO", "equity", "1", "0", "evidence"]
    ),
    st.integers().map(str),
)
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=8)


@pytest.fixture
def library(client: FlaskClient, now: datetime) -> FlaskClient:
    TopicFactory("equity")
    PracticeFactory(title="Shown", terms={"topic": ["equity"], "state": ["CO"]})
    index()
    return client


@given(query=QUERIES)
@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("path", PAGES)
def test_no_address_breaks_a_search_page(
    library: FlaskClient, path: str, query: list[tuple[str, str]]
) -> None:
    address = f"{path}?{urlencode(query, errors='surrogatepass')}"

    page = visit(library, address)
    block = visit(library, address, HX_Request="true")

    assert (page.status, block.status) == (200, 200)
    assert page.text("#found-heading") == block.text("#found-heading") != ""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 20_000,
        "q=" + "NOT+" * 4000,
        "q=" + "%22" * 3000,
        "q=%00%FF%FE%ED%A0%80",
        "&".join(f"topic=t{n}" for n in range(3000)),
        "&".join("state=CO" for _ in range(3000)),
        "q=<script>alert(1)</script>&topic=\"><img src=x>&kind='",
        "page=99999999999999999999&page=-1",
        "page=1000000",
        "sort[]=newest&sort=",
        "=&&&;;;=%",
        "q=a&q=b&kind=practice&kind=post",
    ],
    ids=lambda query: query[:24],
)
def test_huge_and_hostile_parameters_are_answered(library: FlaskClient, path: str, query: str) -> None:
    page = visit(library, f"{path}?{query}")

    assert page.status == 200
    assert not page.all("main script, main img")


@pytest.mark.parametrize("path", PAGES)
def test_what_was_typed_comes_back_as_text(library: FlaskClient, path: str) -> None:
    typed = "<b onmouseover=alert(1)>\"'&amp;"

    page = visit(library, f"{path}?{urlencode({'q': typed})}")

    assert page.all('input[name="q"]')[0]["value"] == typed
    assert typed in page.text("#found-heading") and typed in page.title
    assert not page.all("main b")
