"""The list of what one was told, following it, and choosing how to be told: everyone sees their own alone."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.base.extensions import db
from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Item, ItemState, Notice, Post, User
from ion.notifications import services
from ion.notifications.forms import name_of
from ion.notifications.rules import RULES, rules_for
from ion.notifications.schedule import Channel
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, UserFactory, sign_in
from tests.notifications.telling import follow, mails, notices, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("now")

HTMX = {"HX-Request": "true"}
WHY = "You follow Colorado"
PATHS = ("/notifications", "/notifications/settings")
MEMBER = frozenset({Grant.MEMBER})
LETTERS = {
    "messages": "instant",
    "brief": "instant",
    "mentoring-requests": "instant",
    "newsletter": "instant",
}
"""What goes by mail alone, or not at all."""
CHOICE = {name_of(rule.kind): "off" for rule in rules_for(MEMBER) if not rule.is_required}
"""A member's choice for every kind of notification that leaves one."""


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ana(client: FlaskClient) -> User:
    """Ana, of Denver, signed in."""
    user = UserFactory(person=PersonFactory(name="Ana", zone="America/Denver"))
    sign_in(client, user)
    return user


def tell(user: User, post: Post, kind: str = "followed.published", at: datetime = NOW) -> Notice:
    with unit_of_work():
        services.notify([(user.id, WHY)], kind, "post", post.item_id, at=at)
    return next(notice for notice in notices(user) if notice.subject_id == post.item_id)


def unread(user: User) -> list[int]:
    return [notice.id for notice in notices(user) if notice.read_at is None]


def browser_of(user: User, client: FlaskClient) -> FlaskClient:
    other = Browser(client.application)
    sign_in(other, user)
    return other


def test_the_list_says_what_is_new_why_and_when_in_the_reader_s_zone(client: FlaskClient, ana: User) -> None:
    tell(UserFactory(), PostFactory(title="Told to somebody else"))
    notice = tell(ana, PostFactory(title="A van on the mountain", is_sample=True))

    page = visit(client, "/notifications")

    assert page.heading == "Notifications"
    assert page.href("A van on the mountain") == f"/notifications/{notice.id}"
    (row,) = page.texts("#notices .ion-notice")
    assert row == (
        "New A van on the mountain New in what you follow: You follow Colorado "
        "Post Sample Sat., Nov. 21, 2026, 8:00 a.m. MT"
    )


def test_the_newest_is_first_and_only_unread_ones_are_marked_in_words(client: FlaskClient, ana: User) -> None:
    for number in range(3):
        tell(ana, PostFactory(title=f"Post {number}"), at=NOW - timedelta(hours=number))
    with unit_of_work() as session:
        session.get_one(Notice, notices(ana)[1].id).read_at = NOW

    page = visit(client, "/notifications")

    assert page.texts(".ion-notice__title") == ["New Post 0", "Post 1", "New Post 2"]
    assert page.text("#notices h2") == "2 unread notifications"


def test_a_long_list_has_pages(client: FlaskClient, ana: User) -> None:
    for number in range(23):
        tell(ana, PostFactory(title=f"Post {number}"), at=NOW - timedelta(hours=number))

    second = visit(client, "/notifications?page=2")
    beyond = visit(client, "/notifications?page=99")

    assert second.texts(".ion-notice__title") == ["New Post 20", "New Post 21", "New Post 22"]
    assert beyond.texts(".ion-notice__title") == second.texts(".ion-notice__title")
    assert second.href("1", within=".ion-pages") == "/notifications"


def test_an_empty_list_says_what_will_be_here_and_where_to_begin(client: FlaskClient, ana: User) -> None:
    page = visit(client, "/notifications")

    assert page.text("#notices h2") == "Nothing to tell you yet"
    assert page.href("practice library", within="#notices") == "/practices/"
    assert page.all("#notices form") == []


