"""How much the blog asks of the database: the same for a shelf and for a warehouse of posts."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.search import services
from tests.bulk import FIRST, many
from tests.counting import questions, statements
from tests.factories import TopicFactory, UserFactory, sign_in
from tests.reading import visit

pytestmark = pytest.mark.database

TOPICS = {"topic": ["equity", "funding"]}
POST = f"/blog/post-of-many-{FIRST + 5}"


@pytest.mark.parametrize(
    "path", ["/blog/", "/blog/?topic=equity&month=2026-11", "/blog/?page=2&archived=1", POST]
)
@pytest.mark.parametrize("is_member", [False, True])
def test_a_page_asks_little_and_the_same_of_ten_and_of_a_thousand(
    client: FlaskClient, now: datetime, path: str, is_member: bool
) -> None:
    TopicFactory("equity")
    TopicFactory("funding")
    if is_member:
        sign_in(client, UserFactory())
    many("post", 10, TOPICS)
    few = questions(client, path)

    many("post", 990, TOPICS, start=10)
    lots = questions(client, path)

    assert len(few) <= 6, few
    assert few == lots


def test_the_first_view_after_a_change_asks_the_same_of_ten_and_of_a_thousand(
    client: FlaskClient, now: datetime
) -> None:
    TopicFactory("equity")
    TopicFactory("funding")
    many("post", 30, TOPICS)
    with statements() as few:
        visit(client, "/blog/")

    many("post", 970, TOPICS, start=30)
    with statements() as lots:
        visit(client, "/blog/")

    assert len(lots) <= len(few) <= 12, few


def test_related_items_do_not_make_a_post_ask_more_than_six_times(client: FlaskClient, now: datetime) -> None:
    sign_in(client, UserFactory())
    many("post", 5, TOPICS)
    many("practice", 5, TOPICS, start=10)
    services.rebuild()

    told = questions(client, f"/blog/post-of-many-{FIRST + 2}")

    assert len(told) <= 6, told
