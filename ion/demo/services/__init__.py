"""Planting and removing the sample network. Both are commands from end to end: they open their units of work."""

from ion.demo.services.attached import attached
from ion.demo.services.planting import plant
from ion.demo.services.removing import Removed, remove

__all__ = ["Removed", "attached", "plant", "remove"]
