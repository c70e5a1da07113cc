"""Reporting: all that is reported of one thing at one time is one report, however many say so at once."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals, throttle
from ion.core.ports.reports import REPORTABLES, Snapshot, Witness
from ion.core.upsert import add_if_absent
from ion.models import Report, ReportVoice
from ion.moderation.policies import FLOOD
from ion.moderation.services.refusals import NotThere, Refused
from ion.moderation.snapshots import WHY, as_json

OWN = "This is yours. You may change or withdraw it yourself, so there is nothing to report."
TRIES = 5


def wait_before_another(user_id: int) -> int:
    """Count one try to report; how many seconds to wait if that is too many, else 0. The count is kept."""
    return throttle.count(FLOOD, str(user_id))


def report(who: Witness, kind: str, id: int, *, cause: str, words: str) -> Report:
    """Tell ION staff of a thing that this person may see; again while it is open changes nothing.

    Raises NotThere for what they may not see, and Refused for what is their own.
    """
    snapshot = REPORTABLES[kind].snapshot(id, who) if kind in REPORTABLES else None
    if snapshot is None:
        raise NotThere
    if snapshot.about_id == who.user_id:
        raise Refused(OWN)
    made, is_new = opened(snapshot)
    add_if_absent(
        db.session(),
        ReportVoice,
        report_id=made.id,
        user_id=who.user_id,
        cause=cause,
        words=words,
        at=clock.now(),
    )
    if is_new:
        signals.report_made.send(made)
    return made


def hold(kind: str, id: int, *, why: str, about_id: int | None) -> Report:
    """Let a thing that the site itself holds wait for ION staff; `why` is told them."""
    snapshot = REPORTABLES[kind].snapshot(id, None) if kind in REPORTABLES else None
    snapshot = snapshot or Snapshot(kind, id, kind.capitalize(), "", "", about_id, [], is_private=True)
    made, is_new = opened(snapshot)
    made.is_held = True
    made.snapshot = made.snapshot | {WHY: why}
    db.session.flush()
    if is_new:
        signals.report_made.send(made)
    return made


def opened(snapshot: Snapshot) -> tuple[Report, bool]:
    """The open report of a thing, its row held, and whether it is new; of two who begin it at once one makes it."""
    key = f"{snapshot.kind}:{snapshot.id}"
    find = select(Report).where(Report.open_key == key).with_for_update()
    is_new = False
    for _ in range(TRIES):  # it may be decided between the two statements; then the next one is made
        is_new = add_if_absent(
            db.session(),
            Report,
            open_key=key,
            subject_kind=snapshot.kind,
            subject_id=snapshot.id,
            about_id=snapshot.about_id,
            snapshot=as_json(snapshot),
            created_at=clock.now(),
        )
        found = db.session.scalar(find.execution_options(populate_existing=True))
        if found is not None:
            return found, is_new
    raise Refused("ION staff are deciding about this very thing. Try again in a minute.")
