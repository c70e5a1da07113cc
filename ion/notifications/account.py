"""What a notice about one's own account says. The thing is (user, id); the occurrence, what was changed and when."""

from datetime import datetime

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
