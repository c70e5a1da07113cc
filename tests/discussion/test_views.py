"""Comments under a post: what each reader sees, and writing with and without script."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.site_settings import COMMENTS_CLOSE, FIRST_HELD
from ion.core.unit_of_work import unit_of_work
from ion.models import Comment, CommentState, Grant, Item, Post, User
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.discussion.talk import CommentFactory, counted, kept, setting, trusted
from tests.factories import PersonFactory, PostFactory, PracticeFactory, UserFactory, sign_in
from tests.reading import Page, visit
from tests.viewers import AUDIENCES, viewers

HTMX = {"HX-Request": "true"}
HELD, SHOWN, REFUSED, WITHDRAWN = CommentState
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def Member(name: str = "Ana Ruiz", *grants: Grant, **person: object) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name, **person))


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


@pytest.fixture
def post() -> Post:
    return PostFactory(slug="vans", title="Vans on the mountain")


@pytest.fixture
def ana(client: FlaskClient, post: Post) -> User:
    """Ana, signed in, whose comments are shown at once."""
    user = trusted(Member(zone="America/Denver"), post.item_id)
    sign_in(client, user)
    return user


def comments(page: Page) -> list[str]:
    """The words of the comments, in order; only of those at the top, with their answers."""
    return page.texts(".ion-discussion > .ion-comments > .ion-comment")


def typed(page: Page) -> str:
    (field,) = page.all("#markdown")
    return field.get_text().strip("\n")


def test_a_post_without_comments_invites_and_shows_no_zero(client: FlaskClient, post: Post) -> None:
    page = visit(client, post.path)

    assert page.text("#discussion-heading") == "Comments"
    assert "No comments yet." in page.text("#discussion")
    assert page.href("Sign in to comment") == "/account/sign-in?next=/blog/vans%23discussion"
    assert page.all("#discussion form") == []


def test_a_practice_takes_questions_and_comments(app: Flask, client: FlaskClient) -> None:
    practice = PracticeFactory(slug="calls")
    sign_in(client, trusted(Member(), practice.item_id))

    answer = client.post(f"/discussion/{practice.item_id}", data={"markdown": "What did it cost?"})
    page = visit(client, "/practices/calls")

    assert answer.headers["Location"].startswith("/practices/calls#comment-")
    assert page.text("#discussion-heading") == "Questions and comments (1)"
    assert "What did it cost?" in page.text("#discussion")


def test_a_visitor_sees_who_wrote_what_and_when(client: FlaskClient, post: Post) -> None:
    open_page, hidden = Member("Ruth Okonkwo"), Member("Sol Hidden", audience="staff")
    staff = Member("Nadia Staff", Grant.EDITOR)
    CommentFactory(post.item_id, open_page, "We **did** that.")
    CommentFactory(post.item_id, hidden, "Second", created_at=NOW + timedelta(minutes=1))
    last = CommentFactory(
        post.item_id,
        staff,
        "Third",
        created_at=NOW + timedelta(minutes=2),
        edited_at=NOW + timedelta(minutes=9),
    )

    page = visit(client, post.path)

    assert page.text("#discussion-heading") == "Comments (3)"
    assert comments(page) == [
        "Ruth Okonkwo Sat., Nov. 21, 2026, 10:00 a.m. ET We did that.",
        "Sol Hidden Sat., Nov. 21, 2026, 10:01 a.m. ET Second",
        "Nadia Staff ION staff Sat., Nov. 21, 2026, 10:02 a.m. ET Edited Sat., Nov. 21, 2026, 10:09 a.m. ET Third",
    ]
    assert page.href("Ruth Okonkwo", within="#discussion") == f"/people/{open_page.person_id}"
    assert not [link for link in page.links("#discussion") if "Sol Hidden" in link.words]
    assert page.href("10:02", within="#discussion") == f"#comment-{last}"


def test_comments_of_the_same_second_stand_in_the_order_of_their_coming(
    client: FlaskClient, post: Post
) -> None:
    user = Member()
    for words in ("one", "two", "three"):
        CommentFactory(post.item_id, user, words)

    assert [line.split()[-1] for line in comments(visit(client, post.path))] == ["one", "two", "three"]


def test_who_lost_their_grants_or_is_suspended_is_staff_no_more(client: FlaskClient, post: Post) -> None:
    CommentFactory(post.item_id, UserFactory(Grant.MEMBER, Grant.ADMIN, suspended_at=NOW))

    page = visit(client, post.path)

    assert "ION staff" not in page.text("#discussion")
    assert "/people/" not in str(page.all("#discussion"))


def test_a_comment_without_script_leads_to_itself(client: FlaskClient, ana: User, post: Post) -> None:
    answer = client.post(f"/discussion/{post.item_id}", data={"markdown": "  We did\r\n\r\nthat too. "})
    page = visit(client, post.path)

    (shown,) = page.all(".ion-comment")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/blog/vans#{shown['id']}")
    assert kept(int(str(shown["id"]).removeprefix("comment-"))).markdown == "We did\n\nthat too."
    assert "Sat., Nov. 21, 2026, 8:00 a.m. MT" in page.text(".ion-comment")


def test_a_comment_by_htmx_answers_with_the_thread_alone_and_the_comment_in_focus(
    client: FlaskClient, ana: User, post: Post
) -> None:
    answer = client.post(f"/discussion/{post.item_id}", data={"markdown": "Fast"}, headers=HTMX)
    page = Page(answer)

    assert not page.is_whole
    assert page.html.strip().startswith('<section class="ion-discussion" id="discussion"')
    assert answer.headers["HX-Trigger"] == "comment-posted"
    assert page.texts("[data-focus]") == comments(page)
    assert page.all("[data-announce]")[0]["data-announce"] == "Your comment is shown."
    assert typed(page) == ""


def test_a_first_comment_is_seen_by_its_writer_alone_until_it_is_approved(app: Flask, post: Post) -> None:
    writer = browser_of(app, Member("New Member"))
    others = {
        "nobody": Browser(app),
        "member": browser_of(app, Member()),
        "editor": browser_of(app, Member("E", Grant.EDITOR)),
    }

    before = visit(writer, post.path).text("#markdown-hint")
    writer.post(f"/discussion/{post.item_id}", data={"markdown": "My first"})
    page = visit(writer, post.path)
    id = str(page.all(".ion-comment")[0]["id"]).removeprefix("comment-")

    assert "first comment is read by ION staff" in before
    assert page.text("#discussion-heading") == "Comments"
    assert "Waiting for ION staff. Until it is approved, only you see this." in page.text(".ion-comment")
    assert writer.get(f"/comments/{id}").headers["Location"] == f"/blog/vans#comment-{id}"
    for name, browser in others.items():
        seen = visit(browser, post.path)
        assert (comments(seen), "My first" in seen.html) == ([], False), name
        assert browser.get(f"/comments/{id}").status_code == 404, name
    assert counted(post.item_id) == (0, 0)


def test_staff_and_a_site_that_holds_nothing_are_not_told_of_waiting(app: Flask, post: Post) -> None:
    editor, member = browser_of(app, Member("E", Grant.EDITOR)), browser_of(app, Member())

    assert "first comment" not in visit(editor, post.path).text("#markdown-hint")
    setting(FIRST_HELD, False)
    assert "first comment" not in visit(member, post.path).text("#markdown-hint")


def test_a_refused_comment_tells_its_writer_why_and_nobody_else(app: Flask, post: Post) -> None:
    ana = Member()
    CommentFactory(post.item_id, ana, "Buy now", state=REFUSED, decided_at=NOW, reason="It advertises.")

    mine = visit(browser_of(app, ana), post.path)

    assert "Not shown. ION staff say: It advertises. Only you see this." in mine.text(".ion-comment")
    assert [link.words for link in mine.links(".ion-comment .ion-actions")] == []
    for browser in (Browser(app), browser_of(app, Member("Ben"))):
        html = visit(browser, post.path).html
        assert "Buy now" not in html and "It advertises" not in html


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "Write something first."),
        ("   ", "Nothing would be seen of that. Write some words."),
        ("[a]: https://example.org", "Nothing would be seen of that. Write some words."),
        ("y" * 5001, "Keep a comment within 5,000 characters. This one has 5,001."),
    ],
)
def test_what_is_no_comment_is_said_in_words_and_what_was_typed_is_kept(
    client: FlaskClient, ana: User, post: Post, words: str, problem: str
) -> None:
    for headers in ({}, HTMX):
        page = Page(client.post(f"/discussion/{post.item_id}", data={"markdown": words}, headers=headers))

        assert page.status == 422
        assert page.text(".usa-alert--error li") == problem
        assert typed(page) == words.strip()
        assert page.is_whole is not bool(headers)
        assert page.all("#markdown")[0]["aria-invalid"] == "true"
    assert counted(post.item_id) == (0, 0)


def test_five_thousand_characters_are_counted_as_they_are_typed(
    client: FlaskClient, ana: User, post: Post
) -> None:
    answer = client.post(f"/discussion/{post.item_id}", data={"markdown": "a\r\n" * 2_499 + "ab"})

    assert answer.status_code == 303


def test_an_answer_without_script_stands_under_what_it_answers(
    client: FlaskClient, ana: User, post: Post
) -> None:
    ruth = Member("Ruth Okonkwo")
    first, second = (CommentFactory(post.item_id, ruth, words) for words in ("first", "second"))

    form = visit(client, visit(client, post.path).all(f"#comment-{first} a.ion-action")[0]["href"])
    answer = client.post(f"/comments/{first}/reply", data={"markdown": "an answer"})
    page = visit(client, post.path)

    assert form.heading == "Vans on the mountain"
    assert [each.action for each in form.forms() if "/comments/" in each.action] == [
        f"/comments/{first}/reply"
    ]
    assert len(form.all("#markdown")) == 1
    assert answer.headers["Location"] == f"/blog/vans#comment-{second + 1}"
    assert "an answer" in page.text(f"#comment-{first} .ion-comments--replies")
    assert "an answer" not in page.text(f"#comment-{second}")
    assert page.all(".ion-comments--replies a[href$=reply]") == []
    assert page.text("#discussion-heading") == "Comments (3)"


def test_the_form_for_an_answer_comes_by_htmx_and_goes_by_cancel(
    client: FlaskClient, ana: User, post: Post
) -> None:
    first = CommentFactory(post.item_id, Member("Ruth Okonkwo"))

    form = visit(client, f"/comments/{first}/reply", HX_Request="true")
    back = visit(client, form.href("Cancel"), HX_Request="true")

    assert not form.is_whole
    assert form.all(f"#comment-{first} #markdown[autofocus]")
    assert [each.action for each in back.forms() if "withdraw" not in each.action] == [
        f"/discussion/{post.item_id}"
    ]


def test_an_answer_to_what_was_withdrawn_meanwhile_is_refused_in_words_and_kept(
    client: FlaskClient, ana: User, post: Post
) -> None:
    ruth = Member("Ruth Okonkwo")
    first = CommentFactory(post.item_id, ruth, "first")
    CommentFactory(post.item_id, ruth, "reply", parent_id=first)
    reply = CommentFactory(post.item_id, ruth, "reply", parent_id=first)

    answer = Page(client.post(f"/comments/{reply}/reply", data={"markdown": "kept words"}))

    assert answer.status == 409
    assert "no longer there" in answer.text(".usa-alert--error")
    assert typed(answer) == "kept words"


def test_one_s_own_comment_is_changed_within_fifteen_minutes_and_marked(
    client: FlaskClient, ana: User, post: Post
) -> None:
    id = CommentFactory(post.item_id, ana, "Befor")

    with clock.frozen(NOW + timedelta(minutes=14, seconds=59)):
        path = visit(client, post.path).href("Edit", within="#discussion")
        form = visit(client, path)
        answer = client.post(path, data={"markdown": "Before"})
    page = visit(client, post.path)

    assert typed(form) == "Befor"
    assert answer.headers["Location"] == f"/blog/vans#comment-{id}"
    assert "Before" in page.text(".ion-comment") and "Edited" in page.text(".ion-comment")


def test_after_fifteen_minutes_nothing_offers_a_change_and_a_late_one_is_refused_in_words(
    client: FlaskClient, ana: User, post: Post
) -> None:
    id = CommentFactory(post.item_id, ana, "Befor")

    with clock.frozen(NOW + timedelta(minutes=15)):
        page = visit(client, post.path)
        form = visit(client, f"/comments/{id}/change")
        answer = Page(client.post(f"/comments/{id}/change", data={"markdown": "Before"}, headers=HTMX))

    assert [link.words for link in page.links("#discussion .ion-actions")] == ["Reply to Ana Ruiz"]
    assert (form.status, answer.status) == (409, 409)
    assert "15 minutes, and they are over" in answer.text(".usa-alert--error")
    assert typed(answer) == "Before"
    assert kept(id).markdown == "Befor"


def test_a_withdrawn_comment_vanishes_unless_replies_hang_on_it(
    client: FlaskClient, ana: User, post: Post
) -> None:
    alone = CommentFactory(post.item_id, ana, "alone")
    asked = CommentFactory(post.item_id, ana, "asked")
    CommentFactory(post.item_id, Member("Ruth Okonkwo"), "answered", parent_id=asked)

    first = client.post(f"/comments/{alone}/withdraw")
    second = client.post(f"/comments/{asked}/withdraw", headers=HTMX)
    page = visit(client, post.path)

    assert (first.status_code, first.headers["Location"]) == (303, "/blog/vans#discussion")
    assert (second.status_code, second.headers["HX-Trigger"]) == (200, "comment-withdrawn")
    (line,) = comments(page)
    assert line.startswith("Withdrawn by its writer Ruth Okonkwo")
    assert "Ana Ruiz" not in page.text("#discussion")
    assert page.text("#discussion-heading") == "Comments (1)"
    assert client.get(f"/comments/{alone}").status_code == 404


def test_the_place_of_an_answered_comment_that_was_taken_down_says_so(
    client: FlaskClient, post: Post
) -> None:
    asked = CommentFactory(post.item_id, Member(), "Buy", state=REFUSED, reason="No ads.")
    CommentFactory(post.item_id, Member("Ruth Okonkwo"), "answered", parent_id=asked)

    page = visit(client, post.path)

    assert comments(page)[0].startswith("Taken down by ION staff Ruth Okonkwo")
    assert "Buy" not in page.html and "No ads." not in page.html


def test_only_the_writer_changes_and_withdraws(app: Flask, post: Post) -> None:
    ana = Member()
    id = CommentFactory(post.item_id, ana)
    suspended = Member("Gone")
    browsers = {
        401: [Browser(app), browser_of(app, suspended)],
        404: [browser_of(app, Member("Ben")), browser_of(app, Member("Ed", Grant.EDITOR))],
    }
    with unit_of_work() as session:
        session.get_one(User, suspended.id).suspended_at = NOW

    for status, some in browsers.items():
        for browser in some:
            for deed in ("change", "withdraw"):
                answer = browser.post(f"/comments/{id}/{deed}", data={"markdown": "Mine"})
                assert answer.status_code == status
    assert (kept(id).state, kept(id).markdown) == (SHOWN, "Words.")


def test_only_who_may_see_the_item_sees_and_writes_comments(app: Flask) -> None:
    setting(FIRST_HELD, False)
    browsers = viewers(app)
    for audience, allowed in AUDIENCES.items():
        post = PostFactory(audience=audience)
        id = CommentFactory(post.item_id, Member("Ruth Okonkwo"))
        for name, browser in browsers.items():
            seen = {
                browser.get(path).status_code for path in (f"/discussion/{post.item_id}", f"/comments/{id}")
            }
            told = browser.post(f"/discussion/{post.item_id}", data={"markdown": name}).status_code
            answered = browser.post(f"/comments/{id}/reply", data={"markdown": name}).status_code
            assert seen == ({200, 303} if name in allowed else {404}), (audience, name)
            expected = 401 if name == "visitor" else 303 if name in allowed else 404
            assert (told, answered) == (expected, expected), (audience, name)


def test_more_fields_than_the_form_has_change_nothing(client: FlaskClient, post: Post) -> None:
    sign_in(client, new := Member("New Member"))
    more = {
        "state": "shown",
        "person_id": "1",
        "parent_id": "1",
        "html": "<b>x</b>",
        "decided_at": "2026-01-01",
    }

    client.post(f"/discussion/{post.item_id}", data={"markdown": "First"} | more)

    (comment,) = db.session.scalars(select(Comment)).all()
    assert (comment.state, comment.person_id, comment.parent_id) == (HELD, new.person_id, None)
    assert (comment.html, comment.decided_at) == ("<p>First</p>\n", None)


def test_closed_comments_say_since_when_and_what_was_typed_is_not_lost(
    client: FlaskClient, ana: User, post: Post
) -> None:
    setting(COMMENTS_CLOSE, 90)
    first = CommentFactory(post.item_id, Member("Ruth Okonkwo"))
    before = visit(client, post.path).text("#markdown-hint")

    with clock.frozen(NOW + timedelta(days=90)):
        sign_in(client, ana)
        page = visit(client, post.path)
        answer = Page(client.post(f"/discussion/{post.item_id}", data={"markdown": "Late words"}))

    assert "Comments close on Feb. 19, 2027." in before
    assert "Comments have been closed since Feb. 19, 2027, 90 days after publication." in page.text(
        "#discussion"
    )
    assert page.all("#markdown") == []
    assert page.all(f"#comment-{first} a[href$=reply]") == []
    assert answer.status == 409
    assert typed(answer) == "Late words"


def test_an_archived_post_keeps_its_comments_and_takes_no_more(
    client: FlaskClient, ana: User, post: Post
) -> None:
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).expires_at = NOW

    page = visit(client, post.path)

    assert "Nobody commented on this." in page.text("#discussion")
    assert "archived, so it takes no new comments" in page.text("#discussion")


def test_a_flood_is_stopped_in_words_and_keeps_what_was_typed(
    client: FlaskClient, ana: User, post: Post
) -> None:
    for number in range(10):
        assert client.post(f"/discussion/{post.item_id}", data={"markdown": f"{number}"}).status_code == 303

    answer = client.post(f"/discussion/{post.item_id}", data={"markdown": "Eleven"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert "That is a lot at once. Try again in 10 minutes." in Page(answer).text(".usa-alert--error")
    assert typed(Page(answer)) == "Eleven"
    assert counted(post.item_id) == (10, 10)


def test_a_long_thread_has_pages_the_newest_first_and_every_comment_an_address(
    client: FlaskClient, post: Post
) -> None:
    ids = [
        CommentFactory(post.item_id, Member(), f"Number {n}", created_at=NOW - timedelta(minutes=60 - n))
        for n in range(52)
    ]
    reply = CommentFactory(post.item_id, Member(), "A reply to the first", parent_id=ids[0])
    path = f"/discussion/{post.item_id}"

    newest = visit(client, post.path)
    earlier = visit(client, newest.href("Earlier comments"))
    first = visit(client, earlier.href("Earlier comments"), HX_Request="true")

    assert newest.text("#discussion-heading") == "Comments (53)"
    assert [len(comments(page)) for page in (newest, earlier, first)] == [25, 25, 2]
    assert comments(newest)[-1].endswith("Number 51")
    assert comments(first)[0].endswith("A reply to the first")
    assert (earlier.href("Later comments"), first.href("Later comments")) == (
        f"{path}?page=1",
        f"{path}?page=2",
    )
    assert earlier.is_whole and not first.is_whole
    assert first.all("#discussion-heading[data-focus]")
    assert [link.words for link in first.links() if "Earlier" in link.words] == []
    places = {
        id: client.get(f"/comments/{id}").headers["Location"] for id in (ids[0], ids[2], ids[27], reply)
    }
    assert places == {
        ids[0]: f"{path}?page=3#comment-{ids[0]}",
        ids[2]: f"{path}?page=2#comment-{ids[2]}",
        ids[27]: f"/blog/vans#comment-{ids[27]}",
        reply: f"{path}?page=3#comment-{reply}",
    }
    assert comments(visit(client, f"{path}?page=99")) == comments(first)


@pytest.mark.parametrize("is_member", [False, True])
def test_a_thread_asks_one_question_more_of_a_post_however_long_it_is(
    client: FlaskClient, post: Post, is_member: bool
) -> None:
    if is_member:
        sign_in(client, Member())
    few = questions(client, post.path)
    ruth = Member("Ruth Okonkwo")
    for _ in range(30):
        CommentFactory(post.item_id, ruth, parent_id=CommentFactory(post.item_id, ruth))

    many = questions(client, post.path)

    assert [q for q in many if "FROM comment" in q and "begun" in q] == [q for q in few if "begun" in q]
    assert sum("begun" in question for question in many) == 1
    assert many == few
    assert len(questions(client, f"/discussion/{post.item_id}?page=2")) <= 6
