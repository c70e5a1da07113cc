"""Pages of mentoring."""

from ion.mentoring.views.blueprint import bp

__all__ = ["bp"]
