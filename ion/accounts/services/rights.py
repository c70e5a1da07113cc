"""What a user may do: grants, and suspension, which ends every right at the next request."""

from datetime import datetime, timedelta

from sqlalchemy import select

from ion.accounts import queries
from ion.accounts.services import letters
from ion.accounts.services.changes import note_change
from ion.accounts.services.signing import end_sign_ins
from ion.base.extensions import db
from ion.core import clock, outbox, tokens
from ion.models import Grant, User, UserGrant

RESTORE = "accounts.restore"
"""The outbox's work of ending a suspension, asked for when it begins."""


class LastAdmin(Exception):
    """Nobody else could act as admin: this one stays."""


def grant(user: User, held: Grant, *, by: int | None = None) -> bool:
    """Give the user a grant; False when they hold it already. Their sign-ins end, so that a new one begins with it."""
    hold(user)
    before = grants_of(user)
    if str(held) in before:
        return False
    db.session.add(UserGrant(user_id=user.id, grant=held))
    grants_changed(user, before, by)
    return True


def revoke(user: User, held: Grant, *, by: int | None = None) -> bool:
    """Take a grant away; False when they do not hold it. Their sign-ins end. Raises LastAdmin."""
    hold_admins()
    hold(user)
    before = grants_of(user)
    if str(held) not in before:
        return False
    if held is Grant.ADMIN:
        refuse_last_admin(user)
    db.session.delete(db.session.get_one(UserGrant, (user.id, held)))
    grants_changed(user, before, by)
    return True


def suspended_until(days: str) -> datetime | None:
    """When a suspension of so many days (a key of `limits.SUSPENSIONS`) that begins now ends; None for never."""
    return clock.now() + timedelta(days=int(days)) if days else None


def suspend(user: User, *, by: int | None = None, reason: str = "", until: datetime | None = None) -> bool:
    """End every right and every sign-in of the user, until an instant or until an admin restores them.

    Who is suspended already is so for longer; False when they are for as long. Raises LastAdmin.
    """
    hold_admins()
    hold(user)
    if user.suspended_at is not None and not is_longer(until, user.suspended_until):
        return False
    if str(Grant.ADMIN) in grants_of(user):
        refuse_last_admin(user)
    user.suspended_at, user.suspended_until = user.suspended_at or clock.now(), until
    if until:
        outbox.later(RESTORE, key=f"{user.id}:{until.isoformat()}", kind="user", id=user.id, not_before=until)
    end_sign_ins(user.id)
    for purpose in (queries.RESET, queries.CHANGE_EMAIL, queries.WAITING_EMAIL, queries.CONFIRM):
        tokens.revoke(purpose, queries.USER, user.id)
    told = {"reason": reason, "until": until.isoformat() if until else ""}
    note_change(user, "suspended", by=by, after={key: words for key, words in told.items() if words} or None)
    return True


def is_longer(until: datetime | None, present: datetime | None) -> bool:
    """Whether a suspension until then lasts beyond the present one; None is without an end."""
    return present is not None and (until is None or until > present)


def restore_due(user_id: int) -> bool:
    """Restore the user whose suspension is over, and write to them; False where it is not, or not any more."""
    user = queries.locked_user(user_id)
    if user is None or user.suspended_until is None or user.suspended_until > clock.now():
        return False
    if not restore(user):
        return False
    letters.restored(user)
    return True


def restore(user: User, *, by: int | None = None) -> bool:
    """Give a suspended user their rights back; they sign in anew. False when they are not suspended."""
    hold(user)
    if user.suspended_at is None:
        return False
    user.suspended_at = user.suspended_until = None
    note_change(user, "restored", by=by)
    return True


def hold_admins() -> None:
    """Keep every admin's row until the transaction ends: two who demote each other at once are one after the other."""
    held = select(UserGrant.user_id).where(UserGrant.grant == Grant.ADMIN).order_by(UserGrant.user_id)
    db.session.execute(held.with_for_update()).all()


def hold(user: User) -> None:
    """Read the user anew and keep their row until the transaction ends."""
    db.session.flush()
    db.session.refresh(user, with_for_update={"of": User})


def refuse_last_admin(user: User) -> None:
    if user.suspended_at is None and user.confirmed_at is not None and not queries.other_admins(user.id):
        raise LastAdmin(user.email)


def grants_of(user: User) -> list[str]:
    held = select(UserGrant.grant).where(UserGrant.user_id == user.id)
    return sorted(str(each) for each in db.session.scalars(held))


def grants_changed(user: User, before: list[str], by: int | None) -> None:
    db.session.flush()
    db.session.expire(user, ["grants"])
    end_sign_ins(user.id)
    note_change(user, "grants", by=by, before={"grants": before}, after={"grants": grants_of(user)})
