"""How much the library and search ask of the database: the same for ten practices and for three hundred."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.search import services
from tests.bulk import FIRST, many
from tests.counting import questions
from tests.factories import PracticeFactory, ToolFactory, TopicFactory, UserFactory, sign_in
from tests.indexing import index

pytestmark = pytest.mark.database

TERMS = {
    "topic": ["equity", "funding"],
    "state": ["CO", "WY", "PA"],
    "role": ["employers"],
    "evidence": ["strong"],
}
PRACTICE = f"/practices/practice-of-many-{FIRST + 5}"


@pytest.mark.parametrize(
    "path",
    [
        "/practices/",
        "/practices/?q=many&topic=equity&state=CO&state=WY&page=2",
        "/search",
        "/search?q=many&kind=practice&topic=funding",
        PRACTICE,
        "/practices/feed.atom?topic=equity&state=CO",
    ],
)
def test_a_page_asks_little_and_the_same_of_ten_and_of_three_hundred(
    client: FlaskClient, now: datetime, path: str
) -> None:
    TopicFactory("equity")
    TopicFactory("funding")
    many("practice", 10, TERMS)
    services.rebuild()
    few = questions(client, path)

    many("practice", 290, TERMS, start=10)
    services.rebuild()
    lots = questions(client, path)

    assert len(few) <= 6, few
    assert few == lots


@pytest.mark.parametrize("is_member", [False, True])
def test_a_search_over_every_kind_asks_little(client: FlaskClient, now: datetime, is_member: bool) -> None:
    if is_member:
        sign_in(client, UserFactory())
    practice = PracticeFactory(title="One of these")
    for n in range(3):
        ToolFactory(practice, title=f"One tool {n}", anchor=f"tool-{n}")
    index()
    many("post", 3, {})
    services.rebuild()

    told = questions(client, "/search?q=one")

    assert len(told) <= 6 + is_member, told
