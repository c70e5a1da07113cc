"""Pages of messaging."""

from ion.messaging.views.blueprint import bp

__all__ = ["bp"]
