"""Blocking: silent, and it ends contact both ways."""

from ion.core import blocking
from ion.core.access import Viewer, scopes
from ion.moderation.queries import blocks
from ion.moderation.services.refusals import NotThere


def block(who: Viewer, person_id: int) -> None:
    """Have no contact with somebody any more; again changes nothing. Raises NotThere."""
    other = blocks.blockable(who.id, person_id, scopes(who))
    if other is None:
        raise NotThere
    blocking.block(who.id, other.user_id)


def unblock(who: Viewer, person_id: int) -> None:
    """Take a block back; where there is none nothing is changed."""
    user_id = blocks.user_id_of(person_id)
    if user_id is not None:
        blocking.unblock(who.id, user_id)
