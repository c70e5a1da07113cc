"""Pages of webinars."""

from ion.webinars.views import pages
from ion.webinars.views.blueprint import bp

__all__ = ["bp", "pages"]
