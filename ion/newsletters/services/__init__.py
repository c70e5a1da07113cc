"""What can be done with an issue: write it, schedule or send it, hold it back, send single mails of it again."""

from ion.newsletters.services.changing import Refused, Stale
from ion.newsletters.services.filling import add, move, remove
from ion.newsletters.services.planning import cancel, schedule, send_now, send_test, unschedule
from ion.newsletters.services.sending import ASK, FINISH, START, ask_next, finish, send_again, start_due
from ion.newsletters.services.writing import Words, begin, choose_recipients, duplicate, save

__all__ = [
    "ASK",
    "FINISH",
    "START",
    "Refused",
    "Stale",
    "Words",
    "add",
    "ask_next",
    "begin",
    "cancel",
    "choose_recipients",
    "duplicate",
    "finish",
    "move",
    "remove",
    "save",
    "schedule",
    "send_again",
    "send_now",
    "send_test",
    "start_due",
    "unschedule",
]
