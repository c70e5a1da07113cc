"""Holds on records: placed with a reason, lifted, and written into the log both times."""

from datetime import datetime

from ion.base.extensions import db
from ion.core import audit, clock
from ion.models import RecordHold
from ion.privacy.services.refusals import NotThere, Refused

KIND = "hold"


def place(
    *,
    person_id: int | None,
    topic: str,
    since: datetime | None,
    until: datetime | None,
    reason: str,
    user_id: int,
) -> RecordHold:
    """Keep what a person wrote, what is about a topic, what was made from `since` to before `until`: all that is
    given must be so. Raises Refused where nothing is given, or no time lies between."""
    if person_id is None and not topic and since is None and until is None:
        raise Refused("Say what must be kept: name a person, a topic or dates.")
    if since is not None and until is not None and since >= until:
        raise Refused("The last day comes before the first one.")
    hold = RecordHold(
        person_id=person_id,
        topic=topic or None,
        since=since,
        until=until,
        reason=reason,
        placed_by_id=user_id,
        placed_at=clock.now(),
    )
    db.session.add(hold)
    db.session.flush()
    covered = {
        "person": person_id,
        "topic": topic or None,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
    after = {name: value for name, value in covered.items() if value is not None} | {"reason": reason}
    audit.record("hold placed", kind=KIND, id=hold.id, user_id=user_id, after=after)
    return hold


def lift(hold_id: int, *, user_id: int) -> None:
    """Let what the hold covered be deleted and withdrawn again; one that was lifted stays so. Raises NotThere."""
    hold = db.session.get(RecordHold, hold_id, with_for_update=True, populate_existing=True)
    if hold is None:
        raise NotThere
    if hold.lifted_at is None:
        hold.lifted_at, hold.lifted_by_id = clock.now(), user_id
        db.session.flush()
        audit.record("hold lifted", kind=KIND, id=hold.id, user_id=user_id)
