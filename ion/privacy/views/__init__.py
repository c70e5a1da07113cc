"""Pages of privacy."""

from ion.privacy.views.blueprint import bp

__all__ = ["bp"]
