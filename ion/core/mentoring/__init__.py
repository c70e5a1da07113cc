"""What every part of mentoring asks of the database: terms, openings, who is kept apart, and what staff set."""

from ion.core.mentoring.apart import apart_from, conflicts
from ion.core.mentoring.openings import month_of, openings, today_of
from ion.core.mentoring.terms import FACETS, HELD, OFFERED, facet_label, reason_words, terms_of
from ion.core.mentoring.waiting import EXPIRES_AFTER, NUDGED_AFTER, weights

__all__ = [
    "EXPIRES_AFTER",
    "FACETS",
    "HELD",
    "NUDGED_AFTER",
    "OFFERED",
    "apart_from",
    "conflicts",
    "facet_label",
    "month_of",
    "openings",
    "reason_words",
    "terms_of",
    "today_of",
    "weights",
]
