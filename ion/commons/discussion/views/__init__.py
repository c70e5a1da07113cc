"""Views of the discussion: importing them registers them with the blueprint."""

from ion.commons.discussion.views import desk, threads, writing
from ion.commons.discussion.views.blueprint import bp
from ion.commons.discussion.views.threads import install

__all__ = ["bp", "desk", "install", "threads", "writing"]
