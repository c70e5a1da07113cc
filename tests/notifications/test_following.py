"""Who has a part in something follows it without asking, and stops with one click, on the site or from mail."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Follow, Grant, Item, Post, QuestionState, QuestionVote, User
from ion.notifications.schedule import Channel
from tests.conftest import NOW, Browser
from tests.discussion.talk import setting, write
from tests.factories import (
    GroupFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.mailbox import read_mail
from tests.notifications.telling import Follower, choose, follow, mails, notices, publish, told, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def Named(name: str) -> User:
    return UserFactory(Grant.MEMBER, person=PersonFactory(name=name))


@pytest.fixture
def ruth(app: Flask) -> User:
    return Named("Ruth Okonkwo")


@pytest.fixture
def post(ruth: User) -> Post:
    setting("discussion.first_held", False)
    return PostFactory(slug="vans", title="Vans on the mountain", authors=(ruth.person,))


def browser_of(user: User, app: Flask) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def follows_of(user: User) -> list[Follow]:
    db.session.rollback()
    return list(db.session.scalars(select(Follow).where(Follow.user_id == user.id)))


def kinds(user: User) -> list[str]:
    return [notice.kind for notice in notices(user)]


@pytest.mark.database
def test_an_author_hears_of_comments_without_asking_until_they_press_following(
    app: Flask, ruth: User, post: Post
) -> None:
    browser, ana = browser_of(ruth, app), Named("Ana")
    before = visit(browser, post.path).text("#follow-button")
    write(ana, post.item_id, "One")

    browser.post(f"/reactions/{post.item_id}/follow", data={"wish": "no"})
    write(ana, post.item_id, "Two")
    work()
    stopped = (visit(browser, post.path).text("#follow-button"), kinds(ruth))
    browser.post(f"/reactions/{post.item_id}/follow", data={"wish": "yes"})
    write(ana, post.item_id, "Three")
    work()

    assert (before, stopped) == ("Following", ("Follow", []))
    assert [why for _, _, why in told(ruth)] == ["Ana wrote “Three”"]


@pytest.mark.database
def test_who_wrote_in_a_thread_hears_of_later_answers_until_they_stop(post: Post) -> None:
    ana, ben, cy = Named("Ana"), Named("Ben"), Named("Cy")
    begun = write(ana, post.item_id, "Who has tried it?")
    write(ben, post.item_id, "We have.", begun)
    work()

    write(cy, post.item_id, "So have we.", begun)
    work()
    heard = [kinds(user) for user in (ana, ben, cy)]
    follow(ben, ("stop:thread", begun))
    write(ana, post.item_id, "Thanks to both.", begun)
    work()

    assert heard == [["comment.reply", "comment.reply"], ["comment.reply"], []]
    assert [len(kinds(user)) for user in (ana, ben, cy)] == [2, 1, 1]


@pytest.mark.database
def test_who_asked_or_voted_for_a_question_hears_of_its_answer_and_who_stopped_does_not(app: Flask) -> None:
    webinar = WebinarFactory()
    asker, voter, stopped, follower, stranger = (Named(f"Member {n}") for n in range(5))
    question = QuestionFactory(webinar.item_id, asker, state=QuestionState.ANSWERED, text="How long?")
    with unit_of_work() as session:
        for user in (voter, stopped):
            session.add(QuestionVote(question_id=question.id, voter=f"user:{user.id}"))
    follow(stopped, ("stop:question", question.id))
    follow(follower, ("question", question.id))

    with unit_of_work():
        signals.question_answered.send(question)
    work()

    assert told(asker) == [("question.answered", question.id, "Your question: “How long?”")]
    assert told(voter) == told(follower) == [("question.answered", question.id, "You follow “How long?”")]
    assert notices(stopped, stranger) == []


def test_who_follows_a_group_hears_of_the_calls_of_its_series(app: Flask) -> None:
    group = GroupFactory(series="Data leads", title="Data leads group")
    ana, noise = Follower(("group", group.item_id)), Follower(("group", group.item_id + 1000))
    call, other = WebinarFactory(webinar={"series": "Data leads"}), WebinarFactory()

    publish(call.item, other.item)
    work()

    assert told(ana) == [("followed.published", call.item_id, "You follow Data leads group")]
    assert notices(noise) == []


@pytest.mark.database
def test_what_is_theirs_is_listed_apart_from_what_they_chose_and_ends_there(
    app: Flask, ruth: User, post: Post
) -> None:
    webinar = WebinarFactory(title="A call")
    thread = write(ruth, PostFactory(title="Another").item_id, "What about **buses**?")
    QuestionFactory(webinar.item_id, ruth, state=QuestionState.OPEN, text="How long?")
    QuestionFactory(webinar.item_id, Named("Ana"), state=QuestionState.OPEN, text="Not hers")
    browser = browser_of(follow(ruth, ("state", "CO")), app)

    chosen, own = visit(browser, "/saved/following"), visit(browser, "/saved/following?of=yours")
    form = next(each for each in own.forms() if ("key", str(thread)) in each.fields)
    browser.post(form.action, data=dict(form.fields))

    rows = [row.split(" Stop following")[0] for row in own.texts(".ion-result")]
    assert sorted(rows) == [
        "Vans on the mountain Post",
        "“How long?” on A call Question",
        "“What about buses?” on Another Thread of comments",
    ]
    assert [row.split(" Stop")[0] for row in chosen.texts(".ion-result")] == ["Colorado State"]
    assert len(visit(browser, "/saved/following?of=yours").texts(".ion-result")) == 2


def stop_address(user: User) -> str:
    """Where the newest mail to the user stops following what its first line is about."""
    mail = read_mail(user.email)[-1]
    return next(path for path in mail.links if path.startswith("/follow/stop/"))


def test_a_mail_stops_what_has_led_to_it_without_signing_in(app: Flask) -> None:
    ana = Follower(("state", "CO"), ("state", "KY"), channel=Channel.INSTANT)
    publish(PostFactory(terms={"state": ["CO"]}).item)
    work()
    visitor = Browser(app)

    address = stop_address(ana)
    page = visit(visitor, address)
    unchanged = len(mails(ana))
    answer = visitor.post(address)
    with clock.frozen(NOW + timedelta(hours=2)):
        publish(PostFactory(terms={"state": ["CO"]}).item, PostFactory(terms={"state": ["KY"]}).item)
        work()

    assert page.heading == "Stop following Colorado?"
    assert "You no longer follow Colorado" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert unchanged == 1
    assert [why for _, _, why in told(ana)] == ["You follow Colorado", "You follow Kentucky"]


@pytest.mark.parametrize("change", ["?thing=1", "?thing=x", "?thing=-1", "?thing=99"])
def test_a_line_that_a_mail_does_not_have_is_not_found(app: Flask, change: str) -> None:
    ana = Follower(("state", "CO"), channel=Channel.INSTANT)
    publish(PostFactory(terms={"state": ["CO"]}).item)
    work()
    address = stop_address(ana).partition("?")[0] + change

    assert (visit(Browser(app), address).status, Browser(app).post(address).status_code) == (404, 404)
    assert visit(Browser(app), "/follow/stop/" + "x" * 43).status == 404


def test_the_author_s_mail_stops_comments_on_the_one_thing_and_no_other(
    app: Flask, ruth: User, post: Post
) -> None:
    other, ana = PostFactory(title="Another", authors=(ruth.person,)), Named("Ana")
    choose(ruth, Channel.INSTANT, "comment.own")
    write(ana, post.item_id, "One")
    work()

    Browser(app).post(stop_address(ruth))
    write(ana, post.item_id, "Two")
    write(ana, other.item_id, "Three")
    work()

    assert [why for _, _, why in told(ruth)] == ["Ana wrote “One”", "Ana wrote “Three”"]


def test_what_is_followed_no_more_by_the_time_of_the_mail_is_left_out(app: Flask) -> None:
    ana = Follower(("state", "CO"), ("state", "KY"), channel=Channel.DAILY)
    kept, dropped = (PostFactory(terms={"state": [state]}) for state in ("KY", "CO"))
    publish(kept.item, dropped.item)
    work()

    browser_of(ana, app).post("/reactions/follow", data={"kind": "state", "key": "CO", "wish": "no"})
    with clock.frozen(NOW + timedelta(days=1)):
        work()

    (mail,) = mails(ana)
    assert [line["title"] for line in mail.context["lines"]] == [kept.item.title]


@pytest.mark.database
def test_follows_of_threads_and_questions_go_with_their_item(ruth: User, post: Post) -> None:
    thread = write(ruth, post.item_id)
    elsewhere = write(ruth, PostFactory().item_id)
    ana = follow(Named("Ana"), ("thread", thread), ("stop:thread", thread), ("thread", elsewhere))

    with unit_of_work() as session:
        signals.item_removed.send(session.get_one(Item, post.item_id))

    assert [(each.kind, each.key) for each in follows_of(ana)] == [("thread", str(elsewhere))]
