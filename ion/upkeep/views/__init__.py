"""The pages of upkeep: importing them registers them with the blueprint."""

from ion.upkeep.views import links, redirects, stale, terms
from ion.upkeep.views.blueprint import bp

__all__ = ["bp", "links", "redirects", "stale", "terms"]
