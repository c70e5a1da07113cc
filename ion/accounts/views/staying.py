"""How long a sign-in still lasts, for the part of every member's page that warns before it ends."""

from dataclasses import dataclass

from ion.accounts.views.blueprint import bp
from ion.core import clock
from ion.core.access import Viewer
from ion.web.login import IDLE, NOTED_EVERY


@dataclass(frozen=True, slots=True)
class Remaining:
    """In seconds: until it ends for want of use, until it ends in any case, and how long it lasts unused."""

    idle: int
    absolute: int
    idle_whole: int


@bp.app_template_global("sign_in_remaining")
def remaining(who: Viewer) -> Remaining:
    """What is left of the viewer's sign-in when this answer arrives."""
    at = clock.now()
    seen = who.seen_at or at
    used = at if at - seen >= NOTED_EVERY else seen  # what `note_visit` writes down after this answer
    absolute = who.expires_at - at if who.expires_at else IDLE
    return Remaining(
        idle=int((used + IDLE - at).total_seconds()),
        absolute=int(absolute.total_seconds()),
        idle_whole=int(IDLE.total_seconds()),
    )
