"""What ION staff look at: what waits, work for the worker, the log of deeds, people and their rights."""

from ion.staff.queries.desk import Waiting, waiting

__all__ = ["Waiting", "waiting"]
