"""Why publishing says no. Every refusal carries the sentence that the page shows."""

from ion.core.ports.publishable import Content


class Refused(Exception):
    """A rule forbids it; the text is a sentence that says why and what to do."""

    @property
    def words(self) -> str:
        return str(self)


class NoSuchItem(Exception):
    """There is no item of that id, or none that is published this way."""


class IllegalStep(Refused):
    """The step does not lead on from where the item stands."""


class TextMoved(Refused):
    """Somebody saved another version while this one was looked at."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Somebody saved version {number} meanwhile. Look at it first; nothing was changed.")


class OwnWork(Refused):
    """Nobody approves what they wrote."""


class NotReady(Refused):
    """Something is missing that no publication can do without."""


class NotCleared(Refused):
    """Approval or sign-offs are missing; an urgent override needs a reason. `missing` says which, in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Still missing: {'; '.join(missing)}.")
        self.missing = missing


class BadMoment(Refused):
    """The dates contradict each other."""


class BadAddress(Refused):
    """The address cannot be that one."""


class UnclearAuthor(Refused):
    """A line of the byline means nobody or several."""


class Stale(Exception):
    """The save began from an older version than `head`; nothing was written. `theirs` is the content it met."""

    def __init__(self, head: int, theirs: Content) -> None:
        super().__init__(f"version {head} is newer")
        self.head, self.theirs = head, theirs
