"""ION staff suggest a mentor to somebody whose question waits. The mentee is told, and asks or not."""

from ion.core import audit
from ion.mentoring.queries.suggestions import fit
from ion.mentoring_program.queries.unmatched import one
from ion.notifications import services as notifications


class NotFitting(Exception):
    """The question waits no longer, or the mentor may not be asked for it."""


def suggest(need_id: int, mentor_id: int, *, user_id: int) -> None:
    """Tell the mentee of a question that waits about this mentor; again changes nothing. Raises NotFitting."""
    if one(need_id) is None or fit(need_id, mentor_id) is None:
        raise NotFitting
    notifications.suggest(need_id, mentor_id)
    after = {"mentor": mentor_id}
    audit.record("mentor suggested", kind="mentoring need", id=need_id, user_id=user_id, after=after)
