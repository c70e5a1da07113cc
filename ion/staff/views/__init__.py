"""The pages of ION staff: where they begin, people and rights, work, the log of deeds, settings of the site."""

from ion.staff.views import desk, log, people, setup, work
from ion.staff.views.blueprint import bp

__all__ = ["bp", "desk", "log", "people", "setup", "work"]
