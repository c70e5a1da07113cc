"""Mail at once: the first at once, then one in an hour, and none about what was read on the site."""

from datetime import datetime, timedelta

import pytest

from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.models import Post, User
from ion.notifications import services
from ion.notifications.schedule import Channel
from tests.conftest import NOW
from tests.factories import PostFactory
from tests.notifications.telling import Follower, choose, mails, notices, publish, titles, waiting, work

pytestmark = pytest.mark.usefixtures("app", "now")

HOUR = timedelta(hours=1)
MORNING = datetime.fromisoformat("2026-11-22T13:00Z")


@pytest.fixture
def ana() -> User:
    return Follower(("state", "CO"), channel=Channel.INSTANT)


def post_at(minutes: float, title: str, **fields: object) -> Post:
    """Publish a post so many minutes from now, and let the worker come."""
    with clock.frozen(NOW + timedelta(minutes=minutes)):
        post = PostFactory(title=title, terms={"state": ["CO"]}, **fields)
        publish(post.item)
        work()
    return post


def work_at(minutes: float) -> None:
    with clock.frozen(NOW + timedelta(minutes=minutes)):
        work()


@pytest.mark.database
def test_the_first_comes_at_once_and_the_next_ones_together_when_the_window_is_over(ana: User) -> None:
    for minutes, title in ((0, "First"), (1, "Second"), (59, "Third")):
        post_at(minutes, title)
    within = [titles(mail) for mail in mails(ana)]
    work_at(60)
    post_at(130, "Fourth")

    assert within == [["First"]]
    assert [(mail.created_at - NOW, titles(mail)) for mail in mails(ana)] == [
        (timedelta(0), ["First"]),
        (HOUR, ["Third", "Second"]),
        (timedelta(minutes=130), ["Fourth"]),
    ]
    assert waiting() == []


def test_what_was_read_on_the_site_within_the_window_is_not_mailed(ana: User) -> None:
    post_at(0, "First")
    post_at(1, "Second")

    sightings.notices_read(ana.id, [notice.id for notice in notices(ana)], NOW + timedelta(minutes=30))
    work_at(60)

    assert [titles(mail) for mail in mails(ana)] == [["First"]]
    assert waiting() == []


def test_a_window_is_one_person_s_own(ana: User) -> None:
    post_at(0, "First")
    ben = Follower(("state", "CO"), channel=Channel.INSTANT)

    post_at(5, "Second")

    assert [titles(mail) for mail in mails(ben)] == [["Second"]]
    assert len(mails(ana)) == 1


@pytest.mark.database
def test_the_morning_s_mail_is_on_time_and_takes_along_what_waits_for_the_window(ana: User) -> None:
    choose(ana, Channel.DAILY, "own.published")
    to_morning = (MORNING - NOW) / timedelta(minutes=1)
    post_at(0, "Hers", authors=(ana.person,))
    post_at(to_morning - 10, "Before")
    post_at(to_morning - 5, "Waits")

    work_at(to_morning)
    work_at(to_morning + 50)

    assert [(mail.created_at, titles(mail)) for mail in mails(ana)] == [
        (MORNING - timedelta(minutes=10), ["Before"]),
        (MORNING, ["Waits", "Hers"]),
    ]
    assert waiting() == []


def test_choosing_mail_once_a_day_within_the_window_moves_what_waits(ana: User) -> None:
    post_at(0, "First")
    post_at(1, "Second")

    with clock.frozen(NOW + timedelta(minutes=2)), unit_of_work():
        services.choose(ana.id, {"followed.published": Channel.DAILY})
    work_at(60)
    before = len(mails(ana))
    with clock.frozen(MORNING):
        work()

    assert before == 1
    assert [titles(mail) for mail in mails(ana)] == [["First"], ["Second"]]
