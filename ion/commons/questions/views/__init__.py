"""Questions and polls on pages; importing them registers them with the blueprint."""

from ion.commons.questions.views import answering, asking, deciding, desk, guests, polls, sheets
from ion.commons.questions.views.blueprint import bp
from ion.commons.questions.views.sheets import install

__all__ = ["answering", "asking", "bp", "deciding", "desk", "guests", "install", "polls", "sheets"]
