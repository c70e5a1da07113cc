"""What services say no with: a rule in words, and what is not there for whoever asked. Rooms add what they name."""


class Refused(Exception):
    """A rule stands against it; `words` say which, in a sentence for whoever tried."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotThere(Exception):
    """There is no such thing for this person: answered like one that does not exist."""
