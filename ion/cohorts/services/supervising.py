"""Whom somebody reports to, as they say: the two are never matched, nor suggested to each other."""

from sqlalchemy import delete

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import add_if_absent
from ion.models import BarKind, MentoringBar


def name_supervisor(person_id: int, supervisor_id: int, *, user_id: int) -> None:
    """The person reports to the supervisor; again changes nothing. Nobody supervises themselves."""
    if person_id == supervisor_id:
        return
    lower, higher = sorted((person_id, supervisor_id))
    add_if_absent(
        db.session(),
        MentoringBar,
        person_id=lower,
        other_id=higher,
        kind=BarKind.SUPERVISOR,
        words="",
        placed_by_id=user_id,
        at=clock.now(),
    )


def unname_supervisor(person_id: int, supervisor_id: int, *, user_id: int) -> None:
    """The person does not report to them any more, as who said so says."""
    lower, higher = sorted((person_id, supervisor_id))
    db.session.execute(
        delete(MentoringBar).where(
            MentoringBar.person_id == lower,
            MentoringBar.other_id == higher,
            MentoringBar.kind == BarKind.SUPERVISOR,
            MentoringBar.placed_by_id == user_id,
        )
    )
