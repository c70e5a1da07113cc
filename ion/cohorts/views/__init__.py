"""Pages of cohorts."""

from ion.cohorts.views.blueprint import bp

__all__ = ["bp"]
