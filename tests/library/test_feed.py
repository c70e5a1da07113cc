"""The practices of the library in a feed reader, with the filters of its list."""

from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import Correction, Item, Practice
from tests.counting import questions
from tests.factories import PersonFactory, PracticeFactory, TopicFactory
from tests.indexing import index
from tests.reading import visit

FEED = "/practices/feed.atom"
HOME = "http://localhost"


def parsed(client: FlaskClient, path: str = FEED) -> Any:
    """The feed as a reader understands it; it must not have to guess."""
    feed = feedparser.parse(visit(client, path).response.data)
    assert feed.bozo is False, feed.get("bozo_exception")
    return feed


def titles(client: FlaskClient, path: str) -> list[str]:
    return [entry.title for entry in parsed(client, path).entries]


@pytest.fixture
def shelf(now: datetime, app: object) -> None:
    """Practices that differ in their facets, and some that are not for everyone, or of the past."""
    TopicFactory("equity", "Equity & access")
    TopicFactory("funding", "Funding")
    rows: dict[str, dict[str, list[str]]] = {
        "Newest": {"topic": ["equity"], "state": ["CO"]},
        "Tried": {"topic": ["funding"], "state": ["PA"], "form": ["attempt"]},
        "Oldest": {"topic": ["equity", "funding"], "state": ["PA"]},
    }
    for hours, (title, terms) in enumerate(rows.items()):
        PracticeFactory(title=title, terms=terms, published_at=now - timedelta(hours=hours))
    about = {"topic": ["equity"], "state": ["CO"]}
    PracticeFactory(title="For members", terms=about, audience="members")
    PracticeFactory(title="Archived", terms=about, expires_at=now)
    PracticeFactory(title="Draft", terms=about, state="draft")


@pytest.mark.usefixtures("shelf")
class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("", ["Newest", "Tried", "Oldest"]),
            ("?topic=equity", ["Newest", "Oldest"]),
            ("?topic=equity&topic=funding", ["Newest", "Tried", "Oldest"]),
            ("?topic=equity&state=PA", ["Oldest"]),
            ("?form=attempt", ["Tried"]),
            ("?region=6", []),
            ("?q=newest&sort=reviewed&archived=1", ["Newest", "Tried", "Oldest"]),
        ],
    )
    def test_a_feed_takes_the_filters_of_the_list(
        self, client: FlaskClient, asked: str, found: list[str]
    ) -> None:
        assert titles(client, FEED + asked) == found

    @pytest.mark.parametrize("asked", ["topic=no-such", "state=XX", "topic=equity&topic=%00"])
    def test_a_feed_of_what_does_not_exist_is_not_found(self, client: FlaskClient, asked: str) -> None:
        assert visit(client, f"{FEED}?{asked}").status == 404

    def test_a_feed_is_named_after_its_filters_and_leads_to_their_page(self, client: FlaskClient) -> None:
        feed = parsed(client, f"{FEED}?topic=equity&state=PA").feed

        name = "Innovation and Opportunity Network: practice library (Equity & access, Pennsylvania)"
        assert feed.title == name
        assert {link.rel: link.href for link in feed.links} == {
            "self": f"{HOME}{FEED}?topic=equity&state=PA",
            "alternate": f"{HOME}/practices/?topic=equity&state=PA",
        }

    @pytest.mark.parametrize(
        ("page", "feed"),
        [
            ("/practices/", FEED),
            (
                "/practices/?topic=equity&q=oldest&state=PA&archived=1&sort=newest",
                f"{FEED}?topic=equity&state=PA",
            ),
        ],
    )
    def test_the_list_names_the_feed_of_its_filters(self, client: FlaskClient, page: str, feed: str) -> None:
        index()

        seen = visit(client, page)

        assert [tag["href"] for tag in seen.all('link[type="application/atom+xml"]')] == [feed]
        assert [link.href for link in seen.links("#results") if link.words.startswith("Atom feed")] == [feed]


def test_an_entry_says_what_it_is_about_and_who_wrote_it(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity & access")
    author, poster = PersonFactory(name="Ana Ruiz", audience="public"), PersonFactory(name="Bo Li")
    made = PracticeFactory(
        title="R&D <now>",
        summary='"Short"',
        authors=[author],
        terms={"topic": ["equity"], "form": ["attempt"]},
        practice={"form": "attempt"},
        is_sample=True,
    )
    PracticeFactory(title="Posted only", posted_by_id=poster.id, published_at=now - timedelta(days=1))

    first, second = parsed(client).entries

    assert (first.id, first.link) == (f"tag:localhost,2026:practice/{made.item_id}", HOME + made.path)
    assert (first.title, first.summary) == ("R&D <now> (sample)", '"Short"')
    assert [tag.term for tag in first.tags] == ["Sample content", "Tried, did not work", "Equity & access"]
    assert (first.author, second.author) == ("Ana Ruiz", "Bo Li")


def test_an_entry_keeps_its_id_when_its_address_changes(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory()
    before = parsed(client).entries[0]

    with unit_of_work() as session:
        session.get_one(Item, practice.item_id).slug = "elsewhere"

    after = parsed(client).entries[0]
    assert (after.id, after.link) == (before.id, f"{HOME}/practices/elsewhere")


def test_a_correction_reaches_feed_readers_with_a_new_date(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(published_at=now - timedelta(days=9))
    first = visit(client, FEED).response

    with unit_of_work() as session:
        session.add(Correction(item_id=practice.item_id, at=now, text="It was 14, not <40>."))

    entry = parsed(client).entries[0]
    assert entry.updated == now.isoformat()
    assert (
        entry.content[0].value
        == "<p><strong>Correction, Nov. 21, 2026:</strong> It was 14, not &lt;40&gt;.</p>"
    )
    assert visit(client, FEED, If_None_Match=first.headers["ETag"]).status == 200


def test_a_reader_that_has_it_already_gets_304(client: FlaskClient, now: datetime) -> None:
    PracticeFactory()
    first = visit(client, FEED).response

    assert visit(client, FEED, If_None_Match=first.headers["ETag"]).status == 304
    assert visit(client, FEED, If_Modified_Since=first.headers["Last-Modified"]).status == 304


@pytest.mark.database
def test_a_feed_asks_little_and_the_same_of_few_and_of_many(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity")

    def add(number: int) -> None:
        for _ in range(number):
            made: Practice = PracticeFactory(terms={"topic": ["equity"]}, authors=[PersonFactory()])
            with unit_of_work() as session:
                session.add(Correction(item_id=made.item_id, at=now, text="It was 14."))

    add(2)
    few = questions(client, f"{FEED}?topic=equity")
    add(24)
    lots = questions(client, f"{FEED}?topic=equity")

    assert few == lots
    assert len(few) <= 6, few
    assert len(parsed(client).entries) == 20
