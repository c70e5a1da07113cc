"""Reading webinars."""

from ion.webinars.queries.filters import (
    FACETS,
    KIND,
    PAST,
    PATH,
    UPCOMING,
    Filter,
    Totals,
    facet_totals,
    next_turn,
    totals,
)
from ion.webinars.queries.pages import Presenter, WebinarPage, webinar_page
from ion.webinars.queries.recordings import HeldRecording, held_recordings, held_total
from ion.webinars.queries.rows import KINDS, Label, WebinarRow, remembered_rows, webinar_rows

__all__ = [
    "FACETS",
    "KIND",
    "KINDS",
    "PAST",
    "PATH",
    "UPCOMING",
    "Filter",
    "HeldRecording",
    "Label",
    "Presenter",
    "Totals",
    "WebinarPage",
    "WebinarRow",
    "facet_totals",
    "held_recordings",
    "held_total",
    "next_turn",
    "remembered_rows",
    "totals",
    "webinar_page",
    "webinar_rows",
]
