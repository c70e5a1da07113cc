"""Corrections: dated notes at the head of a post and of its entry in feeds."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.blog.filling import corrected
from tests.blog.reading import entries
from tests.factories import PostFactory
from tests.reading import visit

NOTES = ".ion-corrections p"


@pytest.mark.database
def test_corrections_stand_before_the_text_newest_first(client: FlaskClient, now: datetime) -> None:
    post = PostFactory("The text.")
    corrected(post, "It was 14, not 40.", now - timedelta(days=3))
    corrected(post, "The board's name was <wrong>.", now)

    page = visit(client, post.path)

    assert page.texts(NOTES) == [
        "Correction, Nov. 21, 2026: The board's name was <wrong>.",
        "Correction, Nov. 18, 2026: It was 14, not 40.",
    ]
    article = page.text("article")
    assert article.index("It was 14") < article.index("The text.")


def test_a_correction_shows_at_once_where_the_page_was_remembered(client: FlaskClient, now: datetime) -> None:
    post = PostFactory()
    assert not visit(client, post.path).all(NOTES)

    corrected(post, "It was 14.", now)

    assert len(visit(client, post.path).all(NOTES)) == 1


def test_another_post_shows_no_correction_of_this_one(client: FlaskClient, now: datetime) -> None:
    corrected(PostFactory(), "It was 14.", now)

    assert not visit(client, PostFactory().path).all(NOTES)


def test_a_correction_reaches_feed_readers_with_a_new_date(client: FlaskClient, now: datetime) -> None:
    post = PostFactory("The text.", published_at=now - timedelta(days=9))
    PostFactory(title="Untouched", published_at=now - timedelta(days=1))
    corrected(post, "It was 14 & not <40>.", now - timedelta(hours=1))

    untouched, entry = entries(client, "/blog/feed.atom")

    assert (untouched.title, entry.published, entry.updated) == (
        "Untouched",
        "2026-11-12T15:00:00+00:00",
        "2026-11-21T14:00:00+00:00",
    )
    assert entry.content[0].value == (
        "<p><strong>Correction, Nov. 21, 2026:</strong> It was 14 &amp; not &lt;40&gt;.</p>\n<p>The text.</p>"
    )
