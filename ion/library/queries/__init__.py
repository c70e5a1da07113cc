"""Reading the practice library."""

from ion.library.queries.feeds import FeedRow, Filter, feed_rows
from ion.library.queries.pages import KIND, PATH, TOOL, PracticePage, practice_page

__all__ = [
    "KIND",
    "PATH",
    "TOOL",
    "FeedRow",
    "Filter",
    "PracticePage",
    "feed_rows",
    "practice_page",
]
