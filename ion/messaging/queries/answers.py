"""Addresses for answers: who was given one, and for which conversation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import tokens
from ion.core.ports import mail
from ion.models import User

REPLY = "reply"
"""The purpose of the token in such an address; it is for a conversation, and for the user in its payload."""
SECRET = re.compile(r"[a-z2-7]{32}")
MOST_TRIED = 10


@dataclass(frozen=True, slots=True)
class ReplyPlace:
    """Whose the address is, where it leads, and whether its user may not sign in at present."""

    user_id: int
    email: str
    conversation_id: int
    is_silent: bool


def place_of(addresses: Iterable[str]) -> ReplyPlace | None:
    """The place that the first good one among these addresses (lower case) leads to; None where none is good."""
    local, _, host = mail.sender().mailbox.lower().rpartition("@")
    secrets = [
        address.removeprefix(f"{local}+").removesuffix(f"@{host}")
        for address in addresses
        if address.startswith(f"{local}+") and address.endswith(f"@{host}")
    ]
    good = (tokens.valid(REPLY, secret) for secret in secrets[:MOST_TRIED] if SECRET.fullmatch(secret))
    token = next((token for token in good if token is not None), None)
    if token is None or token.subject_id is None:
        return None
    user = db.session.execute(
        select(User.id, User.email, User.suspended_at, User.confirmed_at).where(
            User.id == token.payload["user"]
        )
    ).one_or_none()
    if user is None:
        return None
    is_silent = user.suspended_at is not None or user.confirmed_at is None
    return ReplyPlace(user.id, user.email, token.subject_id, is_silent)
