"""What services of mentorships refuse."""

from ion.core.refusals import NotThere, Refused

__all__ = ["NotThere", "Refused", "Stale"]


class Stale(Exception):
    """It was changed since it was read; nothing was written."""
