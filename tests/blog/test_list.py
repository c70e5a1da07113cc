"""The list of posts: order, pages, topics, months, archived ones, and the block that htmx asks for."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ion.models import ItemState
from tests.factories import PostFactory, TopicFactory
from tests.reading import Page, visit

pytestmark = pytest.mark.database

TITLES = "#posts h2"


def choices(page: Page, heading: str) -> list[str]:
    """The choices of a panel beside the list, each with its count."""
    panel = next(tag for tag in page.all("aside section") if tag.h2 and tag.h2.get_text() == heading)
    return [" ".join(item.get_text().split()) for item in panel.select("li")]


def test_index_shows_the_newest_first_and_ties_by_the_later_made(client: FlaskClient, now: datetime) -> None:
    PostFactory(title="Older", published_at=now - timedelta(days=2))
    PostFactory(title="Tied, made first", published_at=now - timedelta(days=1))
    PostFactory(title="Tied, made second", published_at=now - timedelta(days=1))
    PostFactory(title="Newest", published_at=now)

    page = visit(client, "/blog/")

    assert page.texts(TITLES) == ["Newest", "Tied, made second", "Tied, made first", "Older"]


def test_pages_hold_every_post_once(client: FlaskClient, now: datetime) -> None:
    for _ in range(41):
        PostFactory(published_at=now)

    pages = [visit(client, f"/blog/?page={number}").texts(TITLES) for number in (1, 2, 3)]

    assert [len(titles) for titles in pages] == [20, 20, 1]
    assert len({title for titles in pages for title in titles}) == 41


@pytest.mark.parametrize("asked", ["3", "999999", "10000000000000"])
def test_a_page_past_the_end_is_the_last_that_exists(client: FlaskClient, now: datetime, asked: str) -> None:
    for n in range(21):
        PostFactory(title=f"Post {n}", published_at=now - timedelta(hours=n))

    page = visit(client, f"/blog/?page={asked}")

    number = page.text('nav[aria-label="Pages of posts"] [aria-current="page"]')
    assert (page.status, number) == (200, "1" if len(asked) > 6 else "2")


@pytest.mark.parametrize("asked", ["0", "-1", "two", "", "1e3", "%D9%A2", "1%00"])
def test_what_is_no_page_number_is_the_first_page(client: FlaskClient, now: datetime, asked: str) -> None:
    for n in range(21):
        PostFactory(title=f"Post {n}", published_at=now - timedelta(hours=n))

    page = visit(client, f"/blog/?page={asked}")

    assert page.texts(TITLES)[0] == "Post 0"


def test_links_to_other_pages_keep_the_filters(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity")
    for _ in range(21):
        PostFactory(terms={"topic": ["equity"]})

    page = visit(client, "/blog/?topic=equity&month=2026-11&archived=1")

    assert page.href("Next", "nav") == "/blog/?topic=equity&month=2026-11&archived=1&page=2"


def test_a_topic_narrows_the_list_and_the_months_but_not_the_topics(
    client: FlaskClient, now: datetime
) -> None:
    TopicFactory("equity", "Equity")
    TopicFactory("funding", "Braided funding")
    PostFactory(title="On equity", terms={"topic": ["equity"]}, published_at=now)
    PostFactory(
        title="On both", terms={"topic": ["equity", "funding"]}, published_at=now - timedelta(days=40)
    )
    PostFactory(title="On funding", terms={"topic": ["funding"]}, published_at=now - timedelta(days=40))
    PostFactory(title="On nothing", published_at=now)

    page = visit(client, "/blog/?topic=equity")

    assert page.texts(TITLES) == ["On equity", "On both"]
    assert page.heading == "Posts about Equity"
    assert choices(page, "Topics") == ["Equity 2", "Braided funding 2"]
    assert choices(page, "By month") == ["November 2026 1", "October 2026 1"]


def test_a_month_narrows_the_list_and_the_topics_but_not_the_months(
    client: FlaskClient, now: datetime
) -> None:
    TopicFactory("equity", "Equity")
    PostFactory(title="Now", terms={"topic": ["equity"]}, published_at=now)
    PostFactory(title="Then", terms={"topic": ["equity"]}, published_at=now - timedelta(days=40))

    page = visit(client, "/blog/?month=2026-10")

    assert page.texts(TITLES) == ["Then"]
    assert page.heading == "Posts from October 2026"
    assert choices(page, "Topics") == ["Equity 1"]
    assert choices(page, "By month") == ["November 2026 1", "October 2026 1"]


def test_topic_and_month_narrow_together(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    PostFactory(title="Both", terms={"topic": ["equity"]}, published_at=now)
    PostFactory(title="Other month", terms={"topic": ["equity"]}, published_at=now - timedelta(days=40))
    PostFactory(title="Other topic", published_at=now)

    page = visit(client, "/blog/?topic=equity&month=2026-11")

    assert page.texts(TITLES) == ["Both"]
    assert page.heading == "Posts about Equity from November 2026"


def test_choosing_what_is_chosen_takes_it_away(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    PostFactory(terms={"topic": ["equity"]})

    page = visit(client, "/blog/?topic=equity&month=2026-11")

    assert page.href("Equity", "aside") == "/blog/?month=2026-11"
    assert page.href("November 2026", "aside") == "/blog/?topic=equity"
    assert page.href("Show all posts") == "/blog/"


def test_months_begin_at_midnight_in_the_east(client: FlaskClient, now: datetime) -> None:
    PostFactory(title="Ten at night in November", published_at=datetime(2026, 12, 1, 3, tzinfo=UTC))
    PostFactory(title="First minute of December", published_at=datetime(2026, 12, 1, 5, tzinfo=UTC))
    PostFactory(title="First minute of July", published_at=datetime(2026, 7, 1, 4, tzinfo=UTC))

    assert choices(visit(client, "/blog/"), "By month") == [
        "December 2026 1",
        "November 2026 1",
        "July 2026 1",
    ]
    assert visit(client, "/blog/?month=2026-11").texts(TITLES) == ["Ten at night in November"]
    assert visit(client, "/blog/?month=2026-12").texts(TITLES) == ["First minute of December"]
    assert visit(client, "/blog/?month=2026-07").texts(TITLES) == ["First minute of July"]


@pytest.mark.parametrize(
    "query",
    [
        "topic=no-such-topic",
        "month=2026-13",
        "month=2026-1",
        "month=20२६-11",
        "month=2026-11%0A",
        "month=%00",
        "topic=%00%FF",
        "topic=" + "x" * 5000,
        "archived=yes",
        "nonsense[]=1&topic",
    ],
)
def test_values_that_do_not_exist_are_ignored(client: FlaskClient, now: datetime, query: str) -> None:
    PostFactory(title="Shown")

    page = visit(client, f"/blog/?{query}")

    assert (page.status, page.heading, page.texts(TITLES)) == (200, "Blog", ["Shown"])


def test_archived_posts_are_one_switch_away(client: FlaskClient, now: datetime) -> None:
    PostFactory(title="Current", published_at=now - timedelta(days=1))
    PostFactory(title="Archived", published_at=now, expires_at=now - timedelta(seconds=1))
    PostFactory(
        title="Archived later", published_at=now - timedelta(days=2), expires_at=now + timedelta(seconds=1)
    )

    before = visit(client, "/blog/")
    after = visit(client, before.href("Include archived posts (1)"))

    assert before.texts(TITLES) == ["Current", "Archived later"]
    assert after.texts(TITLES) == ["Archived", "Current", "Archived later"]
    assert "Archived" in after.texts("#posts li.ion-result")[0].removeprefix("Archived")
    assert after.href("Leave archived posts out") == "/blog/"


def test_the_switch_is_absent_where_nothing_is_archived(client: FlaskClient, now: datetime) -> None:
    PostFactory()

    assert "archived" not in visit(client, "/blog/").text().lower()


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.PUBLISHED])
def test_what_is_not_published_is_listed_and_counted_nowhere(
    client: FlaskClient, now: datetime, state: ItemState
) -> None:
    TopicFactory("equity", "Equity")
    PostFactory(
        title="Hidden", state=state, terms={"topic": ["equity"]}, published_at=now - timedelta(days=40)
    )
    PostFactory(title="Shown", published_at=now)

    page = visit(client, "/blog/")

    assert page.texts(TITLES) == ["Shown"]
    assert choices(page, "By month") == ["November 2026 1"]
    assert "Equity" not in page.text() and "October" not in page.text()


def test_an_empty_blog_says_so_and_offers_nothing_to_choose(client: FlaskClient) -> None:
    page = visit(client, "/blog/")

    assert page.texts("#posts h2") == ["No posts here"]
    assert not page.all("aside section")
    assert not page.all('nav[aria-label="Pages of posts"]')


def test_htmx_gets_the_block_alone(client: FlaskClient, now: datetime) -> None:
    PostFactory(title="Shown")

    page = visit(client, "/blog/", HX_Request="true")

    assert page.html.strip().startswith('<div id="posts">') and not page.is_whole
    assert page.texts("h2") == ["Shown"]


@pytest.mark.parametrize("headers", [{}, {"HX_History_Restore_Request": "true"}, {"HX_Boosted": "true"}])
def test_a_browser_and_its_history_get_the_whole_page(client: FlaskClient, headers: dict[str, str]) -> None:
    page = visit(client, "/blog/", **({"HX_Request": "true"} | headers if headers else {}))

    assert page.is_whole
    assert "HX-Request" in page.response.headers["Vary"]
