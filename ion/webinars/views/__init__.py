"""Pages of webinars."""

from ion.webinars.views import (
    calendars,
    feedback,
    guests,
    interest,
    joining,
    month,
    pages,
    record,
    registration,
    staff,
)
from ion.webinars.views.about import install
from ion.webinars.views.blueprint import bp

__all__ = [
    "bp",
    "calendars",
    "feedback",
    "guests",
    "install",
    "interest",
    "joining",
    "month",
    "pages",
    "record",
    "registration",
    "staff",
]
