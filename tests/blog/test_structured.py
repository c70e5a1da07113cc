"""What programs read of pages: JSON-LD and Open Graph, true, absolute, and harmless whatever a title says."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Webinar
from tests.blog.filling import corrected, formed
from tests.factories import (
    PersonFactory,
    PostFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.reading import Page, visit

HOME = "http://localhost"
SITE = "Innovation and Opportunity Network"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> & ' \" \\u003c \\",
    "line\u2028and\u2029paragraph",
)


def facts(page: Page) -> dict[str, dict[str, Any]]:
    """What the page tells programs, by type."""
    (block,) = page.all('script[type="application/ld+json"]')
    told = json.loads(block.string or "")
    assert told["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in told["@graph"]}


def tags(page: Page) -> dict[str, list[str]]:
    """Open Graph and Twitter tags."""
    found: dict[str, list[str]] = {}
    for tag in page.all("meta[property], meta[name^='twitter:']"):
        found.setdefault(str(tag.get("property") or tag.get("name")), []).append(str(tag["content"]))
    return found


def test_a_post_tells_programs_what_it_tells_readers(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    author, hidden = PersonFactory(name="Ana Ruiz"), PersonFactory(name="Ben Low", audience="staff")
    post = PostFactory(
        title="No passengers",
        summary="Only crew.",
        authors=[author, hidden],
        published_at=datetime(2026, 11, 20, 14, 0, tzinfo=UTC),
        first_published_on=date(2015, 9, 1),
        terms={"topic": ["equity"]},
    )
    corrected(post, "It was 14.", now)

    told = facts(visit(client, post.path))

    site = {"@type": "Organization", "name": SITE, "url": HOME + "/"}
    assert told["BlogPosting"] == {
        "@type": "BlogPosting",
        "headline": "No passengers",
        "description": "Only crew.",
        "url": HOME + post.path,
        "mainEntityOfPage": HOME + post.path,
        "datePublished": "2015-09-01",
        "dateModified": "2026-11-21T15:00:00+00:00",
        "author": [
            {"@type": "Person", "name": "Ana Ruiz", "url": HOME + author.path},
            {"@type": "Person", "name": "Ben Low"},
        ],
        "publisher": site,
        "keywords": ["Equity"],
        "correction": ["It was 14."],
        "inLanguage": "en-US",
    }
    assert [(step["name"], step["item"]) for step in told["BreadcrumbList"]["itemListElement"]] == [
        ("Home", HOME + "/"),
        ("Blog", HOME + "/blog/"),
        ("No passengers", HOME + post.path),
    ]


def test_an_announcement_is_news_and_a_practice_an_article(client: FlaskClient, now: datetime) -> None:
    announcement, practice = formed(PostFactory(), "announcement"), PracticeFactory(title="Share a sponsor")

    assert "NewsArticle" in facts(visit(client, announcement.path))
    assert (
        facts(visit(client, f"/practices/{practice.item.slug}"))["Article"]["headline"] == "Share a sponsor"
    )


def test_what_nobody_signed_is_the_site_s(client: FlaskClient, now: datetime) -> None:
    (author,) = facts(visit(client, PostFactory().path))["BlogPosting"]["author"]

    assert (author["@type"], author["name"]) == ("Organization", SITE)


def test_a_webinar_is_an_event_in_its_own_zone(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(title="Rides", summary="To work.", slug="rides", authors=[PersonFactory(name="Ana")])

    event = facts(visit(client, "/webinars/rides"))["Event"]

    assert (event["name"], event["eventStatus"]) == ("Rides", "https://schema.org/EventScheduled")
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["location"] == {"@type": "VirtualLocation", "url": HOME + "/webinars/rides"}
    assert (event["startDate"], event["endDate"]) == (
        "2026-12-01T14:00:00-05:00",
        "2026-12-01T15:00:00-05:00",
    )
    assert [performer["name"] for performer in event["performer"]] == ["Ana"]


def test_a_canceled_webinar_says_so(client: FlaskClient, now: datetime) -> None:
    webinar = WebinarFactory(slug="rides")
    with unit_of_work() as session:
        session.get_one(Webinar, webinar.item_id).cancelled_at = clock.now()

    event = facts(visit(client, "/webinars/rides"))["Event"]

    assert event["eventStatus"] == "https://schema.org/EventCancelled"


def test_the_front_page_tells_how_the_site_is_searched(client: FlaskClient) -> None:
    told = facts(visit(client, "/"))

    assert told["WebSite"]["potentialAction"]["target"]["urlTemplate"] == f"{HOME}/search?q={{search_term}}"
    assert told["Organization"] == {"@type": "Organization", "name": SITE, "url": HOME + "/"}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_title_ends_the_block_of_data(client: FlaskClient, now: datetime, words: str) -> None:
    post = PostFactory(title=words, summary=words, authors=[PersonFactory(name=words)])

    page = visit(client, post.path)

    told = facts(page)["BlogPosting"]
    assert (told["headline"], told["description"], told["author"][0]["name"]) == (words, words, words)
    block = page.html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&'\u2028\u2029") & set(block)
    assert page.all("script:not([src]):not([type])") == []
    assert tags(page)["og:title"] == [words]


def test_pages_of_members_tell_nothing_of_who_may_not_be_known(client: FlaskClient, now: datetime) -> None:
    author = PersonFactory(name="Ana", audience="members")
    post = PostFactory(authors=[author])
    assert "url" not in facts(visit(client, post.path))["BlogPosting"]["author"][0]

    sign_in(client, UserFactory())

    assert facts(visit(client, post.path))["BlogPosting"]["author"][0]["url"] == HOME + author.path


def test_a_post_shared_elsewhere_shows_what_it_is(client: FlaskClient, now: datetime) -> None:
    picture = "/files/" + "b" * 22
    author = PersonFactory(name="Ana")
    post = PostFactory(
        f"![One]({picture}) ![Two](/files/{'c' * 22})",
        title="No passengers",
        summary="Only crew.",
        authors=[author],
        published_at=now - timedelta(days=1),
    )
    corrected(post, "It was 14.", now)

    page = visit(client, post.path)

    assert tags(page) == {
        "og:type": ["article"],
        "og:site_name": [SITE],
        "og:title": ["No passengers"],
        "og:description": ["Only crew."],
        "og:url": [HOME + post.path],
        "og:image": [HOME + picture],
        "twitter:card": ["summary_large_image"],
        "article:published_time": ["2026-11-20T15:00:00+00:00"],
        "article:modified_time": ["2026-11-21T15:00:00+00:00"],
        "article:author": [HOME + author.path],
    }
    assert facts(page)["BlogPosting"]["image"] == HOME + picture


def test_a_post_without_a_picture_shares_none(client: FlaskClient, now: datetime) -> None:
    page = visit(client, PostFactory("![Elsewhere](https://example.org/x.png)").path)

    assert "og:image" not in tags(page) and tags(page)["twitter:card"] == ["summary"]
    assert "image" not in facts(page)["BlogPosting"]