@pytest.mark.parametrize("change", [{"state": ItemState.WITHDRAWN}, {"audience": "staff"}])
def test_what_may_no_longer_be_seen_is_not_named_and_leads_nowhere(
    client: FlaskClient, ana: User, change: dict[str, object]
) -> None:
    post = PostFactory(title="Secret now")
    notice = tell(ana, post)
    with unit_of_work() as session:
        for name, value in change.items():
            setattr(session.get_one(Item, post.item_id), name, value)

    page = visit(client, "/notifications")

    assert page.texts(".ion-notice__title") == ["New No longer available"]
    assert "Secret now" not in page.html
    assert page.links("#notices") == []
    assert visit(client, f"/notifications/{notice.id}").status == 404


def test_a_notice_about_one_s_account_leads_there(client: FlaskClient, ana: User) -> None:
    with unit_of_work():
        services.notify([(ana.id, "")], "account", "user", ana.id, "password 2026-11-21T15:00:00+00:00")
    (notice,) = notices(ana)

    page = visit(client, "/notifications")

    assert page.href("Your password was changed") == f"/notifications/{notice.id}"
    assert client.get(f"/notifications/{notice.id}").headers["Location"] == "/account/"


def test_a_notice_about_the_account_of_somebody_else_says_nothing_of_it(
    client: FlaskClient, ana: User
) -> None:
    ben = UserFactory()
    with unit_of_work():
        services.notify([(ana.id, "")], "account", "user", ben.id, "password")

    assert visit(client, "/notifications").texts(".ion-notice__title") == ["New No longer available"]


def test_a_notice_about_a_thing_of_another_kind_under_the_same_number_says_nothing_of_it(
    client: FlaskClient, ana: User
) -> None:
    post = PostFactory(title="No practice")
    with unit_of_work():
        services.notify([(ana.id, WHY)], "followed.published", "practice", post.item_id)

    assert visit(client, "/notifications").texts(".ion-notice__title") == ["New No longer available"]


def test_following_a_notice_leads_to_the_thing_and_marks_this_one_as_read(
    client: FlaskClient, ana: User
) -> None:
    first, second = PostFactory(), PostFactory()
    followed, other = tell(ana, first), tell(ana, second)

    answer = client.get(f"/notifications/{followed.id}", buffered=True)
    answer.close()

    assert (answer.status_code, answer.headers["Location"]) == (303, first.path)
    assert unread(ana) == [other.id]


def test_following_it_again_keeps_the_first_time_and_asks_for_nothing_to_be_written(
    client: FlaskClient, ana: User
) -> None:
    notice = tell(ana, PostFactory())
    client.get(f"/notifications/{notice.id}", buffered=True).close()
    with clock.frozen(NOW + timedelta(minutes=1)):
        client.get(f"/notifications/{notice.id}", buffered=True).close()
        sightings.notices_read(ana.id, [notice.id], clock.now())  # as by a second tab, at the same time

    assert [each.read_at for each in notices(ana)] == [NOW]


def test_a_look_ahead_by_head_marks_nothing(client: FlaskClient, ana: User) -> None:
    notice = tell(ana, PostFactory())

    answer = client.head(f"/notifications/{notice.id}")
    answer.close()

    assert answer.status_code == 303
    assert unread(ana) == [notice.id]


