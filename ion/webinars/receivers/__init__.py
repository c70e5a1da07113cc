"""What webinars hear of other rooms and of publishing."""

from ion.webinars.receivers import afterwards, interest, record, registration


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    interest.listen()
    registration.listen()
    record.listen()
    afterwards.listen()
