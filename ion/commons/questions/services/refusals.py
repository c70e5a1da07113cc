"""Why something is refused, in words for a page."""


class Refused(Exception):
    """A rule forbids it; the text says which, in words for a page."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NotThere(Exception):
    """There is no such item, question or poll for this person."""


class QuestionsClosed(Refused):
    """The item takes no new questions (any more)."""


class Decided(Refused):
    """What was to be decided is not what it was: somebody else decided it, or its asker withdrew it."""
