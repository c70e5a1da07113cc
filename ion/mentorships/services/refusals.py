"""What services of mentorships refuse."""


class Refused(Exception):
    """A rule forbids it; `words` say which, in a sentence for whoever tried."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NotThere(Exception):
    """There is no such thing for this person: answered like one that does not exist."""


class Stale(Exception):
    """It was changed since it was read; nothing was written."""
