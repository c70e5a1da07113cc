"""Pages of cohorts: importing them registers them with the blueprint."""

from ion.cohorts.views import joining, people, planning, ranking, running, showing
from ion.cohorts.views.blueprint import bp

__all__ = ["bp", "joining", "people", "planning", "ranking", "running", "showing"]
