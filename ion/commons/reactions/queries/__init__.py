"""What a member liked, saved and follows."""

from ion.commons.reactions.queries.following import (
    Followed,
    can_be_followed,
    following,
    follows,
    is_owned,
    is_part_of,
    names,
    pairs_of,
    stop_of,
    stopped,
)
from ion.commons.reactions.queries.lists import Page, followed, own_followed
from ion.commons.reactions.queries.saved import SavedRow, SavedTotals, saved_rows, saved_totals
from ion.commons.reactions.queries.standing import Standing, standing

__all__ = [
    "Followed",
    "Page",
    "SavedRow",
    "SavedTotals",
    "Standing",
    "can_be_followed",
    "followed",
    "following",
    "follows",
    "is_owned",
    "is_part_of",
    "names",
    "own_followed",
    "pairs_of",
    "saved_rows",
    "saved_totals",
    "standing",
    "stop_of",
    "stopped",
]
