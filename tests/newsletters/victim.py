"""Workers that kill themselves, as kill -9 would, at a named point of sending an issue; see `tests.core.victim`.

`send PORT MILLISECONDS` instead of a point works as a worker does when it starts, until it is killed after that time.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.app import create_app
from ion.core import outbox
from ion.core.unit_of_work import unit_of_work
from ion.newsletters import services, tasks
from tests import databases
from tests.core.victim import die
from tests.forking import answer_lines
from tests.newsletters.issues import ASKING, OURS, work

AT_ONCE = 2
"""How many mails this worker asks for in one transaction."""


def during(name: str, deed: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Callable[[], None]:
    """Put what `deed` makes of it in the place of that service of the tasks."""
    return lambda: setattr(tasks.services, name, deed(getattr(services, name)))


def then_die_before_commit(service: Callable[..., Any]) -> Callable[..., Any]:
    def done(*arguments: Any) -> Any:
        answer = service(*arguments)
        event.listen(Session, "before_commit", die)
        return answer

    return done


def then_die_after_commit(service: Callable[..., Any]) -> Callable[..., Any]:
    def done(*arguments: Any) -> Any:
        answer = service(*arguments)
        event.listen(Session, "after_commit", die)
        return answer

    return done


def die_the_second_time(service: Callable[..., Any]) -> Callable[..., Any]:
    calls: list[int] = []

    def done(*arguments: Any) -> Any:
        calls.append(1)
        return die() if len(calls) > 1 else service(*arguments)

    return done


POINTS: dict[str, Callable[[], None]] = {
    "before the beginning is committed": during("start_due", then_die_before_commit),
    "after the beginning is committed": during("start_due", then_die_after_commit),
    "before the first mails are asked for": during("ask_next", then_die_before_commit),
    "after the first mails are asked for": during("ask_next", then_die_after_commit),
    "before the second mails are asked for": during("ask_next", die_the_second_time),
    "before the end is committed": during("finish", then_die_before_commit),
}


def run(point: str, url: str, folder: str, port: str) -> None:
    smtp = f"smtp://127.0.0.1:{port}" if port != "0" else ""
    app = create_app(databases.settings(Path(folder), url, smtp_url=smtp))
    services.sending.BATCH = AT_ONCE if point in POINTS else services.sending.BATCH
    with app.app_context():
        if point in POINTS:
            POINTS[point]()
        else:
            threading.Timer(int(point) / 1000, die).start()
        with unit_of_work():
            outbox.release_all()
        work(handlers=OURS if port != "0" or "end" in point else ASKING)


if __name__ == "__main__":
    answer_lines(run)
