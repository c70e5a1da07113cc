"""Workers that kill themselves, as kill -9 would, at a named point of sending one mail.

`python -m tests.mailing.victim` reads lines of POINT, DATABASE_URL, SMTP_PORT and FOLDER, with tabs between, runs each
in a child of its own, and answers with the child's exit status: what takes long (importing) happens once.
"""

import os
import signal
from collections.abc import Callable
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from smtplib import SMTP
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from ion.adapters.smtp_mail import SmtpLine
from ion.app import create_app
from tests import databases
from tests.forking import answer_lines
from tests.mailing.posting import work

CLAIMED_WORK, CLAIMED_MAIL, WROTE_DOWN = 1, 2, 3
"""The commits of sending one mail, in order."""


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at_commit(moment: str, number: int) -> None:
    """Die before or after that commit."""
    numbers = count(1)

    def note(_session: Session) -> None:
        if next(numbers) == number:
            die()

    event.listen(Session, moment, note)


def half_way(server: SMTP, text: bytes) -> Any:
    server.putcmd("data")
    server.getreply()
    server.send(text[: len(text) // 2])
    die()


def hand_over_and_die(line: SmtpLine, letter: EmailMessage) -> None:
    hand_over(line, letter)
    die()


hand_over = SmtpLine.hand_over
POINTS: dict[str, Callable[[], Any]] = {
    "before the claim is committed": lambda: at_commit("before_commit", CLAIMED_MAIL),
    "after the claim is committed": lambda: at_commit("after_commit", CLAIMED_MAIL),
    "before it is handed over": lambda: setattr(SmtpLine, "hand_over", die),
    "half-way through the text": lambda: setattr(SMTP, "data", half_way),
    "after it was handed over": lambda: setattr(SmtpLine, "hand_over", hand_over_and_die),
    "before its fate is committed": lambda: at_commit("before_commit", WROTE_DOWN),
    "after its fate is committed": lambda: at_commit("after_commit", WROTE_DOWN),
}


def run(point: str, url: str, port: str, folder: str) -> None:
    app = create_app(databases.settings(Path(folder), url, smtp_url=f"smtp://127.0.0.1:{port}"))
    with app.app_context():
        POINTS[point]()
        work()


if __name__ == "__main__":
    answer_lines(run)
