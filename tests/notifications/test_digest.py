"""What is due becomes one mail: news alone, each thing once, the first few by name."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from ion.commons.mailing import services as mailing
from ion.commons.mailing.composing import compose
from ion.core import clock, sightings, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, OutboxRow, Post, User
from ion.notifications import services
from ion.notifications.schedule import Channel
from tests.conftest import NOW
from tests.factories import PostFactory
from tests.notifications.telling import (
    Follower,
    choose,
    mails,
    notices,
    publish,
    titles,
    waiting,
    work,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

COLORADO = {"state": ["CO"]}
MORNING = datetime.fromisoformat("2026-11-22T13:00Z")
"""The next 8:00 in the east; a Sunday."""
MONDAY = MORNING + timedelta(days=1)


def ana(channel: Channel = Channel.DAILY, **fields: Any) -> User:
    return Follower(("state", "CO"), channel=channel, **fields)


def posts(number: int, first: int = 1, **fields: Any) -> list[Post]:
    """Posts about Colorado, published one after the other, and told."""
    made = []
    for each in range(first, first + number):
        with clock.frozen(clock.now() + timedelta(seconds=each)):
            post = PostFactory(title=f"Post {each}", terms=COLORADO, **fields)
            publish(post.item)
            made.append(post)
            work()
    return made


def test_everything_due_is_one_mail_newest_first_with_seven_names_and_the_number_of_the_others() -> None:
    user, noise = ana(), Follower(("state", "KY"), channel=Channel.DAILY)
    posts(10)

    with clock.frozen(MORNING):
        work()

    (mail,) = mails(user)
    assert titles(mail) == [f"Post {number}" for number in (10, 9, 8, 7, 6, 5, 4)]
    assert (mail.context["count"], mail.context["more"]) == (10, 3)
    assert mails(noise) == []


def test_the_mail_says_so_in_words_with_full_addresses() -> None:
    user = ana(zone="America/Denver")
    made = posts(9)
    with clock.frozen(MORNING + timedelta(hours=2)):
        work()
    (mail,) = mails(user)

    written = compose(mail.template, mail.context, unsubscribe_link="http://localhost/mail/unsubscribe/x")

    assert written.subject == "9 new notifications | Innovation and Opportunity Network"
    for text in (written.text, written.html):
        assert f"http://localhost{made[8].path}" in text
        assert "New in what you follow. You follow Colorado." in text
        assert "Sat., Nov. 21, 2026, 8:00 a.m. MT" in text
        assert "http://localhost/notifications" in text
        assert "Post 2" not in text
        assert "http://localhost/mail/unsubscribe/x" in text
    assert "… and 2 more:" in written.text
    assert '<a href="http://localhost/notifications">2 more</a>' in written.html


def test_a_mail_about_one_thing_is_called_after_it() -> None:
    user = ana(Channel.INSTANT)
    posts(1, is_sample=True)
    (mail,) = mails(user)

    written = compose(mail.template, mail.context)

    assert written.subject == "Post 1 | Innovation and Opportunity Network"
    assert "This is new for you" in written.text
    assert "Post 1 (sample)" in written.text


def test_what_everyone_may_read_is_linked_to_itself_and_the_rest_by_way_of_the_notice() -> None:
    user = ana()
    open_to_all, for_members = posts(1)[0], posts(1, first=2, audience="members")[0]

    with clock.frozen(MORNING):
        work()

    (mail,) = mails(user)
    (_, second) = notices(user)
    assert second.subject_id == for_members.item_id
    assert [line["path"] for line in mail.context["lines"]] == [
        f"/notifications/{second.id}",
        open_to_all.path,
    ]


def test_nothing_is_ever_mailed_twice() -> None:
    user = ana()
    posts(2)
    with clock.frozen(MORNING):
        work()
        posts(1, first=3)

    for days in (1, 2, 9):
        with clock.frozen(MORNING + timedelta(days=days)):
            work()

    assert [titles(mail) for mail in mails(user)] == [["Post 2", "Post 1"], ["Post 3"]]
    assert [notice.mail_at for notice in notices(user)] == [None] * 3
    assert waiting() == []


def read(user: User, post: Post) -> None:
    ids = [notice.id for notice in notices(user) if notice.subject_id == post.item_id]
    sightings.notices_read(user.id, ids, clock.now())


def changed(**fields: Any) -> Callable[[User, Post], None]:
    def change(_user: User, post: Post) -> None:
        with unit_of_work() as session:
            item = session.get_one(Item, post.item_id)
            for name, value in fields.items():
                setattr(item, name, value)

    return change


LEFT_OUT = {
    "read on the site": read,
    "withdrawn": changed(state=ItemState.WITHDRAWN),
    "archived": changed(expires_at=NOW + timedelta(hours=1)),
    "meant for others now": changed(audience="staff"),
}


@pytest.mark.parametrize("change", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_is_no_news_any_more_is_left_out(change: Callable[[User, Post], None]) -> None:
    user = ana()
    first, _ = posts(2)

    change(user, first)
    with clock.frozen(MORNING):
        work()

    assert [titles(mail) for mail in mails(user)] == [["Post 2"]]


@pytest.mark.parametrize("change", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_with_nothing_to_say_there_is_no_mail_and_nothing_stays_due(
    change: Callable[[User, Post], None],
) -> None:
    user = ana()
    (post,) = posts(1)

    change(user, post)
    with clock.frozen(MORNING):
        work()

    assert mails(user) == []
    assert [notice.mail_at for notice in notices(user)] == [None]


@pytest.mark.parametrize(
    "field", [{"suspended_at": NOW}, {"confirmed_at": None}], ids=["suspended", "unconfirmed"]
)
def test_who_cannot_sign_in_any_more_is_not_mailed_now_nor_later(field: dict[str, Any]) -> None:
    user = ana()
    posts(1)
    with unit_of_work() as session:
        for name, value in field.items():
            setattr(session.get_one(User, user.id), name, value)
    with clock.frozen(MORNING):
        work()

    with unit_of_work() as session:
        fresh = session.get_one(User, user.id)
        fresh.suspended_at, fresh.confirmed_at = None, NOW
    with clock.frozen(MORNING + timedelta(days=1)):
        work()

    assert mails(user) == []


def test_a_mail_about_one_kind_can_stop_that_kind_and_a_mixed_one_all() -> None:
    one, both = ana(), ana()
    posts(1, authors=[])
    posts(1, first=2, authors=[both.person])
    with clock.frozen(MORNING):
        work()

    assert [mail.link["unsubscribe"] for mail in (*mails(one), *mails(both))] == ["followed.published", "all"]


@pytest.mark.parametrize("stopped", ["followed.published", "all"])
def test_who_stops_mail_by_its_link_gets_none_of_what_already_waits(stopped: str) -> None:
    user = ana()
    posts(1)
    with unit_of_work():
        secret = tokens.issue(
            mailing.UNSUBSCRIBE,
            lasts=timedelta(days=1),
            kind="user",
            id=user.id,
            uses=None,
            payload={"kind": stopped},
        )
        assert mailing.unsubscribe(secret)

    with clock.frozen(MORNING):
        work()

    assert mails(user) == []
    assert len(notices(user)) == 1


def test_each_channel_has_its_time() -> None:
    users = {channel: ana(channel) for channel in Channel}
    posts(1)
    at = NOW + timedelta(seconds=1)

    assert {channel: notices(user)[0].mail_at for channel, user in users.items()} == {
        Channel.OFF: None,
        Channel.INSTANT: None,
        Channel.DAILY: MORNING,
        Channel.WEEKLY: MONDAY,
    }
    assert [mail.created_at for mail in mails(users[Channel.INSTANT])] == [at]
    assert waiting() == [(users[Channel.DAILY].id, MORNING)]
    assert waiting(services.BRIEF) == [(None, MONDAY)]


def test_who_chose_nothing_gets_what_is_followed_on_mondays_and_what_is_theirs_at_once() -> None:
    user = Follower(("state", "CO"))
    posts(1)
    posts(1, first=2, authors=[user.person])

    assert [(notice.kind, notice.mail_at) for notice in notices(user)] == [
        ("followed.published", MONDAY),
        ("own.published", None),
    ]
    assert [titles(mail) for mail in mails(user)] == [["Post 2"]]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("", 13), ("America/Denver", 15), ("America/Puerto_Rico", 12), ("Pacific/Guam", 22), ("Not/AZone", 13)],
)
def test_the_morning_is_the_person_s_own(zone: str, hour: int) -> None:
    user = ana(zone=zone)
    posts(1)

    (notice,) = notices(user)

    assert notice.mail_at is not None
    assert notice.mail_at.hour == hour


def test_what_waits_longer_is_mailed_at_its_own_time() -> None:
    user = ana(Channel.WEEKLY)
    choose(user, Channel.DAILY, "own.published")
    posts(1)
    posts(1, first=2, authors=[user.person])

    with clock.frozen(MORNING):
        work()
    assert [titles(mail) for mail in mails(user)] == [["Post 2"]]
    assert waiting() == []
    with clock.frozen(MONDAY):
        work()

    assert [titles(mail) for mail in mails(user)] == [["Post 2"], ["Post 1"]]


def test_a_mail_asks_again_for_what_is_still_to_come_should_its_work_have_been_lost() -> None:
    user = ana(Channel.WEEKLY)
    choose(user, Channel.DAILY, "own.published")
    posts(1)
    posts(1, first=2, authors=[user.person])
    with unit_of_work() as session:
        session.execute(delete(OutboxRow).where(OutboxRow.due_at == MONDAY))

    with clock.frozen(MORNING):
        work()

    assert waiting(services.BRIEF) == [(None, MONDAY)]


def chosen(user: User, channel: Channel) -> None:
    with unit_of_work():
        services.choose(user.id, {"followed.published": channel})


@pytest.mark.parametrize(
    ("channel", "mailed_at"), [(Channel.DAILY, MORNING), (Channel.WEEKLY, MONDAY), (Channel.INSTANT, NOW)]
)
def test_choosing_another_channel_moves_what_waits(channel: Channel, mailed_at: datetime) -> None:
    user = ana(Channel.DAILY if channel is Channel.WEEKLY else Channel.WEEKLY)
    posts(2)

    chosen(user, channel)
    for at in (NOW, MORNING, MONDAY):
        with clock.frozen(at):
            work()

    assert [(mail.created_at, titles(mail)) for mail in mails(user)] == [(mailed_at, ["Post 2", "Post 1"])]


def test_choosing_no_mail_stops_what_waits_and_choosing_it_again_brings_only_what_is_new() -> None:
    user = ana()
    posts(1)

    chosen(user, Channel.OFF)
    chosen(user, Channel.DAILY)
    posts(1, first=2)
    with clock.frozen(MORNING):
        work()

    assert [titles(mail) for mail in mails(user)] == [["Post 2"]]


def test_choosing_after_all_mail_was_stopped_begins_anew_and_keeps_what_else_is_chosen() -> None:
    user = ana()
    with unit_of_work() as session:
        session.get_one(User, user.id).preferences = {"channels": {"all": "off"}, "welcome": "seen"}

    chosen(user, Channel.WEEKLY)

    with unit_of_work() as session:
        assert session.get_one(User, user.id).preferences == {
            "channels": {"followed.published": "weekly"},
            "welcome": "seen",
        }


def test_a_worker_back_from_a_long_absence_mails_what_is_still_news_and_once() -> None:
    user = ana()
    posts(2)
    with clock.frozen(NOW + timedelta(days=13)):
        PostFactory()
        work()

    assert [titles(mail) for mail in mails(user)] == [["Post 2", "Post 1"]]


def test_three_years_later_nobody_is_mailed_about_what_is_stale_and_nobody_more_than_once() -> None:
    later = NOW + timedelta(days=3 * 365)
    users = [ana(channel) for channel in (Channel.INSTANT, Channel.DAILY, Channel.WEEKLY)]
    posts(1)  # told, and waiting to be mailed in the morning and on Monday
    before = len(mails())
    for days in range(1, 5):
        with clock.frozen(NOW + timedelta(days=days)):
            publish(PostFactory(title="Old", terms=COLORADO).item)  # and nobody works
    with clock.frozen(later - timedelta(minutes=5)):
        publish(PostFactory(title="Fresh", terms=COLORADO).item)

    for wait in (timedelta(0), timedelta(minutes=1), *(timedelta(days=days) for days in range(1, 9))):
        with clock.frozen(later + wait):
            work()

    assert [titles(mail) for mail in mails()[before:]] == [["Fresh"]] * len(users)
    assert {mail.user_id for mail in mails()[before:]} == {user.id for user in users}
    assert [len(notices(user)) for user in users] == [6] * len(users)
    assert waiting() == []
