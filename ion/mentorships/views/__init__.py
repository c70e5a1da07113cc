"""Pages of mentorships."""

from ion.mentorships.views.blueprint import bp

__all__ = ["bp"]
