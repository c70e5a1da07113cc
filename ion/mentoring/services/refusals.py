"""What the services of mentoring refuse, each with words for whoever asked."""

from ion.core.refusals import NotThere, Refused

__all__ = ["Full", "NotThere", "Refused", "TooManyOpen"]


class Full(Refused):
    """The mentor has no openings this month."""


class TooManyOpen(Refused):
    """The mentee has as many open requests as one may have."""
