"""What a rule of messages forbids. `Refused` is what all refusals are: its words are ready for a page."""


class NotThere(Exception):
    """There is no such conversation, message or user for this user."""


class Refused(Exception):
    """A rule forbids it; the text says which, in words for a page."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class TooFast(Refused):
    """Too many messages, new conversations or open requests in the time."""


class Closed(Refused):
    """The other one does not take messages from this user."""


class NotYet(Refused):
    """The request was not answered; until it is, nothing more is written."""


class TooLong(Refused):
    """There is more text, or there are more marks of formatting, than one message may have."""


class Empty(Refused):
    """There is nothing to be seen of the message."""


class TooMany(Refused):
    """More people or files than a conversation or message may have."""


class TooLate(Refused):
    """The 15 minutes in which a message can be changed are over, or it waits for ION staff."""


class MustBeKept(Refused):
    """A hold of ION staff covers the message."""


class NoGroup(Refused):
    """What only groups have was asked of a conversation of two."""