def test_a_mark_that_cannot_be_written_is_no_error_for_the_reader(
    client: FlaskClient, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tell(ana, PostFactory())

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("ion.core.sightings.notices_read", broken)
    answer = client.get(f"/notifications/{notice.id}", buffered=True)
    answer.close()

    assert answer.status_code == 303
    assert unread(ana) == [notice.id]


def test_all_are_marked_as_read_at_once_and_nobody_else_s(client: FlaskClient, ana: User) -> None:
    ben = UserFactory()
    for _ in range(2):
        tell(ana, PostFactory())
    others = tell(ben, PostFactory())

    answer = client.post("/notifications/read")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/notifications")
    assert unread(ana) == []
    assert unread(ben) == [others.id]
    assert visit(client, "/notifications").text("#notices h2") == "All read"


def test_marking_all_answers_htmx_with_the_list_alone(client: FlaskClient, ana: User) -> None:
    tell(ana, PostFactory(title="A van"))

    answer = client.post("/notifications/read", headers=HTMX)

    assert answer.text.strip().startswith('<div id="notices">')
    assert answer.headers["HX-Trigger"] == "notifications-changed"
    assert "A van" in answer.text
    assert "All read" in answer.text
    assert "Mark all" not in answer.text


def test_the_list_answers_htmx_with_its_block(client: FlaskClient, ana: User) -> None:
    page = visit(client, "/notifications", HX_Request="true")

    assert not page.is_whole
    assert page.html.strip().startswith('<div id="notices">')


def everybody(client: FlaskClient) -> dict[str, FlaskClient]:
    """The others: another member, an editor, an admin, someone suspended, and nobody."""
    users = {
        "member": UserFactory(),
        "editor": UserFactory(Grant.MEMBER, Grant.EDITOR),
        "admin": UserFactory(Grant.MEMBER, Grant.ADMIN),
        "suspended": UserFactory(suspended_at=NOW),
    }
    return {name: browser_of(user, client) for name, user in users.items()} | {
        "nobody": Browser(client.application)
    }


def without_number(html: str) -> str:
    return re.sub(r"[0-9a-f]{8,}|[A-Za-z0-9_.-]{60,}", "", html)


def test_a_notice_of_somebody_else_is_the_same_404_as_none_and_stays_unread(
    client: FlaskClient, ana: User
) -> None:
    notice = tell(ana, PostFactory())

    for name, browser in everybody(client).items():
        theirs, missing = (
            browser.get(f"/notifications/{id}", buffered=True) for id in (notice.id, 2**31 - 1)
        )

        assert theirs.status_code == (303 if name in ("suspended", "nobody") else 404), name
        if theirs.status_code == 303:
            assert theirs.headers["Location"].startswith("/account/sign-in?next="), name
        assert without_number(theirs.text) == without_number(
            missing.text.replace(str(2**31 - 1), str(notice.id))
        )
    assert unread(ana) == [notice.id]


@pytest.mark.parametrize("id", ["2147483648", "99999999999999999999", "-1", "x", "1%00"])
def test_an_address_that_can_be_no_notice_is_a_404(client: FlaskClient, ana: User, id: str) -> None:
    assert client.get(f"/notifications/{id}").status_code == 404


def test_everyone_sees_and_changes_their_own_alone(client: FlaskClient, ana: User) -> None:
    notice = tell(ana, PostFactory(title="Told to Ana"))
    channel = {name_of(rule.kind): "off" for rule in RULES if not rule.is_required}

    for name, browser in everybody(client).items():
        seen = [visit(browser, path) for path in PATHS]
        deeds = [browser.post("/notifications/read"), browser.post("/notifications/settings", data=channel)]

        may = name not in ("suspended", "nobody")
        assert [page.status for page in seen] == [200 if may else 303] * 2, name
        assert [deed.status_code for deed in deeds] == [303 if may else 401] * 2, name
        assert "Told to Ana" not in seen[0].html
    assert unread(ana) == [notice.id]
    assert preferences(ana) == {}


def preferences(user: User) -> dict[str, object]:
    db.session.rollback()
    return dict(db.session.get_one(User, user.id).preferences)


def chosen(client: FlaskClient) -> dict[str, str]:
    (form,) = [form for form in visit(client, "/notifications/settings").forms() if "settings" in form.action]
    return {name: value for name, value in form.fields if name != "csrf_token"}


def test_the_settings_show_what_holds_and_when_mail_comes_by_one_s_own_clock(
    client: FlaskClient, ana: User
) -> None:
    page = visit(client, "/notifications/settings")

    defaults = {name_of(rule.kind): rule.default for rule in rules_for(MEMBER) if not rule.is_required}
    assert chosen(client) == defaults | LETTERS
    assert {defaults[kind] for kind in ("own-published", "comment-reply", "group-asked")} == {"instant"}
    assert {defaults[kind] for kind in ("comment-own", "question-asked")} == {"daily"}
    assert {defaults[kind] for kind in ("followed-published", "comment-followed")} == {"weekly"}
    facts = page.facts("#channels .ion-facts")
    always = [rule.label for rule in RULES if rule.is_required and not rule.has_letter]
    assert page.texts(".ion-notice-settings__always li") == always
    assert facts["Mail once a day"] == "At 8:00 a.m. Mountain Time (Denver)"
    assert facts["The Monday brief"].startswith("At 8:00 a.m. Mountain Time (Denver): at most seven things")
    assert page.href("profile", within="#channels") == "/people/profile"


def test_without_a_zone_of_one_s_own_the_settings_say_so(client: FlaskClient) -> None:
    sign_in(client, UserFactory())

    page = visit(client, "/notifications/settings")

    assert page.facts("#channels .ion-facts")["Mail once a day"] == "At 8:00 a.m. Eastern Time (New York)"
    assert "Your profile names no time zone yet" in page.text("#channels")


def test_a_choice_is_kept_and_moves_what_waits(client: FlaskClient, ana: User) -> None:
    post = PostFactory(title="Waiting")
    follow(ana, ("post", post.item_id))
    tell(ana, post)
    choice = CHOICE | LETTERS | {"followed-published": "instant", "newsletter": "off"}

    answer = client.post("/notifications/settings", data=choice)
    work()

    assert (answer.status_code, answer.headers["Location"]) == (303, "/notifications/settings?saved=1")
    assert chosen(client) == choice
    assert len(mails(ana)) == 1
    assert "Your choice is saved." in visit(client, answer.headers["Location"]).text("#channels")


def test_a_choice_by_htmx_answers_with_the_block_alone(client: FlaskClient, ana: User) -> None:
    choice = CHOICE | {"followed-published": "daily"}

    answer = client.post("/notifications/settings", data=choice, headers=HTMX)

    assert answer.status_code == 200
    assert answer.text.strip().startswith(
        '<div class="ion-columns ion-columns--list ion-notice-settings" id="channels">'
    )
    assert answer.headers["HX-Trigger"] == "notification-settings-changed"
    assert "Your choice is saved." in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        CHOICE | {"followed-published": "hourly"},
        {"followed-published": "off"},
        {},
        CHOICE | {"own-published": "\x00"},
    ],
)
def test_a_choice_that_is_none_is_refused_in_words_and_changes_nothing(
    client: FlaskClient, ana: User, fields: dict[str, str]
) -> None:
    answer = client.post("/notifications/settings", data=fields)

    assert answer.status_code == 422
    assert "Please look at this again" in answer.text
    assert preferences(ana) == {}


