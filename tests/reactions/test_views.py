"""Like, save and follow from a page, with and without script, by whom it is allowed."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.reactions import services
from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Follow, ItemCount, ItemLike, ItemState, Post, Practice, SavedItem, Series, User
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PostFactory, PracticeFactory, ToolFactory, TopicFactory, UserFactory, sign_in
from tests.racing import at_once
from tests.reading import visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.database
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def member(client: FlaskClient) -> User:
    user = UserFactory()
    sign_in(client, user)
    return user


def likes(item_id: int) -> tuple[int, int]:
    """The counter, and the rows it counts."""
    db.session.rollback()
    rows = select(func.count()).select_from(ItemLike).where(ItemLike.item_id == item_id)
    return db.session.scalar(select(ItemCount.likes).where(ItemCount.item_id == item_id)) or 0, (
        db.session.scalar(rows) or 0
    )


def test_like_without_script_leads_back_to_the_page(client: FlaskClient, member: User) -> None:
    post = PostFactory()

    answer = client.post(f"/reactions/{post.item_id}/like", data={"wish": "yes"})

    assert (answer.status_code, answer.headers["Location"]) == (303, post.path)
    assert likes(post.item_id) == (1, 1)


def test_like_answers_htmx_with_the_bar_alone(client: FlaskClient, member: User) -> None:
    post = PostFactory()

    answer = client.post(f"/reactions/{post.item_id}/like", data={"wish": "yes"}, headers=HTMX)

    assert answer.text.strip().startswith('<ul class="ion-actions ion-reactions" id="reactions"')
    assert answer.headers["HX-Trigger"] == "like-changed"
    assert "Liked (1)" in re.sub(r"<svg.*?</svg>", "", answer.text)


def test_a_like_twice_is_one_like_and_can_be_taken_back(client: FlaskClient, member: User) -> None:
    post = PostFactory()
    PostFactory()

    for wish in ("yes", "yes"):
        client.post(f"/reactions/{post.item_id}/like", data={"wish": wish})
    liked = likes(post.item_id)
    for wish in ("no", "no"):
        client.post(f"/reactions/{post.item_id}/like", data={"wish": wish})

    assert liked == (1, 1)
    assert likes(post.item_id) == (0, 0)


def test_clicks_at_once_are_one_like_each(app: Flask) -> None:
    item_id = PostFactory().item_id
    users = [UserFactory().id for _ in range(2)]

    def click(number: int) -> None:
        for _ in range(3):
            with unit_of_work():
                services.like(users[number % 2], item_id, True)

    assert at_once(app, click) == [None] * 8
    assert likes(item_id) == (2, 2)


def test_what_is_saved_is_listed_with_its_note(client: FlaskClient, member: User) -> None:
    practice = PracticeFactory(title="Call them back")
    tool = ToolFactory(practice, title="Call sheet")
    for item_id in (practice.item_id, tool.item_id):
        client.post(f"/reactions/{item_id}/save", data={"wish": "yes"})
    client.post(f"/saved/{tool.item_id}/note", data={"note": "For Tuesday <b>!"})

    page = client.get("/saved/").text

    assert page.index("Call sheet") < page.index("Call them back")
    assert "For Tuesday &lt;b&gt;!" in page
    assert f'href="{tool.path}"' in page
    assert client.get("/saved/?kind=tool").text.count('class="ion-result"') == 1


def test_a_note_that_is_too_long_is_kept_in_the_form(client: FlaskClient, member: User) -> None:
    post = PostFactory()
    client.post(f"/reactions/{post.item_id}/save", data={"wish": "yes"})

    answer = client.post(f"/saved/{post.item_id}/note", data={"note": "y" * 2001})

    assert answer.status_code == 422
    assert "Keep the note under 2,000 characters." in answer.text
    assert "y" * 2001 in answer.text


def test_a_note_on_what_is_not_saved_is_not_found(client: FlaskClient, member: User) -> None:
    post = PostFactory()

    assert client.post(f"/saved/{post.item_id}/note", data={"note": "x"}).status_code == 404


def test_what_is_saved_and_withdrawn_is_counted_and_not_shown(client: FlaskClient, member: User) -> None:
    post = PostFactory(title="Now gone")
    client.post(f"/reactions/{post.item_id}/save", data={"wish": "yes"})
    with unit_of_work() as session:
        session.get_one(type(post.item), post.item_id).state = ItemState.WITHDRAWN

    page = client.get("/saved/").text

    assert "Now gone" not in page
    assert "1 saved item was withdrawn" in page


def test_nobody_sees_what_others_saved(client: FlaskClient, member: User) -> None:
    mine, theirs = PostFactory(title="Mine"), PostFactory(title="Theirs")
    other = UserFactory()
    with unit_of_work():
        services.save(other.id, theirs.item_id, True)
        services.write_note(other.id, theirs.item_id, "their note")
    client.post(f"/reactions/{mine.item_id}/save", data={"wish": "yes"})

    page = client.get("/saved/").text
    written = client.post(f"/saved/{theirs.item_id}/note", data={"note": "mine now"})

    assert "Mine" in page
    assert "Theirs" not in page and "their note" not in page
    assert written.status_code == 404


def test_following_is_listed_and_ended(client: FlaskClient, member: User) -> None:
    TopicFactory("youth", "Youth")
    for kind, key in (
        ("topic", "youth"),
        ("state", "CO"),
        ("role", "employers"),
        ("person", member.person_id),
    ):
        answer = client.post(
            "/reactions/follow", data={"kind": kind, "key": str(key), "wish": "yes", "back": "/states/CO"}
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, "/states/CO")

    page = client.get("/saved/following").text
    client.post("/reactions/follow", data={"kind": "state", "key": "CO", "wish": "no"})
    rows = db.session.execute(select(Follow.kind, Follow.key).order_by(Follow.kind)).all()

    assert [page.index(name) for name in (">Youth<", ">Employers", ">Colorado<")] == sorted(
        page.index(name) for name in (">Youth<", ">Employers", ">Colorado<")
    )
    assert [kind for kind, _ in rows] == ["person", "role", "topic"]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("topic", "unknown"),
        ("state", "XX"),
        ("person", "999999"),
        ("post", "999999"),
        ("nothing", "1"),
        ("", ""),
    ],
)
def test_what_does_not_exist_is_not_followed(client: FlaskClient, member: User, kind: str, key: str) -> None:
    answer = client.post("/reactions/follow", data={"kind": kind, "key": key, "wish": "yes"})

    assert answer.status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 0


def test_following_leads_back_to_this_site_only(client: FlaskClient, member: User) -> None:
    answer = client.post(
        "/reactions/follow", data={"kind": "state", "key": "CO", "wish": "yes", "back": "//evil.example"}
    )

    assert answer.headers["Location"] == "/saved/"


def test_a_wish_must_be_said(client: FlaskClient, member: User) -> None:
    post = PostFactory()

    assert client.post(f"/reactions/{post.item_id}/like").status_code == 400
    assert likes(post.item_id) == (0, 0)


@pytest.mark.parametrize("deed", ["like", "save", "follow"])
def test_only_who_may_see_a_thing_reacts_to_it(app: Flask, deed: str) -> None:
    browsers = viewers(app)
    missing = browsers["member"].post(f"/reactions/999999/{deed}", data={"wish": "yes"})

    for audience, allowed in AUDIENCES.items():
        post = PostFactory(audience=audience)
        for name, browser in browsers.items():
            answer = browser.post(f"/reactions/{post.item_id}/{deed}", data={"wish": "yes"})
            expected = 401 if name == "visitor" else 303 if name in allowed else 404
            assert answer.status_code == expected, (audience, name)

    assert missing.status_code == 404


def test_a_visitor_is_offered_to_sign_in_and_come_back(client: FlaskClient) -> None:
    post = PostFactory()

    page = client.get(post.path).text

    assert f'href="/account/sign-in?next={post.path}"' in page
    assert "/reactions/" not in page


@pytest.mark.parametrize("path", ["/saved/", "/saved/following"])
def test_a_visitor_has_no_list(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/account/sign-in?next=")


def test_the_list_asks_the_same_for_many(app: Flask) -> None:
    browser, user = Browser(app), UserFactory()
    sign_in(browser, user)
    asked = []
    for many in (10, 60):
        for _ in range(many):
            post = PostFactory()
            with unit_of_work():
                services.save(user.id, post.item_id, True)
        asked.append(questions(browser, "/saved/"))

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6


def test_what_is_removed_goes_with_its_note(client: FlaskClient, member: User) -> None:
    post = PostFactory()
    client.post(f"/reactions/{post.item_id}/save", data={"wish": "yes"})

    answer = client.post(f"/saved/{post.item_id}/remove", headers=HTMX)

    assert 'id="saved"' in answer.text
    assert "<html" not in answer.text
    assert db.session.scalar(select(func.count()).select_from(SavedItem)) == 0


@pytest.mark.parametrize("make", [PostFactory, PracticeFactory])
def test_a_visitor_reads_how_many_like_a_thing_without_a_question_for_it(
    app: Flask, make: Callable[[], Post | Practice]
) -> None:
    thing, user = make(), UserFactory()
    with unit_of_work():
        services.like(user.id, thing.item_id, True)
    member = Browser(app)
    sign_in(member, user)

    visitors = questions(Browser(app), thing.path)

    assert "Like (1)" in visit(Browser(app), thing.path).text("#reactions")
    assert not [asked for asked in visitors if "item_like" in asked]
    assert "Liked (1)" in visit(member, thing.path).text("#reactions")


def test_nobody_follows_what_was_deleted(client: FlaskClient, member: User) -> None:
    gone, kept = PostFactory(), PostFactory()
    for post in (gone, kept):
        client.post("/reactions/follow", data={"kind": "post", "key": str(post.item_id), "wish": "yes"})

    with unit_of_work() as session:
        item = session.get_one(type(gone.item), gone.item_id)
        signals.item_removed.send(item)
        session.delete(item)

    assert db.session.scalars(select(Follow.key)).all() == [str(kept.item_id)]


def test_an_item_is_followed_and_no_more_from_its_page(client: FlaskClient, member: User) -> None:
    post = PostFactory()
    words = [visit(client, post.path).text("#follow-button")]

    for wish in ("yes", "yes", "no"):
        answer = client.post(f"/reactions/{post.item_id}/follow", data={"wish": wish})
        words.append(visit(client, post.path).text("#follow-button"))

    assert (answer.status_code, answer.headers["Location"]) == (303, post.path)
    assert words == ["Follow", "Following", "Following", "Follow"]


def test_a_topic_and_a_series_are_followed_where_they_are_read(client: FlaskClient, member: User) -> None:
    TopicFactory("youth", "Youth")
    with unit_of_work() as session:
        session.add(Series(key="first-steps", name="First steps"))
    PracticeFactory(terms={"topic": ["youth"]})
    PostFactory(terms={"series": ["first-steps"]})

    for path in ("/practices/?topic=youth", "/blog/series/first-steps"):
        (form,) = [each for each in visit(client, path).forms() if each.action == "/reactions/follow"]
        answer = client.post(form.action, data=dict(form.fields))
        assert answer.headers["Location"] == path
    page = visit(client, "/saved/following")

    assert page.href("Youth") == "/practices/?topic=youth"
    assert page.href("First steps") == "/blog/series/first-steps"


def test_what_is_one_s_own_is_listed_by_the_page_with_as_many_questions_for_many(
    app: Flask, member: User
) -> None:
    browser, asked = Browser(app), []
    sign_in(browser, member)
    for many in (10, 30):
        for _ in range(many):
            PostFactory(authors=[member.person])
        asked.append(questions(browser, "/saved/following?of=yours"))

    page = visit(browser, "/saved/following?of=yours&page=2")
    beyond = visit(browser, "/saved/following?of=yours&page=9")
    assert len(asked[0]) == len(asked[1]) <= 6
    assert len(page.texts(".ion-result")) == 20
    assert beyond.status == 200
    assert visit(Browser(app), "/saved/following?of=yours").status == 303
