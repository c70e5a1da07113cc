"""Comments: who is told of which, by which way, and where each notice leads."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Comment, CommentState, Grant, Item, Notice, Post, User
from ion.notifications.schedule import Channel
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.discussion.talk import CommentFactory, approve, kept, refuse, setting, write
from tests.factories import PersonFactory, PostFactory, UserFactory, sign_in
from tests.mailbox import read_mail
from tests.notifications.telling import choose, follow, mails, notices, titles, told, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("now")
FIRST_HELD = "discussion.first_held"


def Named(name: str, *grants: Grant) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name))


@pytest.fixture
def author(app: Flask) -> User:
    return Named("Ruth Okonkwo")


@pytest.fixture
def post(app: Flask, author: User) -> Post:
    """A post of Ruth's, where comments show at once."""
    setting(FIRST_HELD, False)
    return PostFactory(slug="vans", title="Vans on the mountain", authors=(author.person,))


def kinds(user: User) -> list[str]:
    return [notice.kind for notice in notices(user)]


def seen_by(app: Flask, user: User) -> list[str]:
    browser = Browser(app)
    sign_in(browser, user)
    return visit(browser, "/notifications").texts(".ion-notice")


def leads_to(app: Flask, notice: Notice) -> str:
    """Where the notice leads its user in the end; "404" for nowhere."""
    browser = Browser(app)
    sign_in(browser, UserOf(notice))
    answer = browser.get(f"/notifications/{notice.id}")
    while answer.status_code in (302, 303):
        path = answer.headers["Location"]
        answer = browser.get(path)
    return path if answer.status_code == 200 else str(answer.status_code)


def UserOf(notice: Notice) -> User:
    with unit_of_work() as session:
        return session.get_one(User, notice.user_id)


@pytest.mark.database
def test_everyone_concerned_is_told_once_with_the_closest_reason_and_the_writer_never(
    app: Flask, post: Post, author: User
) -> None:
    ana, poster, follower, both, stranger = (Named(f"Member {n}") for n in range(5))
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).posted_by_id = poster.person_id
    for user in (follower, both, ana, author):
        follow(user, ("post", post.item_id))
    begun = CommentFactory(post.item_id, both)

    id = write(ana, post.item_id, "We did\n\n- **that** too", begun)
    work()

    why = "Member 0 wrote “We did that too”"
    assert told(both) == [("comment.reply", id, why)]
    assert [told(user) for user in (author, poster)] == [[("comment.own", id, why)]] * 2
    assert told(follower) == [("comment.followed", id, why)]
    assert notices(ana, stranger) == []


def test_an_author_who_is_answered_is_told_as_the_one_that_is_answered(post: Post, author: User) -> None:
    begun = CommentFactory(post.item_id, author)

    write(Named("Ana"), post.item_id, "Thanks", begun)
    write(author, post.item_id, "You are welcome", begun)
    work()

    assert kinds(author) == ["comment.reply"]


def test_a_comment_is_told_when_it_is_shown_and_its_writer_that_it_was_approved(
    app: Flask, post: Post, author: User
) -> None:
    setting(FIRST_HELD, True)
    ana, editor = Named("Ana"), Named("Nadia", Grant.EDITOR)

    id = write(ana, post.item_id)
    work()
    before = kinds(author)
    approve(id, editor)
    work()

    assert before == []
    assert told(author) == [("comment.own", id, "Ana wrote “Words.”")]
    assert told(ana) == [("comment.approved", id, "ION staff approved it")]
    assert leads_to(app, notices(ana)[0]) == f"/blog/vans#comment-{id}"


def test_a_refused_comment_is_told_to_its_writer_alone_and_mailed_with_the_reason_whatever_they_chose(
    app: Flask, post: Post, author: User
) -> None:
    setting(FIRST_HELD, True)
    ana, editor = Named("Ana"), Named("Nadia", Grant.EDITOR)
    with unit_of_work() as session:
        session.get_one(User, ana.id).preferences = {"channels": {"all": "off", "comment.refused": "off"}}
    id = write(ana, post.item_id)

    refuse(id, editor, "It is not about this page.")
    work()

    (mail,) = read_mail(ana.email)
    assert told(ana) == [("comment.refused", id, "ION staff say: It is not about this page")]
    assert "Your comment is not shown. ION staff say: It is not about this page." in mail.text
    assert "Vans on the mountain" in mail.subject
    assert not [link for link in mail.links if link.startswith("/unsubscribe")]
    assert leads_to(app, notices(ana)[0]) == f"/blog/vans#comment-{id}"
    assert notices(author) == []


@pytest.mark.database
def test_what_waits_on_one_item_is_one_notice_a_day_to_ion_staff_alone(app: Flask, post: Post) -> None:
    setting(FIRST_HELD, True)
    staff = [Named("S", grant) for grant in (Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN)]
    member, other = Named("Ana"), PostFactory(title="Another")

    for item_id in (post.item_id, post.item_id, other.item_id):
        write(Named("New"), item_id)
        work()
    with clock.frozen(NOW + timedelta(days=1)):
        write(Named("New"), post.item_id)
        work()

    for user in staff:
        assert [(n.kind, n.subject_id, n.occurrence) for n in notices(user)] == [
            ("comment.held", post.item_id, "2026-11-21"),
            ("comment.held", other.item_id, "2026-11-21"),
            ("comment.held", post.item_id, "2026-11-22"),
        ]
    assert notices(member) == []
    assert leads_to(app, notices(staff[1])[0]) == "/staff/comments"


