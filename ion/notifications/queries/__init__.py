"""Reads: what a user was told, what it is to them now, who is to be told, and what is worth a place in a brief."""

from ion.notifications.queries.fresh import Candidate, candidates
from ion.notifications.queries.lists import (
    PATH,
    TAKEN,
    Listed,
    Row,
    Sight,
    Told,
    folded,
    listed,
    sight,
    thing_of,
    told_of,
)
from ion.notifications.queries.people import (
    Addressee,
    Choice,
    addressee,
    choices,
    comment_ids,
    next_people,
    person_of,
    preferences,
    viewers,
    who_may_see,
)
from ion.notifications.queries.readers import Reader, named_before, readers, zones
from ion.notifications.queries.visits import unread_beside, unread_here

__all__ = [
    "PATH",
    "TAKEN",
    "Addressee",
    "Candidate",
    "Choice",
    "Listed",
    "Reader",
    "Row",
    "Sight",
    "Told",
    "addressee",
    "candidates",
    "choices",
    "comment_ids",
    "folded",
    "listed",
    "named_before",
    "next_people",
    "person_of",
    "preferences",
    "readers",
    "sight",
    "thing_of",
    "told_of",
    "unread_beside",
    "unread_here",
    "viewers",
    "who_may_see",
    "zones",
]
