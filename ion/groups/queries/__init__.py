"""Reading peer-learning groups."""

from ion.groups.queries.pages import (
    KIND,
    PATH,
    Call,
    GroupPage,
    GroupRow,
    calls_of,
    group_page,
    group_rows,
    group_total,
)
from ion.groups.queries.rosters import Rostered, place_in, roster

__all__ = [
    "KIND",
    "PATH",
    "Call",
    "GroupPage",
    "GroupRow",
    "Rostered",
    "calls_of",
    "group_page",
    "group_rows",
    "group_total",
    "place_in",
    "roster",
]
