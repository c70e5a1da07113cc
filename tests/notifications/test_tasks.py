"""Telling many: nobody twice, nobody left out, whatever workers do at the same time or die of."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from ion.base.config import ROOT
from ion.core import clock, outbox
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.models import Post, User
from ion.notifications import services, tasks
from ion.notifications.happening import FAN_OUT
from ion.notifications.schedule import Channel
from tests.conftest import NOW
from tests.counting import statements
from tests.databases import Tidy
from tests.factories import PostFactory, UserFactory
from tests.notifications.telling import Follower, mails, notices, publish, told, waiting, work
from tests.notifications.victim import AT_ONCE

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

THREADS = 4
ROUNDS = [2, pytest.param(20, marks=pytest.mark.soak)]
COLORADO = {"state": ["CO"]}
Kill = Callable[[str], None]


def published(followers: int, channel: Channel = Channel.WEEKLY) -> tuple[Post, list[User]]:
    """A post about Colorado and that many followers, before the worker comes."""
    users = [Follower(("state", "CO"), channel=channel) for _ in range(followers)]
    post = PostFactory(terms=COLORADO)
    publish(post.item)
    return post, users


def claimed(task: str) -> list[Work]:
    with unit_of_work():
        return outbox.claim("test", [task], 10)


def all_at_once(app: Flask, deed: Callable[[], None]) -> list[str]:
    """Let THREADS threads do the same at the same moment; what went wrong in each."""
    barrier, wrong = Barrier(THREADS), [""] * THREADS

    def run(number: int) -> None:
        with app.app_context(), clock.frozen(NOW):
            try:
                barrier.wait(30)
                deed()
            except Exception as error:  # noqa: BLE001 - a thread's error must reach the test
                wrong[number] = repr(error)

    threads = [Thread(target=run, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_a_signal_leaves_one_piece_of_work_and_tells_nobody_by_itself() -> None:
    post, _ = published(3)
    publish(post.item)

    assert [user for user, _ in waiting(FAN_OUT)] == [post.item_id]
    assert notices() == []


def test_telling_again_tells_nobody_twice_and_changes_nothing() -> None:
    post, users = published(3)
    works = claimed(FAN_OUT)
    tasks.fan_out(works)
    before = [(each.id, each.created_at, each.mail_at) for each in notices()]

    with clock.frozen(NOW + timedelta(days=1)):
        tasks.fan_out(works)

    assert [(each.id, each.created_at, each.mail_at) for each in notices()] == before
    assert [told(user) for user in users] == [
        [("followed.published", post.item_id, "You follow Colorado")]
    ] * 3


def test_more_people_than_go_into_one_transaction_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "CHUNK", 2)
    _, users = published(5)

    with statements() as asked:
        work()

    assert Counter(notice.user_id for notice in notices()) == {user.id: 1 for user in users}
    assert sum(each.startswith("INSERT INTO notice") for each in asked) == 3


@pytest.mark.parametrize("rounds", ROUNDS)
def test_workers_that_tell_the_same_at_once_tell_everybody_once(app: Flask, rounds: int) -> None:
    for _ in range(rounds):
        post, users = published(12, Channel.INSTANT)
        works = claimed(FAN_OUT)

        assert all_at_once(app, lambda works=works: tasks.fan_out(works)) == [""] * THREADS  # type: ignore[misc]

        of_this = Counter(each.user_id for each in notices(*users) if each.subject_id == post.item_id)
        assert of_this == {user.id: 1 for user in users}


@pytest.mark.parametrize("rounds", ROUNDS)
def test_workers_that_mail_the_same_user_at_once_ask_for_one_mail(app: Flask, rounds: int) -> None:
    for _ in range(rounds):
        _, (user,) = published(1, Channel.INSTANT)
        tasks.fan_out(claimed(FAN_OUT))
        works = claimed(services.MAIL)

        assert all_at_once(app, lambda works=works: tasks.mail(works)) == [""] * THREADS  # type: ignore[misc]

        assert len(mails(user)) == 1


def test_one_bad_address_keeps_nobody_else_from_their_mail() -> None:
    bad = Follower(("state", "CO"), channel=Channel.INSTANT, email="no address")
    _, (good,) = published(1, Channel.INSTANT)

    work()

    assert [len(mails(user)) for user in (bad, good)] == [0, 1]
    assert [notice.mail_at for notice in notices(bad)] == [NOW]
    assert [user for user, _ in waiting()] == [bad.id]


@pytest.fixture(scope="module")
def victims() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.notifications.victim"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def kill_at(victims: subprocess.Popen[str], database: str, site: Tidy) -> Kill:
    """Let a worker do what is due on the test's database, and die of kill -9 at the point."""

    def kill(point: str) -> None:
        site.written |= {"notice", "delivery", "outbox"}
        assert victims.stdin and victims.stdout
        victims.stdin.write(f"{point} {database}\n")
        victims.stdin.flush()
        assert victims.stdout.readline().strip() == "-9"

    return kill


@pytest.fixture
def real_time(now: datetime) -> Iterator[None]:
    """The clock that a killed worker had too."""
    with clock.frozen(clock.system_now()):
        yield


def after_the_lease() -> datetime:
    return clock.now() + outbox.LEASE + timedelta(minutes=1)


@pytest.mark.usefixtures("real_time")
def test_a_kill_between_two_transactions_of_telling_leaves_the_rest_to_the_next_worker(kill_at: Kill) -> None:
    _, users = published(AT_ONCE + 3, Channel.DAILY)

    kill_at("after_the_first_chunk")
    assert [each.user_id for each in notices()] == [user.id for user in users[:AT_ONCE]]
    with clock.frozen(after_the_lease()):
        work()

    assert [each.user_id for each in notices()] == [user.id for user in users]
    assert {user for user, _ in waiting()} == {user.id for user in users}


@pytest.mark.usefixtures("real_time")
@pytest.mark.parametrize(
    ("point", "asked"), [("before_the_mail_is_asked_for", 0), ("after_the_mail_is_asked_for", 1)]
)
def test_a_kill_around_the_mail_neither_loses_nor_doubles_it(kill_at: Kill, point: str, asked: int) -> None:
    _, (user,) = published(1, Channel.INSTANT)
    tasks.fan_out(claimed(FAN_OUT))

    kill_at(point)
    assert len(mails(user)) == asked
    with clock.frozen(after_the_lease()):
        work()

    assert len(mails(user)) == 1
    assert waiting() == []


def test_work_about_nobody_is_no_error() -> None:
    gone = UserFactory()
    with unit_of_work() as session:
        services.mail_later(gone.id, NOW)
        session.delete(session.get_one(User, gone.id))

    assert work() == 1
    assert mails() == []
