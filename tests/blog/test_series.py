"""Series: the page of one, and what a post that is part of one says of the others."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, OldAddress
from tests.blog.filling import part, series
from tests.bulk import many
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PostFactory, UserFactory, sign_in
from tests.indexing import index
from tests.reading import visit

PAGE = "/blog/series/back-to-work"


@pytest.mark.database
def test_a_series_is_read_in_the_order_its_posts_were_posted(client: FlaskClient, now: datetime) -> None:
    series(summary="What brought employers back.")
    for number in (2, 3, 1):
        part(number, summary=f"In short {number}.")
    PostFactory(title="Another post")

    page = visit(client, PAGE)

    assert (page.status, page.heading, page.text(".ion-lead")) == (
        200,
        "Back to work",
        "What brought employers back.",
    )
    assert page.texts("#parts h2") == ["Part 1", "Part 2", "Part 3"]
    assert page.text("#parts .ion-result__text") == "In short 1."
    assert page.href("Atom feed of this series") == "/blog/feed.atom?series=back-to-work"
    assert page.all('link[type="application/atom+xml"]')[0]["href"] == "/blog/feed.atom?series=back-to-work"


def test_a_long_series_has_pages_that_count_on(client: FlaskClient, now: datetime) -> None:
    series()
    for number in range(1, 23):
        part(number)

    page = visit(client, f"{PAGE}?page=2")

    assert page.texts("#parts h2") == ["Part 21", "Part 22"]
    assert page.all("#parts ol")[0]["start"] == "21"


@pytest.mark.database
def test_a_post_says_which_part_it_is_and_leads_to_the_others(client: FlaskClient, now: datetime) -> None:
    series()
    posts = [part(number) for number in (1, 2, 3)]

    page = visit(client, posts[1].path)

    assert page.text(".ion-series-line") == "Part 2 of 3 in Back to work"
    assert page.href("Back to work", ".ion-series-line") == PAGE
    assert page.texts(".ion-series__parts li") == ["Part 1", "Part 2", "Part 3"]
    assert page.text('.ion-series__parts [aria-current="page"]') == "Part 2"
    assert page.href("Previous part: Part 1") == posts[0].path
    assert page.href("Next part: Part 3") == posts[2].path


def test_the_first_and_the_last_part_lead_one_way_only(client: FlaskClient, now: datetime) -> None:
    series()
    first, last = part(1), part(2)

    assert visit(client, first.path).texts(".ion-series__steps li") == ["Next part: Part 2"]
    assert visit(client, last.path).texts(".ion-series__steps li") == ["Previous part: Part 1"]


def test_a_lonely_part_is_the_first_and_has_no_list(client: FlaskClient, now: datetime) -> None:
    series()

    page = visit(client, part(1).path)

    assert page.text(".ion-series-line") == "First part of Back to work"
    assert not page.all(".ion-series")


def test_a_very_long_series_lists_its_parts_on_its_own_page_alone(client: FlaskClient, now: datetime) -> None:
    series()
    posts = [part(number) for number in range(1, 12)]

    page = visit(client, posts[0].path)

    assert page.text(".ion-series-line") == "Part 1 of 11 in Back to work"
    assert not page.all(".ion-series__parts")
    assert page.href("Next part") == posts[1].path


def test_an_archived_part_stays_in_its_series(client: FlaskClient, now: datetime) -> None:
    series()
    part(1, expires_at=now - timedelta(days=1))
    second = part(2)

    assert visit(client, second.path).text(".ion-series-line") == "Part 2 of 2 in Back to work"
    assert visit(client, PAGE).texts("#parts h2") == ["Part 1", "Part 2"]


def test_parts_that_one_may_not_know_are_not_counted(app: Flask, client: FlaskClient, now: datetime) -> None:
    series()
    part(1, title="Inside", audience="members")
    part(2, title="Later", state=ItemState.SCHEDULED)
    shown = part(3)
    member = Browser(app)
    sign_in(member, UserFactory())

    outside, inside = visit(client, PAGE), visit(member, PAGE)

    assert (outside.texts("#parts h2"), inside.texts("#parts h2")) == (["Part 3"], ["Inside", "Part 3"])
    assert "Inside" not in visit(client, shown.path).html
    assert visit(member, shown.path).text(".ion-series-line") == "Part 2 of 2 in Back to work"


@pytest.mark.parametrize("audience", ["members", None])
def test_a_series_without_a_post_for_the_reader_is_not_there(
    client: FlaskClient, now: datetime, audience: str | None
) -> None:
    series()
    if audience:
        part(1, audience=audience)

    assert visit(client, PAGE).status == visit(client, "/blog/series/never-was").status == 404


def test_a_series_that_became_part_of_another_leads_there(client: FlaskClient, now: datetime) -> None:
    series()
    part(1)
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/series/old-name", target=PAGE))

    response = client.get("/blog/series/old-name")

    assert (response.status_code, response.headers["Location"]) == (301, PAGE)


def test_a_post_is_found_by_the_name_of_its_series(client: FlaskClient, now: datetime) -> None:
    series(name="Quartz letters")
    part(1)
    index()

    assert "Part 1" in visit(client, "/search?q=quartz").text("main")


@pytest.mark.database
@pytest.mark.parametrize("path", [PAGE, "/blog/post-of-many-1000005"])
def test_a_series_asks_the_same_of_ten_and_of_many(client: FlaskClient, now: datetime, path: str) -> None:
    series()
    many("post", 10, {"series": ["back-to-work"]})
    few = questions(client, path)

    many("post", 200, {"series": ["back-to-work"]}, start=10)
    lots = questions(client, path)

    assert len(few) <= 6, few
    assert few == lots
