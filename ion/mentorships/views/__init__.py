"""Pages of mentorships: importing them registers them with the blueprint."""

from ion.mentorships.views import agreeing, ending, paths, proposing, sessions, showing, working
from ion.mentorships.views.blueprint import bp

__all__ = ["agreeing", "bp", "ending", "paths", "proposing", "sessions", "showing", "working"]
