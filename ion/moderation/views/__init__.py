"""Pages of moderation."""

from ion.moderation.views.blueprint import bp

__all__ = ["bp"]
