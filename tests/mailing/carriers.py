"""A carrier of the tests' own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class Pigeon:
    """Takes letters and remembers them; `troubles` are raised, one a letter, before it takes any more."""

    keeps = False

    def __init__(self, *troubles: Exception) -> None:
        self.letters: list[EmailMessage] = []
        self.tried: list[str] = []
        self.troubles = list(troubles)
        self.lock = threading.Lock()

    def hand_over(self, letter: EmailMessage) -> None:
        with self.lock:
            self.tried.append(str(letter["Message-ID"]))
            if self.troubles:
                raise self.troubles.pop(0)
            self.letters.append(letter)

    @contextmanager
    def line(self) -> Iterator["Pigeon"]:
        yield self

    def check(self) -> str:
        return "by pigeon"
