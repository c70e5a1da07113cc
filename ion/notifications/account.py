"""What a notice about one's own account says. The thing is (user, id); the occurrence, what was changed and when."""

from collections.abc import Collection
from datetime import datetime

from ion.core.access import Viewer
from ion.notifications.noticed import Subject, Thing

ACCOUNT = "user"
PATH = "/account/"
TITLES = {
    "password": "Your password was changed",
    "email": "The email address of your account was changed",
    "grants": "What you may do on this site was changed",
    "suspended": "Your account was suspended",
    "restored": "Your account was restored",
}
QUIET = frozenset({"confirmed"})
"""What needs no telling: the member has just done it, as the last step of joining."""
OTHERWISE = "Your account was changed"


def occurrence(what: str, at: datetime) -> str:
    """What tells one change of an account from all others."""
    return f"{what} {at.isoformat()}"


def account_change(occurrence: str) -> tuple[str, str]:
    """The change in words, and where to look at one's account."""
    return TITLES.get(occurrence.partition(" ")[0], OTHERWISE), PATH


def subjects(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Changes of the viewer's own account, and of no other."""
    return {
        thing: Subject(viewer.id, *account_change(thing[2]), "account")
        for thing in things
        if thing[1] == viewer.id
    }
