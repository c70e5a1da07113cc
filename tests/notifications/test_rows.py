"""Several of a kind about one thing are one row, and reading the thing reads them all."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.commons.publishing import services as publishing
from ion.core.unit_of_work import unit_of_work
from ion.groups import services as groups
from ion.models import (
    Comment,
    CommentState,
    Grant,
    Notice,
    PeerGroup,
    Post,
    QuestionState,
    User,
)
from ion.notifications import services
from tests.conftest import Browser
from tests.counting import questions, statements
from tests.discussion.talk import CommentFactory, setting, write
from tests.factories import (
    GroupFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.notifications.telling import notices, work
from tests.publishing.writing import act, draft
from tests.reading import BROWSER, Page, visit

pytestmark = pytest.mark.usefixtures("app", "now")


@pytest.fixture
def ruth(client: FlaskClient) -> User:
    """Ruth, who publishes, facilitates and presents; signed in."""
    user = UserFactory(Grant.MEMBER, person=PersonFactory(name="Ruth Okonkwo"))
    sign_in(client, user)
    return user


@pytest.fixture
def post(ruth: User) -> Post:
    setting("discussion.first_held", False)
    return PostFactory(slug="vans", title="Vans on the mountain", authors=(ruth.person,))


def Named(name: str) -> User:
    return UserFactory(Grant.MEMBER, person=PersonFactory(name=name))


def asked_to_join(ruth: User, *names: str) -> PeerGroup:
    group = GroupFactory(is_open=False, facilitator=ruth.person, title="Data leads")
    with unit_of_work() as session:
        groups.name_facilitator(session.get_one(PeerGroup, group.item_id))
    for name in names:
        user = Named(name)
        with unit_of_work():
            groups.join(group.item_id, user_id=user.id, note="Please.")
    work()
    return group


def rows(client: FlaskClient) -> list[str]:
    return visit(client, "/notifications").texts("#notices .ion-notice")


def unread(user: User) -> list[int]:
    return [notice.id for notice in notices(user) if notice.read_at is None]


def seen_by_id(told: list[Notice], id: int) -> Notice:
    return next(notice for notice in told if notice.id == id)


def leads_to(client: FlaskClient, id: int) -> str:
    """The page on which a notice about a comment ends."""
    path = client.get(f"/notifications/{id}").headers["Location"]
    return client.get(path).headers["Location"].partition("#")[0]


def read(client: FlaskClient, path: str) -> Page:
    """Open a page as a person does; what that leaves behind is written by then."""
    page = visit(client, path, agent=BROWSER)
    assert page.status == 200, path
    return page


@pytest.mark.database
def test_people_who_ask_to_join_are_one_row_that_counts_them(client: FlaskClient, ruth: User) -> None:
    asked_to_join(ruth, "Ana", "Ben", "Cy")

    (row,) = rows(client)

    assert row.startswith("New Data leads 3 people asked to join. The latest: Cy asks to join Group")


@pytest.mark.database
def test_comments_on_one_thing_are_one_row_and_those_on_another_are_another(
    client: FlaskClient, ruth: User, post: Post
) -> None:
    other = PostFactory(title="Another", authors=(ruth.person,))
    for n in range(5):
        write(Named("Ana"), post.item_id, f"Words {n}")
    write(Named("Ben"), other.item_id, "Once")
    work()

    assert [row.split(" Comment Sat.")[0] for row in rows(client)] == [
        "New Another Comments on what is yours: Ben wrote “Once”",
        "New Vans on the mountain 5 comments on what is yours. The latest: Ana wrote “Words 4”",
    ]
    assert visit(client, "/notifications").text("#notices h2") == "6 unread notifications"


@pytest.mark.database
def test_what_is_new_since_the_row_was_read_is_a_row_of_its_own(
    client: FlaskClient, ruth: User, post: Post
) -> None:
    for n in range(2):
        write(Named("Ana"), post.item_id, f"Words {n}")
    work()
    with unit_of_work():
        services.read_all(ruth.id)
    write(Named("Ben"), post.item_id, "More words")
    work()

    assert [("New " in row, "2 comments" in row) for row in rows(client)] == [(True, False), (False, True)]


def test_a_row_speaks_of_those_that_can_still_be_seen(client: FlaskClient, ruth: User, post: Post) -> None:
    ids = [write(Named("Ana"), post.item_id, f"Words {n}") for n in range(3)]
    work()

    with unit_of_work() as session:
        session.get_one(Comment, ids[2]).state = CommentState.WITHDRAWN

    (row,) = rows(client)
    assert "2 comments on what is yours. The latest: Ana wrote “Words 1”" in row
    assert "Words 2" not in row


@pytest.mark.database
def test_following_a_row_marks_all_of_it_and_nothing_else_as_read(
    client: FlaskClient, ruth: User, post: Post
) -> None:
    group = asked_to_join(ruth, "Ana", "Ben")
    write(Named("Cy"), post.item_id)
    work()
    comment = notices(ruth)[-1]

    href = visit(client, "/notifications").href("Data leads")
    answer = client.get(href, buffered=True)
    answer.close()

    assert answer.headers["Location"] == f"/groups/{group.item.slug}/roster"
    assert unread(ruth) == [comment.id]


@pytest.mark.database
@pytest.mark.parametrize("page", ["/blog/vans", "/discussion/{id}"])
def test_reading_the_thing_by_whatever_address_reads_what_was_told_of_it(
    client: FlaskClient, ruth: User, post: Post, page: str
) -> None:
    other, ana = PostFactory(authors=(ruth.person,)), Named("Ana")
    for item_id in (post.item_id, other.item_id):
        write(ana, item_id)
    work()
    with unit_of_work():
        services.notify([(ruth.id, "You posted it")], "own.published", "post", post.item_id)
        services.notify([(ana.id, "")], "own.published", "post", post.item_id)

    read(client, page.format(id=post.item_id))

    (left,) = unread(ruth)
    assert [seen_by_id(notices(ruth), left).kind, len(notices(ruth))] == ["comment.own", 3]
    assert leads_to(client, left) == other.path
    assert len(unread(ana)) == 1


def test_a_comment_s_own_address_leads_to_where_it_is_read(
    client: FlaskClient, ruth: User, post: Post
) -> None:
    first = write(Named("Ana"), post.item_id, "Oldest")
    work()
    for _ in range(25):
        CommentFactory(post.item_id, ruth)

    path = client.get(f"/comments/{first}").headers["Location"]
    read(client, path)

    assert path.startswith(f"/discussion/{post.item_id}?page=2")
    assert unread(ruth) == []


def test_the_page_of_a_webinar_reads_the_questions_on_it(client: FlaskClient, ruth: User) -> None:
    webinar = WebinarFactory(authors=[ruth.person])
    question = QuestionFactory(webinar.item_id, Named("Ana"), state=QuestionState.OPEN)
    with unit_of_work():
        services.notify([(ruth.id, "“How long?”")], "question.asked", "open-question", question.id)

    read(client, webinar.path)

    assert unread(ruth) == []


def test_a_roster_the_desk_and_a_release_read_what_leads_to_them(client: FlaskClient, app: Flask) -> None:
    editor, asker = UserFactory(Grant.MEMBER, Grant.EDITOR), UserFactory(Grant.MEMBER, Grant.EDITOR)
    browser, group = Browser(app), asked_to_join(editor, "Ana")
    sign_in(browser, editor)
    first, _ = in_review(asker), in_review(asker)
    posts = PostFactory(), PostFactory()
    with unit_of_work():
        for item in posts:
            services.notify([(editor.id, "")], "comment.held", "held-comments", item.item_id, "2026-11-21")
    left = [len(unread(editor))]

    for path in (
        f"/groups/{group.item.slug}/roster",
        "/staff/comments",
        f"/staff/publishing/{first}/release",
        "/account/",
    ):
        read(browser, path)
        left.append(len(unread(editor)))

    assert left == [5, 4, 2, 1, 1]


def in_review(asker: User) -> int:
    item_id = draft(asker.id, title="Vans")
    act(publishing.ask_review, item_id, user_id=asker.id)
    work()
    return item_id


def test_what_leads_nowhere_any_more_counts_as_read_once_it_was_shown(
    client: FlaskClient, ruth: User
) -> None:
    post = PostFactory(audience="staff")
    with unit_of_work():
        services.notify([(ruth.id, "")], "followed.published", "post", post.item_id)

    first = read(client, "/notifications")

    assert first.texts(".ion-notice__title") == ["New No longer available"]
    assert unread(ruth) == []


def test_a_page_without_news_for_its_reader_asks_nothing_about_notices(
    client: FlaskClient, ruth: User, post: Post
) -> None:
    visit(client, post.path)

    with statements() as asked:
        visit(client, post.path)

    assert not [each for each in asked if "FROM notice" in each and "sign_in" not in each]


@pytest.mark.database
def test_a_list_of_every_kind_that_a_member_meets_asks_at_most_six_questions(
    client: FlaskClient, ruth: User, post: Post
) -> None:
    webinar = WebinarFactory(authors=[ruth.person])
    asked = []
    for number in (2, 10):
        asked_to_join(ruth, *(f"Name {n}" for n in range(number)))
        for n in range(number):
            question = QuestionFactory(webinar.item_id, ruth, state=QuestionState.ANSWERED)
            with unit_of_work():
                services.notify([(ruth.id, "Yours")], "question.answered", "question", question.id)
                services.notify([(ruth.id, "")], "account", "user", ruth.id, f"password {n}{number}")
                services.notify([(ruth.id, "")], "own.published", "post", post.item_id, f"{n}{number}")
            write(Named("Ana"), post.item_id, f"Words {n} {number}")
        work()
        asked.append(questions(client, "/notifications"))

    assert len(asked[0]) == len(asked[1]) <= 6, asked[1]


@pytest.mark.database
def test_rows_are_on_pages_as_rows_and_not_as_notices(client: FlaskClient, ruth: User, post: Post) -> None:
    for n in range(22):
        write(Named("Ana"), post.item_id, f"Words {n}")
    work()
    for n in range(20):
        other = PostFactory(title=f"Post {n}")
        with unit_of_work():
            services.notify([(ruth.id, "")], "followed.published", "post", other.item_id)

    first, second = visit(client, "/notifications"), visit(client, "/notifications?page=2")

    assert len(first.texts(".ion-notice")) == 20
    assert len(second.texts(".ion-notice")) == 1


def test_of_very_many_in_one_row_the_latest_are_read_and_all_are_counted(
    client: FlaskClient, ruth: User, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ion.notifications.queries.lists.MOST_READ", 3)
    for n in range(5):
        write(Named("Ana"), post.item_id, f"Words {n}")
    work()

    (row,) = rows(client)

    assert "5 comments on what is yours. The latest: Ana wrote “Words 4”" in row
