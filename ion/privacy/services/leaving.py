"""Leaving: asked for with the password, taken back within two weeks, done by the worker in one transaction."""

from datetime import timedelta

from sqlalchemy import delete, update

from ion.accounts.services.rights import LastAdmin, grants_of, hold_admins, refuse_last_admin
from ion.accounts.services.signing import Claim, Outcome, end_sign_ins, proven_user
from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import audit, clock, holds, signals
from ion.core.ports.personal import PERSONAL_DATA
from ion.models import Departure, Grant, Item, User
from ion.privacy.queries.departures import is_kept
from ion.privacy.services.erasing import erase, erase_own, identity_of
from ion.privacy.services.handing import hand_over
from ion.privacy.services.refusals import Refused

GRACE = timedelta(days=14)
LAST_ADMIN = (
    "You are the only admin of this site. Give somebody else the right to administer it first: ION staff pages, "
    "People and rights."
)


def ask(claim: Claim, *, keeps: bool, to_person_id: int | None, sign_in_id: int) -> Outcome:
    """Let the account be deleted in two weeks, and hand over what others turn to its owner for, at once.

    `keeps` says whether public things stay. Without anybody to hand over to, roles stay until the account goes, and
    ION staff find them then. Raises Refused for the last admin, for what a hold covers, and for a person who cannot
    take the roles.
    """
    user, wait = proven_user(claim)
    if user is None:
        return Outcome(wait=wait)
    refuse_staying(user)
    handed = []
    if to_person_id is not None:
        handed = hand_over(None, person_id=user.person_id, to_person_id=to_person_id, by_user_id=user.id)
    now = clock.now()
    present = db.session.get(Departure, user.id) or Departure(
        user_id=user.id, asked_at=now, due_at=now + GRACE, handed=[]
    )
    present.keeps, present.handed = keeps, [*present.handed, *handed]
    db.session.add(present)
    db.session.flush()
    end_sign_ins(user.id, but=sign_in_id)
    audit.record("asked to leave", kind="user", id=user.id, user_id=user.id, after={"keeps": keeps})
    tell(user, present)
    return Outcome(is_done=True)


def refuse_staying(user: User) -> None:
    """Raise Refused where this user cannot leave now."""
    hold_admins()
    if str(Grant.ADMIN) in grants_of(user):
        try:
            refuse_last_admin(user)
        except LastAdmin as last:
            raise Refused(LAST_ADMIN) from last
    if is_kept(user):
        raise Refused(holds.WORDS)


def tell(user: User, departure: Departure) -> None:
    """A mail with the day, and how to take it back."""
    mailing.ask(
        "leaving",
        address=user.email,
        template="privacy/leaving",
        user_id=user.id,
        context={
            "name": user.person.name,
            "zone": user.person.zone,
            "due": departure.due_at.isoformat(),
            "keeps": departure.keeps,
        },
    )


def take_back(user_id: int) -> bool:
    """Let the account stay; False where nobody asked for it to go. What was handed over stays where it is."""
    user = db.session.get_one(User, user_id, with_for_update={"of": User})
    departure = db.session.get(Departure, user_id, populate_existing=True)
    if departure is None:
        return False
    db.session.delete(departure)
    audit.record("stays after all", kind="user", id=user.id, user_id=user.id)
    db.session.flush()
    return True


def complete(user_id: int) -> bool:
    """Delete the account whose time has come, in the present unit of work; False where it was taken back meanwhile.

    The person stays as "Former member", since what others wrote points there. Raises Refused where the user cannot
    leave now; it is tried again the next night.
    """
    user = db.session.get(User, user_id, with_for_update={"of": User}, populate_existing=True)
    departure = db.session.get(Departure, user_id, populate_existing=True)
    if user is None or departure is None or departure.due_at > clock.now():
        return False
    refuse_staying(user)
    who, person_id, keeps = identity_of(user), user.person_id, departure.keeps
    left = hand_over(None, person_id=person_id, to_person_id=None, by_user_id=None)
    erase_own(who, user_id, person_id)
    signals.member_leaving.send(user)
    for room in PERSONAL_DATA:
        room.release(user_id, person_id, keep=keeps)
    db.session.flush()
    erase(who)
    db.session.execute(update(Item).where(Item.owner_id == user_id).values(owner_id=None))
    db.session.flush()
    db.session.expunge_all()  # rows that hang on the user go in the database itself
    db.session.execute(delete(User).where(User.id == user_id))
    audit.record(
        "account deleted", kind="person", id=person_id, after={"keeps": keeps, "without_owner": len(left)}
    )
    return True
