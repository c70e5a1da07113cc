"""A worker killed while it indexes loses nothing: the next one brings index and database together again."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from ion.adapters.memory_search import MemorySearch
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.app import create_app
from ion.base.extensions import db
from ion.core import outbox
from ion.core.ports import engine
from ion.core.unit_of_work import unit_of_work
from ion.search import services as search
from ion.worker import Worker
from tests import databases
from tests.factories import PostFactory

SOAK_KILLS = 20


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """A site with an index on disk and five posts in it."""
    app = create_app(databases.settings(tmp_path, f"sqlite:///{tmp_path / 'ion.db'}"))
    with app.app_context():
        flask_migrate.upgrade()
        engine.use(WhooshSearch(tmp_path / "index"), MemorySearch)
        search.rebuild()
        for _ in range(5):
            PostFactory()
        Worker(app).run_due()
        yield app
        db.session.remove()
        db.engine.dispose()


def kill_a_worker(folder: Path, point: str) -> int:
    """Start a worker that dies at the point; its exit status."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ION_")}
    command = [sys.executable, "-m", "tests.roof.victim", point]
    url = f"sqlite:///{folder / 'ion.db'}"
    chosen = kept | {"ION_DATA_DIR": str(folder), "DATABASE_URL": url, "ION_SECRET_KEY": "x" * 40}
    return subprocess.run(command, env=chosen, check=False).returncode


def restart(app: Flask) -> None:
    """What `ion worker` does when it starts after a kill."""
    with unit_of_work():
        outbox.release_all()
    Worker(app).tick()


@pytest.mark.parametrize("point", ["index", "finish"])
def test_a_worker_killed_at_a_named_point_loses_nothing(house: Flask, tmp_path: Path, point: str) -> None:
    added = PostFactory(title="Written before the kill")

    status = kill_a_worker(tmp_path, point)
    restart(house)

    assert status == -signal.SIGKILL
    assert outbox.waiting() == 0
    assert search.check().is_equal
    assert search.ask("written before the kill", "post", 5, frozenset({"public"})).rows[0].path == added.path


@pytest.mark.soak
def test_workers_killed_at_any_moment_lose_nothing(house: Flask, tmp_path: Path) -> None:
    dice = random.Random()
    for _ in range(SOAK_KILLS):
        for _ in range(dice.randrange(1, 30)):
            PostFactory()

        kill_a_worker(tmp_path, str(dice.randrange(300, 1500)))
        restart(house)

        assert outbox.waiting() == 0
        assert search.check().is_equal
