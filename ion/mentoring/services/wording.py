"""Words that others read at once: what ION staff look at first is not taken here."""

from ion.core import civil
from ion.mentoring.services.refusals import Refused


def check_words(*texts: str) -> None:
    """Raise Refused for words or links that wait for ION staff elsewhere: nobody would look at them here."""
    if why := civil.held("\n\n".join(texts)):
        raise Refused(f"{why} Say it in other words.")
