"""Rules of webinars that write: times and states, registration and the waiting list, mail to attendees."""

from ion.webinars.services.guests import (
    confirm_guest,
    forget_unconfirmed,
    register_guest,
    wait_before_another,
)
from ion.webinars.services.line import NotThere, Refused
from ion.webinars.services.registration import (
    check_in,
    give_up,
    promote,
    register,
    remove,
    take_place,
    undo,
)

__all__ = [
    "NotThere",
    "Refused",
    "check_in",
    "confirm_guest",
    "forget_unconfirmed",
    "give_up",
    "promote",
    "register",
    "register_guest",
    "remove",
    "take_place",
    "undo",
    "wait_before_another",
]
