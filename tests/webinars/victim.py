"""Workers that kill themselves, as kill -9 would, at a named point of telling all registrants of a webinar.

`python -m tests.webinars.victim` reads lines of POINT, DATABASE_URL and FOLDER, with tabs between, runs each in a child
of its own, and answers with the child's exit status.
"""

import os
import signal
from itertools import count
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.app import create_app
from ion.webinars.services import rounds
from tests import databases
from tests.forking import answer_lines
from tests.webinars.telling import work

CHUNK = 2
POINTS = {
    f"{when} {what} is committed": (moment, number)
    for number, what in enumerate(("the claim", "the first step", "the second step", "the end"), 1)
    for when, moment in (("before", "before_commit"), ("after", "after_commit"))
}
"""The commits of telling three registrants in steps of two, in order."""


def run(point: str, url: str, folder: str) -> None:
    app = create_app(databases.settings(Path(folder), url))
    moment, deadly = POINTS[point]
    numbers = count(1)
    rounds.CHUNK = CHUNK

    def note(_session: Session) -> None:
        if next(numbers) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        event.listen(Session, moment, note)
        work()


if __name__ == "__main__":
    answer_lines(run)
