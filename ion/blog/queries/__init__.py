"""Reading the blog."""

from ion.blog.queries.feeds import FeedRow, feed_rows
from ion.blog.queries.filters import (
    KIND,
    Filter,
    archived_total,
    form_totals,
    month_totals,
    topic_totals,
    total,
    years,
)
from ion.blog.queries.pages import Neighbor, PostPage, neighbors, post_page
from ion.blog.queries.rows import NEWEST, OLDEST, PATH, Label, PostRow, post_rows, remembered_rows
from ion.blog.queries.series import Place, SeriesPage, place_of, series_page, series_path
from ion.blog.queries.spotlights import told_by

__all__ = [
    "KIND",
    "NEWEST",
    "OLDEST",
    "PATH",
    "FeedRow",
    "Filter",
    "Label",
    "Neighbor",
    "Place",
    "PostPage",
    "PostRow",
    "SeriesPage",
    "archived_total",
    "feed_rows",
    "form_totals",
    "month_totals",
    "neighbors",
    "place_of",
    "post_page",
    "post_rows",
    "remembered_rows",
    "series_page",
    "series_path",
    "told_by",
    "topic_totals",
    "total",
    "years",
]
