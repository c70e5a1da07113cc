"""Views of the directory: importing them registers them with the blueprint."""

from ion.directory.views import editing, organizations, people, profile, roles, states
from ion.directory.views.blueprint import bp
from ion.directory.views.offering import install

__all__ = ["bp", "editing", "install", "organizations", "people", "profile", "roles", "states"]
