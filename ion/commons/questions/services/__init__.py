"""Verbs: ask, vote, decide, answer, merge, withdraw; polls; and who looks after what stays open.

`Refused` is what all refusals are: its words are ready for a page. Whoever adds questions or polls by other ways than
these says so by `raise_version`, or pages show what they remember.
"""

from ion.commons.questions.services.answering import answer_in_text, answer_live, reopen
from ion.commons.questions.services.asking import ask, hand_over, vote, wait_before_another, withdraw
from ion.commons.questions.services.deciding import approve, give, hold, refuse
from ion.commons.questions.services.merging import merge
from ion.commons.questions.services.owning import OWN, settle
from ion.commons.questions.services.polls import (
    add_poll,
    close_poll,
    open_poll,
    remove_poll,
    vote_in_poll,
)
from ion.commons.questions.services.refusals import Decided, NotThere, QuestionsClosed, Refused
from ion.commons.questions.services.sheets import raise_version

__all__ = [
    "OWN",
    "Decided",
    "NotThere",
    "QuestionsClosed",
    "Refused",
    "add_poll",
    "answer_in_text",
    "answer_live",
    "approve",
    "ask",
    "close_poll",
    "give",
    "hand_over",
    "hold",
    "merge",
    "open_poll",
    "raise_version",
    "refuse",
    "remove_poll",
    "reopen",
    "settle",
    "vote",
    "vote_in_poll",
    "wait_before_another",
    "withdraw",
]
