"""Reading comments: the thread under an item, one comment, and what waits for ION staff."""

from ion.commons.discussion.queries.desk import held_total

__all__ = ["held_total"]