def test_more_fields_than_the_form_has_change_nothing(client: FlaskClient, ana: User) -> None:
    more = {"account": "off", "user_id": str(UserFactory().id), "channels": "off", "is_admin": "1"}

    client.post("/notifications/settings", data=CHOICE | {"review-asked": "off"} | more)

    assert preferences(ana) == {"channels": {name.replace("-", "."): "off" for name in CHOICE}}


def test_after_all_mail_was_stopped_by_a_link_the_settings_say_off(client: FlaskClient, ana: User) -> None:
    with unit_of_work() as session:
        session.get_one(User, ana.id).preferences = {"channels": {"all": "off"}}

    assert chosen(client) == CHOICE | dict.fromkeys(LETTERS, "off")


@pytest.mark.parametrize(
    ("grant", "kinds"),
    [
        (Grant.FACILITATOR, {"comment-held"}),
        (Grant.EDITOR, {"comment-held", "review-asked", "review-answered", "report-made"}),
    ],
)
def test_ion_staff_choose_for_what_waits_for_them_too(
    client: FlaskClient, grant: Grant, kinds: set[str]
) -> None:
    sign_in(client, UserFactory(Grant.MEMBER, grant))

    assert set(chosen(client)) - {*CHOICE, *LETTERS} == kinds


@pytest.mark.parametrize("path", [*PATHS, "/notifications?page=2"])
def test_a_page_asks_the_same_few_questions_however_much_there_is(
    client: FlaskClient, ana: User, path: str
) -> None:
    posts = [PostFactory() for _ in range(30)]
    for post in posts:
        tell(ana, post)
    few = questions(client, path)

    with unit_of_work():
        for number in range(470):
            services.notify(
                [(ana.id, WHY)], "followed.published", "post", posts[number % 30].item_id, f"{number}"
            )
    many = questions(client, path)

    assert len(few) <= 6
    assert len(many) == len(few)


def test_channel_words_exist_for_every_channel(client: FlaskClient, ana: User) -> None:
    page = visit(client, "/notifications/settings")

    assert len(page.texts("#followed-published option")) == len(Channel)
