"""What privacy refuses, in words for a page."""


class Refused(Exception):
    """A rule forbids it; the text says which."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class TooSoon(Refused):
    """A copy was asked for less than a day ago."""


class NotThere(Exception):
    """There is no such hold, role or person."""
