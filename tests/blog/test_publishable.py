"""Posts in the hands of the common instrument: what is asked of them, what is written, what comes out again."""

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.blog.publishable import PostPublishable
from ion.commons.publishing.services import publish, save, start
from ion.core.ports.publishable import PUBLISHABLES, Content
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Item, ItemTerm, OldAddress, Post, Series, Spotlight, User
from tests.blog.filling import formed, series
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory
from tests.reading import visit

pytestmark = pytest.mark.database

POST = PostPublishable()
WHOLE = {
    "summary": "Only crew.",
    "markdown": "Because.",
    "topics": ["equity"],
    "link_url": "",
}


@pytest.fixture
def editor(app: Any, now: datetime) -> User:
    TopicFactory("equity", "Equity")
    return UserFactory(Grant.MEMBER, Grant.EDITOR)


def published(editor: User, **content: Any) -> Item:
    """A new post with this content, given to readers."""
    with unit_of_work():
        item = start("post", title="No passengers", user_id=editor.id, content=WHOLE | content)
        publish(item.id, user_id=editor.id)
    return item


def again(editor: User, item: Item, **content: Any) -> None:
    """Another version of the post, given to readers."""
    with unit_of_work():
        whole: Content = {
            "title": "No passengers",
            "link_name": "",
            "authors": [],
            "first_published_on": "",
            "reviewed_on": "",
        }
        save(item.id, POST.blank() | whole | WHOLE | content, base=item.head_revision, user_id=editor.id)
        publish(item.id, user_id=editor.id)


def terms_of(item: Item) -> set[tuple[str, str]]:
    rows = db.session.execute(select(ItemTerm.facet, ItemTerm.key).where(ItemTerm.item_id == item.id))
    return {(facet, key) for facet, key in rows}


def test_posts_are_offered_to_publishing(app: Any) -> None:
    assert PUBLISHABLES["post"].path_prefix == "/blog/"


def test_publishing_writes_the_rows_of_a_post(client: FlaskClient, editor: User) -> None:
    terms = {"program": ["taa"], "role": ["colleges"], "state": ["CO"]}

    item = published(editor, form="announcement", terms=terms, series="new-here", series_name="New here")

    assert db.session.get_one(Post, item.id).form == "announcement"
    assert {
        ("program", "taa"),
        ("role", "colleges"),
        ("state", "CO"),
        ("topic", "equity"),
        ("series", "new-here"),
    } <= terms_of(item)
    made = db.session.scalars(select(Series)).one()
    assert (made.key, made.name) == ("new-here", "New here")
    page = visit(client, f"/blog/{item.slug}")
    assert "Announcement" in page.text(".ion-eyebrow")
    assert page.text(".ion-series-line") == "First part of New here"


def test_a_series_is_made_once(editor: User) -> None:
    published(editor, series="new-here", series_name="New here")
    published(editor, series="new-here", series_name="New here")

    assert len(db.session.scalars(select(Series)).all()) == 1


def test_a_version_from_before_a_merge_stays_in_the_series_that_is_left(editor: User) -> None:
    series("left", "What is left")
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/series/gone", target="/blog/series/left"))

    item = published(editor, series="gone", series_name="Gone")

    assert ("series", "left") in terms_of(item)
    assert [row.key for row in db.session.scalars(select(Series))] == ["left"]


def test_a_spotlight_is_lit_and_put_out_again(editor: User) -> None:
    person, practice = PersonFactory(), PracticeFactory()
    about = {"person": person.id, "practice": practice.item_id}

    item = published(editor, form="spotlight", spotlight=about)
    row = db.session.get_one(Spotlight, item.id)
    told = (row.person_id, row.practice_id)
    again(editor, item, form="post", spotlight=about)

    assert told == (person.id, practice.item_id)
    assert db.session.get(Spotlight, item.id) is None


@pytest.mark.parametrize(
    ("without", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"topics": []}, "topics"),
        ({"markdown": "\n"}, "markdown"),
        ({"form": "spotlight"}, "spotlight_person"),
    ],
)
def test_a_post_says_what_it_lacks(editor: User, without: Content, field: str) -> None:
    content = POST.blank() | WHOLE | without

    told = {lack.field: lack.words for lack in POST.lacks(content)}

    assert field in told and told[field].endswith(".")
    assert not POST.lacks(POST.blank() | WHOLE)


def test_a_text_published_elsewhere_needs_none_here(editor: User) -> None:
    assert not POST.lacks(POST.blank() | WHOLE | {"markdown": "", "link_url": "https://example.org/"})


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_spotlight_needs_a_practice_that_readers_can_open(editor: User, state: str) -> None:
    about = {"person": PersonFactory().id, "practice": PracticeFactory(state=state).item_id}

    (lack,) = POST.lacks(POST.blank() | WHOLE | {"form": "spotlight", "spotlight": about})

    assert lack.field == "spotlight_practice" and "not published" in lack.words


def test_an_imported_post_is_told_as_its_rows_have_it(app: Any, now: datetime) -> None:
    series()
    terms = {"role": ["colleges"], "state": ["CO", "KY"], "topic": ["equity"], "series": ["back-to-work"]}
    post = formed(PostFactory(terms=terms), "announcement")

    told = POST.snapshot(db.session.get_one(Item, post.item_id))

    assert told == POST.blank() | {
        "form": "announcement",
        "terms": {"program": [], "role": ["colleges"], "state": ["CO", "KY"]},
        "series": "back-to-work",
    }


def test_a_content_is_told_in_words(app: Any, now: datetime) -> None:
    series()
    person, practice = PersonFactory(name="Ana Ruiz"), PracticeFactory(title="Share a sponsor", slug="share")
    content = POST.blank() | {
        "form": "spotlight",
        "terms": {"program": [], "role": ["colleges"], "state": ["CO", "KY"]},
        "series": "back-to-work",
        "spotlight": {"person": person.id, "practice": practice.item_id},
    }

    told = {part.label: part.text for part in POST.told(content)}

    assert told == {
        "Kind of post": "Spotlight",
        "Series": "Back to work",
        "Programs": "",
        "Partner roles": "Community and technical colleges",
        "States and territories": "Colorado, Kentucky",
        "Person in the spotlight": f"Ana Ruiz #{person.id}",
        "Practice in the spotlight": "Share a sponsor /practices/share",
    }


def test_a_content_of_before_this_shape_is_still_read(app: Any) -> None:
    old = {"form": "post", "terms": {"state": ["CO"]}} | WHOLE

    assert POST.terms(old) == {"program": [], "role": [], "state": ["CO"], "series": []}
    assert not POST.lacks(old)
    assert POST.told(old)[0].text == "Post"


def test_the_page_is_given_to_whom_it_is_for(app: Any, now: datetime) -> None:
    post = PostFactory(title="Inside", audience="members")

    assert POST.page(post.item.slug, frozenset({"public"})) is None
    template, context = POST.page(post.item.slug, frozenset({"public", "members"})) or ("", {})
    assert (template, context["post"].title) == ("blog/show.html", "Inside")
