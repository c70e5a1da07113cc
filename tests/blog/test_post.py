"""One post: its text, its facts, the posts around it, and who has seen it."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import Grant, ItemCount, Post
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory, sign_in
from tests.indexing import index
from tests.reading import BROWSER, visit


def views_of(post: Post) -> int | None:
    db.session.rollback()
    return db.session.scalar(select(ItemCount.views).where(ItemCount.item_id == post.item_id))


def test_show_tells_every_fact_of_a_post(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    TopicFactory("funding", "Braided funding")
    authors = [PersonFactory(name="Les Range"), PersonFactory(name="Ana Ruiz")]
    post = PostFactory(
        "## Why\n\nBecause.",
        title="No passengers",
        summary="Only crew.",
        authors=authors,
        posted_by_id=PersonFactory(name="Brandon Carter").id,
        published_at=datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
        first_published_on=date(2015, 9, 1),
        reviewed_on=date(2026, 3, 2),
        terms={"topic": ["equity", "funding"]},
    )

    page = visit(client, post.path)

    assert (page.heading, page.title) == (
        "No passengers",
        "No passengers | Innovation and Opportunity Network",
    )
    assert page.all('meta[name="description"]')[0]["content"] == "Only crew."
    assert page.text(".ion-prose") == "Why Because."
    assert page.facts('section[aria-labelledby="information-heading"]') == {
        "Posted": "Tue., Nov. 24, 2026, 9:00 a.m. ET",
        "First published": "Sept. 1, 2015",
        "Posted by": "Brandon Carter",
        "Submitted by": "Les Range and Ana Ruiz",
        "Posted in": "Equity, Braided funding",
        "Last reviewed": "March 2, 2026",
    }
    assert page.href("Equity", "aside dl") == "/blog/?topic=equity"
    assert page.href("Return to blog") == "/blog/"


def test_the_byline_keeps_the_order_of_the_authors(client: FlaskClient, now: datetime) -> None:
    authors = [PersonFactory(name=name) for name in ("Zoe", "Ana", "Max")]
    post = PostFactory(authors=authors)

    facts = visit(client, post.path).facts('section[aria-labelledby="information-heading"]')

    assert facts["Submitted by"] == "Zoe, Ana, and Max"


def test_a_post_without_people_names_none(client: FlaskClient, now: datetime) -> None:
    page = visit(client, PostFactory().path)

    facts = page.facts('section[aria-labelledby="information-heading"]')
    assert facts.keys() == {"Posted", "First published"}
    assert "by" not in page.text("header.ion-article__head").split()


def test_a_post_can_be_passed_on_by_its_configured_address(client: FlaskClient, now: datetime) -> None:
    post = PostFactory(title="Tips & tools")

    page = visit(client, post.path)

    address = f"http://localhost{post.path}"
    mail = parse_qs(urlsplit(page.href("Email")).query)
    assert mail == {"subject": ["Tips & tools"], "body": [f"Tips & tools\n{address}"]}
    assert page.href("Link to this page") == address
    assert page.all('link[rel="canonical"]')[0]["href"] == address


def test_an_archived_post_stays_at_its_address_and_says_so(client: FlaskClient, now: datetime) -> None:
    archived = PostFactory(expires_at=now - timedelta(seconds=1))
    current = PostFactory(expires_at=now + timedelta(seconds=1))

    assert "Archived: may be out of date" in visit(client, archived.path).text(".usa-alert--warning")
    assert not visit(client, current.path).all(".usa-alert--warning")


def test_a_sample_says_that_it_is_one(client: FlaskClient, now: datetime) -> None:
    page = visit(client, PostFactory(is_sample=True).path)

    assert "This post is sample content" in page.text(".usa-alert--info")


def test_a_post_kept_elsewhere_is_never_a_blank_page(client: FlaskClient, now: datetime) -> None:
    post = PostFactory(
        "",
        summary="What it says in short.",
        link_url="https://example.org/report",
        link_name="Example Institute",
    )

    page = visit(client, post.path)

    assert page.text("article .ion-lead") == "What it says in short."
    assert page.href("Read this at Example Institute") == "https://example.org/report"
    assert "Links to Example Institute" in visit(client, "/blog/").text("#posts")


def test_neighbors_are_the_posts_before_and_after_in_time(client: FlaskClient, now: datetime) -> None:
    first = PostFactory(title="First", published_at=now - timedelta(days=1))
    second = PostFactory(title="Second, tied", published_at=now)
    third = PostFactory(title="Third, tied", published_at=now)

    assert [link.words for link in visit(client, first.path).links(".ion-neighbors")] == [
        "Later postSecond, tied"
    ]
    assert [link.words for link in visit(client, second.path).links(".ion-neighbors")] == [
        "Earlier postFirst",
        "Later postThird, tied",
    ]
    assert [link.href for link in visit(client, third.path).links(".ion-neighbors")] == [second.path]


def test_neighbors_are_never_archived_or_for_others(client: FlaskClient, now: datetime) -> None:
    PostFactory(title="Far", published_at=now - timedelta(days=3))
    PostFactory(title="For members", published_at=now - timedelta(days=2), audience="members")
    PostFactory(title="Archived", published_at=now - timedelta(days=1), expires_at=now)
    post = PostFactory(published_at=now)

    assert [link.words for link in visit(client, post.path).links(".ion-neighbors")] == ["Earlier postFar"]


def test_neighbors_of_an_archived_post_may_be_archived(client: FlaskClient, now: datetime) -> None:
    older = PostFactory(published_at=now - timedelta(days=2), expires_at=now)
    post = PostFactory(published_at=now - timedelta(days=1), expires_at=now)

    assert [link.href for link in visit(client, post.path).links(".ion-neighbors")] == [older.path]


def test_related_items_come_with_the_words_they_share(client: FlaskClient, now: datetime) -> None:
    post = PostFactory("Apprenticeship sponsors meet employers.", title="Sponsors")
    PracticeFactory(sections={"problem": "No apprenticeship sponsors."}, title="Share a sponsor")
    PostFactory("Apprenticeship sponsors again.", title="Withheld", audience="members")
    PostFactory("Apprenticeship sponsors of old.", title="Outdated", expires_at=now)
    index()

    panel = visit(client, post.path).section("Related")

    assert "Share a sponsor" in panel and "In both: " in panel and "sponsors" in panel
    assert "Withheld" not in panel and "Outdated" not in panel


def test_reading_a_post_counts_once_a_day_and_visitor(client: FlaskClient, now: datetime) -> None:
    post = PostFactory()

    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        visit(client, post.path, agent=BROWSER, address=address)

    assert views_of(post) == 2
    assert visit(client, post.path).facts('section[aria-labelledby="information-heading"]')["Views"] == "2"


def test_robots_and_staff_are_not_counted(client: FlaskClient, now: datetime) -> None:
    post = PostFactory()

    visit(client, post.path, agent="Mozilla/5.0 (compatible; Somebot/2.1)")
    visit(client, post.path, agent="")
    sign_in(client, UserFactory(Grant.EDITOR))
    visit(client, post.path, agent=BROWSER)

    assert views_of(post) == 0


def test_asking_for_the_headers_alone_counts_nothing(client: FlaskClient, now: datetime) -> None:
    post = PostFactory()

    client.head(post.path, headers={"User-Agent": BROWSER}, buffered=True)

    assert views_of(post) == 0


@pytest.mark.parametrize(
    "slug", ["no-such-post", "..%2f..%2fetc", "%00", "a%00b", "%FF", "x" * 3000, "%F0%9F%92%A5"]
)
def test_an_address_without_a_post_is_not_found(client: FlaskClient, slug: str) -> None:
    assert visit(client, f"/blog/{slug}").status == 404
