"""The pages of newsletters, for editors: importing them registers them with the blueprint."""

from ion.newsletters.views import filling, following, listing, planning, previewing, writing
from ion.newsletters.views.blueprint import bp

__all__ = ["bp", "filling", "following", "listing", "planning", "previewing", "writing"]
