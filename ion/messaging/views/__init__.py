"""Pages of messaging; importing them registers them with the blueprint."""

from ion.messaging.views import composing, keeping, lines, lists, sending, settings, threads
from ion.messaging.views.blueprint import bp
from ion.messaging.views.offering import install

__all__ = ["bp", "composing", "install", "keeping", "lines", "lists", "sending", "settings", "threads"]
