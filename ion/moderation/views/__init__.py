"""Pages of moderation: importing them registers them with the blueprint."""

from ion.moderation.views import blocks, deciding, own, queue, reporting
from ion.moderation.views.blueprint import bp

__all__ = ["blocks", "bp", "deciding", "own", "queue", "reporting"]
