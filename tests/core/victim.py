"""Processes that kill themselves, as kill -9 would, at a named point.

`python -m tests.core.victim` reads lines "POINT DATABASE_URL", runs each in a child of its own, and answers with the
child's exit status: what takes long (importing) happens once.
"""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.base.extensions import db
from ion.core import outbox, working
from ion.core.outbox import Work
from ion.core.unit_of_work import prepare, unit_of_work
from ion.core.upsert import add_if_absent
from ion.models import Topic

TASK = "test.plant"


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def plant(works: Sequence[Work]) -> None:
    """Work that is safe to do twice: a topic per key."""
    with unit_of_work() as session:
        for work in works:
            add_if_absent(session, Topic, key=work.key, name=work.key, summary="")


def ask() -> None:
    """Write a row and ask for work about it, in one transaction."""
    with unit_of_work() as session:
        session.add(Topic(key="asked", name="Asked", summary=""))
        outbox.later(TASK, key="planted")


def work(then: Any) -> None:
    working.run_due({TASK: working.Handler(then)}, "victim")


def before_commit() -> None:
    event.listen(Session, "before_commit", die)
    ask()


def after_commit() -> None:
    event.listen(Session, "after_commit", die)
    ask()


def after_claim() -> None:
    work(die)


def before_finish() -> None:
    def plant_and_listen(works: Sequence[Work]) -> None:
        plant(works)
        event.listen(Session, "before_commit", die)

    work(plant_and_listen)


POINTS = {each.__name__: each for each in (before_commit, after_commit, after_claim, before_finish)}


def run(point: str, url: str) -> None:
    app = Flask("victim")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        POINTS[point]()


def exit_status(point: str, url: str) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        run(point, url)
    except BaseException:  # noqa: BLE001 - the child must end here whatever happens
        traceback.print_exc()
    os._exit(0)


if __name__ == "__main__":
    for line in sys.stdin:
        print(exit_status(*line.split()), flush=True)  # noqa: T201 - the answer to the test
