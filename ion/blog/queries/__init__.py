"""Reading the blog."""

from ion.blog.queries.filters import (
    KIND,
    Filter,
    archived_total,
    month_totals,
    topic_totals,
    total,
    years,
)
from ion.blog.queries.pages import Neighbor, PostPage, neighbors, post_page
from ion.blog.queries.rows import PATH, Label, PostRow, bodies, post_rows, remembered_rows

__all__ = [
    "KIND",
    "PATH",
    "Filter",
    "Label",
    "Neighbor",
    "PostPage",
    "PostRow",
    "archived_total",
    "bodies",
    "month_totals",
    "neighbors",
    "post_page",
    "post_rows",
    "remembered_rows",
    "topic_totals",
    "total",
    "years",
]
