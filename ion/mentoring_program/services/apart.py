"""Keeping people and organizations apart, and lifting it; each deed is in the log."""

from sqlalchemy import delete

from ion.base.extensions import db
from ion.core import audit, clock
from ion.core.upsert import insert_for
from ion.models import BarKind, MentoringBar, Oversight


class Same(Exception):
    """Nobody is kept apart from themselves."""


def keep_apart(person_id: int, other_id: int, words: str, *, user_id: int) -> None:
    """Never suggest or match these two persons; raises Same for one and the same. Again keeps the first."""
    if person_id == other_id:
        raise Same
    low, high = sorted((person_id, other_id))
    row = insert_for(db.session(), MentoringBar).values(
        person_id=low, other_id=high, kind=BarKind.STAFF, words=words, placed_by_id=user_id, at=clock.now()
    )
    db.session.execute(row.on_conflict_do_nothing())
    audit.record("kept apart", kind="person", id=low, user_id=user_id, after={"other": high, "reason": words})


def lift(person_id: int, other_id: int, *, user_id: int) -> bool:
    """Let these two be matched again, whatever kept them apart here; whether they were. Blocks of members stay."""
    low, high = sorted((person_id, other_id))
    gone = delete(MentoringBar).where(MentoringBar.person_id == low, MentoringBar.other_id == high)
    found = db.session.execute(gone.returning(MentoringBar.words)).all()
    if found:
        audit.record("no longer kept apart", kind="person", id=low, user_id=user_id, after={"other": high})
    return bool(found)


def oversee(grantor_id: int, grantee_id: int, *, user_id: int) -> None:
    """Never match people of these two organizations; raises Same for one and the same. Again keeps the first."""
    if grantor_id == grantee_id:
        raise Same
    row = insert_for(db.session(), Oversight).values(
        grantor_id=grantor_id, grantee_id=grantee_id, placed_by_id=user_id, at=clock.now()
    )
    db.session.execute(row.on_conflict_do_nothing())
    after = {"grantee": grantee_id}
    audit.record("oversight noted", kind="organization", id=grantor_id, user_id=user_id, after=after)


def end_oversight(grantor_id: int, grantee_id: int, *, user_id: int) -> bool:
    """Let people of these two organizations be matched; whether they were kept apart."""
    gone = delete(Oversight).where(Oversight.grantor_id == grantor_id, Oversight.grantee_id == grantee_id)
    found = db.session.execute(gone.returning(Oversight.at)).all()
    if found:
        after = {"grantee": grantee_id}
        audit.record("oversight ended", kind="organization", id=grantor_id, user_id=user_id, after=after)
    return bool(found)
