"""Reading webinars."""

from ion.webinars.queries.about import webinars_about
from ion.webinars.queries.cast import Presenter
from ion.webinars.queries.filters import (
    FACETS,
    KIND,
    MONTH,
    PAST,
    PATH,
    UPCOMING,
    Filter,
    Totals,
    facet_totals,
    next_turn,
    totals,
)
from ion.webinars.queries.interest import Wishes, interest_counts, wishes
from ion.webinars.queries.month import MonthEntry, month_entries, nearest
from ion.webinars.queries.pages import WebinarPage, webinar_page
from ion.webinars.queries.rows import KINDS, Label, WebinarRow, remembered_rows, webinar_rows

__all__ = [
    "FACETS",
    "KIND",
    "KINDS",
    "MONTH",
    "PAST",
    "PATH",
    "UPCOMING",
    "Filter",
    "Label",
    "MonthEntry",
    "Presenter",
    "Totals",
    "WebinarPage",
    "WebinarRow",
    "Wishes",
    "facet_totals",
    "interest_counts",
    "month_entries",
    "nearest",
    "next_turn",
    "remembered_rows",
    "totals",
    "webinar_page",
    "webinar_rows",
    "webinars_about",
    "wishes",
]
