"""The worker: woken by a poke after a commit, by the minute, and at night; and what it then does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from huey import RedisHuey, SqliteHuey
from sqlalchemy import select

from ion.adapters.memory_search import MemorySearch
from ion.base.extensions import db
from ion.core import clock, outbox, sightings, signals
from ion.core.ports import engine
from ion.core.ports.search import Results, Search, SearchUnavailable
from ion.core.unit_of_work import unit_of_work
from ion.models import Heartbeat, ItemState, ItemView, OutboxRow
from ion.worker import HANDLERS, Worker, make_queue, wake_on_commit, worker_name
from tests.conftest import NOW
from tests.databases import settings
from tests.factories import PostFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]


@pytest.fixture
def worker(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """A worker with an empty queue of its own, woken by every commit."""
    monkeypatch.setitem(
        app.extensions, "ion.settings", replace(app.extensions["ion.settings"], data_dir=tmp_path)
    )
    before = set(signals.work_waiting.receivers)
    made = wake_on_commit(app)
    yield made
    for key in set(signals.work_waiting.receivers) - before:
        signals.work_waiting.disconnect(signals.work_waiting.receivers[key])
    made.queue.storage.close()


def do_pokes(worker: Worker) -> int:
    """Do what waits in the queue, as the consumer would; how much that was."""
    done = 0
    while task := worker.queue.dequeue():
        worker.queue.execute(task)
        done += 1
    return done


def found() -> list[str]:
    results = engine.engine().search(Search(scopes=frozenset({"public"})))
    return [f"{hit.kind} {hit.id}" for hit in results.hits]


def waiting() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow.key)))


def test_a_commit_that_leaves_work_wakes_the_worker_and_it_does_the_work(worker: Worker) -> None:
    post = PostFactory()
    assert found() == []

    assert do_pokes(worker) == 1

    assert found() == [f"post {post.item_id}"]
    assert waiting() == []


def test_a_commit_without_work_wakes_nobody(worker: Worker) -> None:
    with unit_of_work():
        pass

    assert do_pokes(worker) == 0


def test_a_withdrawn_item_is_removed_from_the_index(worker: Worker) -> None:
    post = PostFactory()
    do_pokes(worker)

    with unit_of_work():
        post.item.state = ItemState.WITHDRAWN
        signals.item_changed.send(post.item)
    do_pokes(worker)

    assert found() == []


def test_a_queue_that_is_gone_costs_a_minute_and_not_the_work(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(worker.queue.storage, "enqueue", broken)

    post = PostFactory()
    worker.tick()

    assert found() == [f"post {post.item_id}"]


def test_every_minute_the_worker_says_that_it_lives(worker: Worker) -> None:
    worker.tick()

    beat = db.session.execute(select(Heartbeat.name, Heartbeat.at)).one()
    assert tuple(beat) == ("worker", NOW)


def test_every_minute_work_whose_time_has_come_is_done(worker: Worker) -> None:
    post = PostFactory()
    with unit_of_work() as session:
        for row in session.scalars(select(OutboxRow)):
            row.due_at = NOW + timedelta(minutes=1)
    worker.tick()
    assert found() == []

    with clock.frozen(NOW + timedelta(minutes=1)):
        worker.tick()

    assert found() == [f"post {post.item_id}"]


def test_every_minute_an_index_that_cannot_be_read_is_made_again(worker: Worker) -> None:
    class Damaged(MemorySearch):
        is_damaged = True

        def search(self, search: Search) -> Results:
            if self.is_damaged:
                raise SearchUnavailable
            return super().search(search)

        def rebuild(self, *arguments: object) -> int:
            self.is_damaged = False
            return super().rebuild(*arguments)  # type: ignore[arg-type]

    post = PostFactory()
    with unit_of_work() as session:
        for row in session.scalars(select(OutboxRow)):
            session.delete(row)
    engine.use(Damaged(clock=clock.now), MemorySearch)

    worker.tick()

    assert found() == [f"post {post.item_id}"]


def test_at_night_old_marks_of_views_are_forgotten_and_the_index_is_made_compact(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = PostFactory()
    today = NOW.date()
    for days in range(4):
        sightings.viewed(post.item_id, "visitor", today - timedelta(days=days))
    compacted: list[bool] = []
    monkeypatch.setattr(engine.engine(), "optimize", lambda: compacted.append(True), raising=True)

    worker.night()

    db.session.rollback()
    left = db.session.scalars(select(ItemView.day).order_by(ItemView.day)).all()
    assert left == [today - timedelta(days=1), today]
    assert compacted == [True]


def test_a_worker_that_starts_takes_up_what_a_killed_one_held(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = PostFactory()
    with unit_of_work():
        outbox.claim("killed", list(HANDLERS), 10)
    runs: list[dict[str, object]] = []
    consumer = SimpleNamespace(run=lambda: runs.append({"found": found()}))
    monkeypatch.setattr(worker.queue, "create_consumer", lambda **options: runs.append(options) or consumer)

    worker.run()

    options, seen = runs
    assert seen == {"found": [f"post {post.item_id}"]}
    assert (options["workers"], options["periodic"], options["max_delay"]) == (1, True, 0.5)


def test_the_worker_and_the_site_know_the_pokes_by_the_same_name(worker: Worker, app: Flask) -> None:
    PostFactory()
    other = Worker(app)

    assert do_pokes(other) == 1

    assert waiting() == []
    other.queue.storage.close()


def test_every_task_that_rooms_ask_for_has_a_handler() -> None:
    assert set(HANDLERS) == {
        "accounts.restore",
        "cohorts.run",
        "decks.read",
        "mail.send",
        "mail.send_many",
        "mentoring.expire",
        "mentoring.follow_up",
        "mentoring.mail",
        "mentoring.nudge",
        "mentoring.reply",
        "mentorships.nudge",
        "messaging.mail",
        "moderation.settle",
        "newsletters.ask",
        "newsletters.finish",
        "newsletters.start",
        "notifications.brief",
        "notifications.fan_out",
        "notifications.forget",
        "notifications.mail",
        "notifications.openings",
        "privacy.copy",
        "publishing.go_live",
        "questions.own",
        "recordings.forget",
        "search.put",
        "upkeep.check_link",
        "upkeep.check_links",
        "upkeep.find_links",
        "upkeep.tell_merged",
        "webinars.again",
        "webinars.link",
        "webinars.opened",
        "webinars.tell",
    }


def test_the_queue_is_a_file_or_redis_where_it_is_set(tmp_path: Path) -> None:
    file = make_queue(settings(tmp_path, "sqlite://"))
    redis = make_queue(settings(tmp_path, "sqlite://", redis_url="redis://127.0.0.1:9/0"))

    assert isinstance(file, SqliteHuey)
    assert (tmp_path / "huey.db").exists()
    assert isinstance(redis, RedisHuey)
    file.storage.close()


def test_a_workers_name_says_machine_and_process() -> None:
    assert worker_name().count(":") == 1
    assert len(worker_name()) <= 80
