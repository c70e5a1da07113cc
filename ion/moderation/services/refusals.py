"""Why something is refused, in words for a page."""


class Refused(Exception):
    """A rule forbids it; the text says which, in words for a page."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NotThere(Exception):
    """There is no such thing or report for this person."""


class Decided(Refused):
    """Somebody else was faster: claimed it, decided it, or it changed meanwhile."""