@pytest.mark.database
def test_the_daily_mail_names_the_items_where_something_still_waits(post: Post) -> None:
    setting(FIRST_HELD, True)
    editor, other = Named("Nadia", Grant.EDITOR), PostFactory(title="Another")
    first, _ = write(Named("New"), post.item_id), write(Named("New"), other.item_id)
    work()

    approve(first, editor)
    with clock.frozen(NOW + timedelta(days=1)):
        work()

    (mail,) = mails(editor)
    assert titles(mail) == ["Another"]


def test_comments_of_a_day_are_one_line_of_one_mail_that_says_how_many_and_the_latest(
    post: Post, author: User
) -> None:
    for name, words in (("Ana", "First words"), ("Ben", "Second words")):
        write(Named(name), post.item_id, words)
    work()
    before = mails(author)
    with clock.frozen(NOW + timedelta(days=1)):
        work()
        (mail,) = read_mail(author.email)

    _, second = notices(author)
    assert before == []
    assert mail.subject.startswith(post.item.title)
    assert "2 comments on what is yours. The latest: Ben wrote “Second words”." in mail.text
    assert mail.links[0] == f"/comments/{second.subject_id}"


def test_what_was_withdrawn_or_may_not_be_seen_any_more_is_neither_quoted_nor_mailed_nor_leads_anywhere(
    app: Flask, post: Post, author: User
) -> None:
    ana = Named("Ana")
    choose(author, Channel.DAILY, "comment.own")
    gone, hidden = write(ana, post.item_id, "Secret one"), PostFactory(authors=(author.person,))
    write(ana, hidden.item_id, "Secret two")
    work()

    with unit_of_work() as session:
        session.get_one(Comment, gone).state = CommentState.WITHDRAWN
        session.get_one(Item, hidden.item_id).audience = "staff"
    with clock.frozen(NOW + timedelta(days=1)):
        work()

    rows = seen_by(app, author)
    assert len(rows) == 2
    assert all("No longer available" in row and "Secret" not in row for row in rows)
    assert [leads_to(app, notice) for notice in notices(author)] == ["404", "404"]
    assert mails(author) == []


def test_who_lost_their_grant_hears_no_more_of_what_waits(app: Flask, post: Post) -> None:
    setting(FIRST_HELD, True)
    editor = Named("Nadia", Grant.EDITOR)
    write(Named("New"), post.item_id)
    work()

    with unit_of_work() as session:
        user = session.get_one(User, editor.id)
        user.grants = [grant for grant in user.grants if grant.grant is Grant.MEMBER]
    with clock.frozen(NOW + timedelta(days=1)):
        work()

    assert "No longer available" in seen_by(app, editor)[0]
    assert mails(editor) == []


def test_a_notice_of_an_old_comment_leads_to_its_page_of_the_thread(
    app: Flask, post: Post, author: User
) -> None:
    first = write(Named("Ana"), post.item_id, "Oldest")
    work()
    for n in range(25):
        CommentFactory(post.item_id, author, created_at=NOW + timedelta(minutes=n + 1))

    (notice,) = notices(author)

    assert leads_to(app, notice) == f"/discussion/{post.item_id}?page=2#comment-{first}"


@pytest.mark.database
def test_notices_of_comments_go_with_their_item(post: Post, author: User) -> None:
    setting(FIRST_HELD, True)
    ana, editor = Named("Ana"), Named("Nadia", Grant.EDITOR)
    shown, bad = write(editor, post.item_id), write(ana, post.item_id, "Bad")
    refuse(bad, editor)
    keeps = PostFactory(authors=(author.person,))
    stays = write(editor, keeps.item_id)
    work()
    before = [notice.subject_id for notice in notices(author)]

    with unit_of_work() as session:
        signals.item_removed.send(session.get_one(Item, post.item_id))
        session.delete(session.get_one(Post, post.item_id))
        session.delete(session.get_one(Item, post.item_id))
    work()

    assert before == [shown, stays]
    assert [notice.subject_id for notice in notices()] == [stays]


def test_a_long_comment_is_told_by_its_beginning(post: Post, author: User) -> None:
    id = write(Named("Ana"), post.item_id, "word " * 900)
    work()

    (notice,) = notices(author)

    assert len(notice.why) <= 300
    assert notice.why.startswith("Ana wrote “word word")
    assert notice.why.endswith("…”")
    assert kept(id).state is CommentState.SHOWN


def test_a_list_of_every_kind_of_notice_asks_the_same_of_few_and_of_many(
    app: Flask, client: FlaskClient, post: Post, author: User
) -> None:
    sign_in(client, author)
    asked = []
    for number in (3, 12):
        for n in range(number):
            write(Named("Ana"), post.item_id, f"Number {number} {n}")
        work()
        asked.append(questions(client, "/notifications"))

    assert len(asked[0]) == len(asked[1]) <= 6
