"""What a user may do: grants, and suspension, which ends every right at the next request."""

from sqlalchemy import select

from ion.accounts import queries
from ion.accounts.services.changes import note_change
from ion.accounts.services.signing import end_sign_ins
from ion.base.extensions import db
from ion.core import clock, tokens
from ion.models import Grant, User, UserGrant


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


def suspend(user: User, *, by: int | None = None, reason: str = "") -> bool:
    """End every right and every sign-in of the user; False when they are suspended already. Raises LastAdmin."""
    hold_admins()
    hold(user)
    if user.suspended_at is not None:
        return False
    if str(Grant.ADMIN) in grants_of(user):
        refuse_last_admin(user)
    user.suspended_at = clock.now()
    end_sign_ins(user.id)
    for purpose in (queries.RESET, queries.CHANGE_EMAIL, queries.WAITING_EMAIL, queries.CONFIRM):
        tokens.revoke(purpose, queries.USER, user.id)
    note_change(user, "suspended", by=by, after={"reason": reason} if reason else None)
    return True


def restore(user: User, *, by: int | None = None) -> bool:
    """Give a suspended user their rights back; they sign in anew. False when they are not suspended."""
    hold(user)
    if user.suspended_at is None:
        return False
    user.suspended_at = None
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
