"""What can be done with a login: join, sign in and out, change how one signs in, give and take rights, forget."""

from ion.accounts.services.addresses import EmailTaken, ask_email, confirm_email, forget_waiting
from ion.accounts.services.changes import CHANGES
from ion.accounts.services.creating import AlreadyThere, create
from ion.accounts.services.forgetting import forget_old
from ion.accounts.services.joining import ask_confirmation, confirm, sign_up
from ion.accounts.services.joining import seconds_to_wait as seconds_to_wait_for_mail
from ion.accounts.services.resetting import ask_reset, change_password, reset, reset_secret
from ion.accounts.services.rights import (
    RESTORE,
    LastAdmin,
    grant,
    restore,
    restore_due,
    revoke,
    suspend,
    suspended_until,
)
from ion.accounts.services.signing import (
    Claim,
    FreshSignIn,
    Outcome,
    end_sign_in,
    end_sign_ins,
    examine,
    examine_own,
    seconds_to_wait,
    seconds_to_wait_for_proof,
    sign_in,
    sign_out,
)

__all__ = [
    "CHANGES",
    "RESTORE",
    "AlreadyThere",
    "Claim",
    "EmailTaken",
    "FreshSignIn",
    "LastAdmin",
    "Outcome",
    "ask_confirmation",
    "ask_email",
    "ask_reset",
    "change_password",
    "confirm",
    "confirm_email",
    "create",
    "end_sign_in",
    "end_sign_ins",
    "examine",
    "examine_own",
    "forget_old",
    "forget_waiting",
    "grant",
    "reset",
    "reset_secret",
    "restore",
    "restore_due",
    "revoke",
    "seconds_to_wait",
    "seconds_to_wait_for_mail",
    "seconds_to_wait_for_proof",
    "sign_in",
    "sign_out",
    "sign_up",
    "suspend",
    "suspended_until",
]
