"""Pages of mentoring program."""

from ion.mentoring_program.views import apart, dashboard, mentors, topics, unmatched
from ion.mentoring_program.views.blueprint import bp

__all__ = ["apart", "bp", "dashboard", "mentors", "topics", "unmatched"]
