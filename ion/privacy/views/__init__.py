"""Pages of privacy."""

from ion.privacy.views import copies, handover, holds, leaving, retention
from ion.privacy.views.blueprint import bp

__all__ = ["bp", "copies", "handover", "holds", "leaving", "retention"]
