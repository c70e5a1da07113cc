"""Pages of mentoring program."""

from ion.mentoring_program.views.blueprint import bp

__all__ = ["bp"]
