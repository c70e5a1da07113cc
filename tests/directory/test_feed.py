"""The feed of what one person writes and presents."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.blog.filling import corrected
from tests.blog.reading import entries, parsed
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory, sign_in
from tests.reading import visit

HOME = "http://localhost"


@pytest.mark.database
def test_a_feed_of_a_person_holds_what_they_wrote_for_everyone(client: FlaskClient, now: datetime) -> None:
    TopicFactory("equity", "Equity")
    ana, other = PersonFactory(name="Ana Ruiz"), PersonFactory(name="Ben Low")
    day = timedelta(days=1)
    practice = PracticeFactory(title="A practice", authors=[ana], published_at=now - 2 * day)
    post = PostFactory(
        "[Here](/about)",
        title="A post",
        authors=[other, ana],
        terms={"topic": ["equity"]},
        published_at=now - day,
    )
    corrected(post, "It was 14.", now)
    PostFactory(title="By another", authors=[other], posted_by_id=ana.id)
    PostFactory(title="For members", authors=[ana], audience="members")
    PostFactory(title="Over", authors=[ana], expires_at=now - day)
    PostFactory(title="To come", authors=[ana], state="scheduled", publish_at=now + day)

    feed = parsed(client, f"{ana.path}/feed.atom")

    assert [entry.title for entry in feed.entries] == ["A post", "A practice"]
    assert [entry.id for entry in feed.entries] == [
        f"tag:localhost,2026:post/{post.item_id}",
        f"tag:localhost,2026:practice/{practice.item_id}",
    ]
    first = feed.entries[0]
    assert [author.name for author in first.authors] == ["Ben Low", "Ana Ruiz"]
    assert [tag.term for tag in first.tags] == ["Equity"]
    assert first.updated == "2026-11-21T15:00:00+00:00"
    assert first.content[0].value.startswith("<p><strong>Correction, Nov. 21, 2026:</strong> It was 14.</p>")
    assert f'href="{HOME}/about"' in first.content[0].value
    assert feed.feed.title.endswith(": Ana Ruiz")
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{HOME}{ana.path}/feed.atom",
        "alternate": HOME + ana.path,
    }


def test_the_page_of_a_person_names_the_feed_where_there_is_something(
    client: FlaskClient, now: datetime
) -> None:
    silent, ana = PersonFactory(), PersonFactory()
    PostFactory(authors=[ana])

    links = visit(client, ana.path).all('link[type="application/atom+xml"]')

    assert [link["href"] for link in links] == [f"{ana.path}/feed.atom"]
    assert not visit(client, silent.path).all('link[type="application/atom+xml"]')


@pytest.mark.parametrize("audience", ["members", "staff"])
def test_a_person_whose_page_is_not_open_to_all_has_no_feed(
    client: FlaskClient, now: datetime, audience: str
) -> None:
    ana = PersonFactory(audience=audience)
    PostFactory(authors=[ana])
    sign_in(client, UserFactory())

    assert visit(client, f"{ana.path}/feed.atom").status == 404
    assert visit(client, "/people/999999/feed.atom").status == 404


def test_a_person_who_wrote_nothing_has_an_empty_feed(client: FlaskClient) -> None:
    assert entries(client, f"{PersonFactory().path}/feed.atom") == []


def test_the_feed_asks_the_same_of_a_few_and_of_many(client: FlaskClient, now: datetime) -> None:
    ana = PersonFactory()
    for _ in range(3):
        PostFactory(authors=[ana, PersonFactory()])
    few = questions(client, f"{ana.path}/feed.atom")

    for _ in range(20):
        PostFactory(authors=[ana, PersonFactory()])
    lots = questions(client, f"{ana.path}/feed.atom")

    assert len(few) <= 6, few
    assert few == lots
