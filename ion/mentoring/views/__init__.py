"""Pages of mentoring; importing them registers them with the blueprint."""

from ion.mentoring.views import answers, asking, calls, group_calls, joining, requests, showing, suggesting
from ion.mentoring.views.blueprint import bp
from ion.mentoring.views.offering import install

__all__ = [
    "answers",
    "asking",
    "bp",
    "calls",
    "group_calls",
    "install",
    "joining",
    "requests",
    "showing",
    "suggesting",
]
