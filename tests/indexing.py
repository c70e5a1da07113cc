"""The worker's work on the index, done in the test's own process."""

from ion.core.working import Handler, run_due
from ion.search import tasks
from ion.search.receivers import PUT

HANDLERS = {PUT: Handler(tasks.put, batch=tasks.BATCH)}


def index() -> int:
    """Bring the index up to date with everything that was asked for; returns how many rows of work that was."""
    return run_due(HANDLERS, "test")
