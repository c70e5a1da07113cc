"""How much webinars ask of the database: the same for a few and for very many."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.search import services
from tests.bulk import FIRST, many
from tests.counting import questions, statements
from tests.factories import PersonFactory, TopicFactory, UserFactory, sign_in
from tests.reading import visit

pytestmark = pytest.mark.database

TERMS = {"topic": ["equity", "funding"], "state": ["CO", "KY"]}
WEBINAR = f"/webinars/webinar-of-many-{FIRST + 5}"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/webinars/", 6),
        ("/webinars/?when=past&page=2", 6),
        ("/webinars/?topic=equity&state=CO&series=Series+1", 6),
        ("/webinars/month?m=2026-12", 3),
        ("/webinars/month?m=2026-12&topic=equity", 3),
        (WEBINAR, 10),
        (f"{WEBINAR}.ics", 6),
        ("/webinars/feed.atom", 6),
    ],
)
@pytest.mark.parametrize("is_member", [False, True])
def test_a_page_asks_little_and_the_same_of_ten_and_of_two_thousand(
    client: FlaskClient, now: datetime, path: str, most: int, is_member: bool
) -> None:
    TopicFactory("equity")
    TopicFactory("funding")
    if is_member:
        sign_in(client, UserFactory(person=PersonFactory(zone="America/Denver")))
    many("webinar", 10, TERMS)
    few = questions(client, path)

    many("webinar", 1_990, TERMS, start=10)
    lots = questions(client, path)

    assert len(few) <= most, few
    assert few == lots


def test_the_first_view_after_a_change_asks_the_same_of_few_and_of_many(
    client: FlaskClient, now: datetime
) -> None:
    TopicFactory("equity")
    TopicFactory("funding")
    many("webinar", 60, TERMS)
    with statements() as few:
        visit(client, "/webinars/")

    many("webinar", 940, TERMS, start=60)
    with statements() as lots:
        visit(client, "/webinars/")

    assert len(lots) <= len(few) <= 13, few


def test_related_items_and_presenters_do_not_make_a_page_ask_more(client: FlaskClient, now: datetime) -> None:
    sign_in(client, UserFactory())
    many("webinar", 5, TERMS)
    many("practice", 5, TERMS, start=10)
    services.rebuild()

    told = questions(client, f"/webinars/webinar-of-many-{FIRST + 2}")

    assert len(told) <= 10, told
