"""Views of the directory: importing them registers them with the blueprint."""

from ion.directory.views import editing, organizations, people, profile, roles, states
from ion.directory.views.blueprint import bp

__all__ = ["bp", "editing", "organizations", "people", "profile", "roles", "states"]
