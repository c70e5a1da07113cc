"""How often one may try, and how long what was given out lasts. Numbers with reasons: docs/decisions/0013."""

from datetime import timedelta

from ion.core.throttle import Limit

SIGN_IN = Limit("sign-in", 5, timedelta(minutes=15))
"""Tries on one account, by its e-mail, whether it exists or not."""
SIGN_IN_FROM = Limit("sign-in-from", 30, timedelta(minutes=15))
"""Failed tries from one network address."""
PROOF = Limit("password-proof", 5, timedelta(minutes=15))
"""Tries at one's own password while signed in, by the user's id."""
MAILS = Limit("account-mail", 3, timedelta(hours=1))
"""Mails about accounts to one e-mail."""
ASKED_FROM = Limit("account-asked-from", 30, timedelta(hours=1))
"""Requests for such mails from one network address."""

SIGN_IN_LASTS = timedelta(days=7)
CONFIRM_LASTS = timedelta(days=3)
RESET_LASTS = timedelta(hours=2)
INVITATION_LASTS = timedelta(hours=24)
EMAIL_LASTS = timedelta(hours=24)
UNCONFIRMED_LASTS = timedelta(days=14)
"""Who never confirmed their address is forgotten after this."""
SUSPENSIONS = {
    "1": "1 day",
    "3": "3 days",
    "7": "7 days",
    "30": "30 days",
    "90": "90 days",
    "": "Until an admin ends it",
}
"""How long a suspension may be: days, as a form sends them, and in words; empty for one without an end."""
