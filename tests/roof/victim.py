"""A worker that dies, as kill -9 would: `python -m tests.roof.victim POINT` works until it dies at that point.

Points: `index` (while the index is being written), `finish` (indexed, the outbox not told), `before_commit N` and
`after_commit N` (around its Nth transaction), or a number of milliseconds after which it dies wherever it is.
"""

import os
import signal
import sys
import threading
from itertools import count
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.app import create_app
from ion.core.ports import engine
from ion.core.ports.search import Document
from ion.worker import Worker


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(point: str) -> None:
    if point.isdigit():
        threading.Timer(int(point) / 1000, die).start()
    elif "_commit " in point:
        moment, number = point.split()
        numbers = count(1)
        event.listen(Session, moment, lambda _: die() if next(numbers) == int(number) else None)
    elif point == "index":
        rename = os.rename

        def deadly(source: Any, target: Any, **how: Any) -> None:
            if str(target).endswith(".toc"):
                die()
            rename(source, target, **how)

        os.rename = deadly
        os.replace = deadly
    else:
        put = engine.engine().put

        def put_then_die_at_the_next_commit(documents: list[Document]) -> None:
            put(documents)
            event.listen(Session, "before_commit", die)

        engine.engine().put = put_then_die_at_the_next_commit  # type: ignore[method-assign]


if __name__ == "__main__":
    app = create_app()
    die_at(sys.argv[1])
    Worker(app).run_due()
