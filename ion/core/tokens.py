"""Secrets given out in links: confirmation, reset, invitation, unsubscribe, calendar and the like.

A link by GET only shows a page with a button; the POST spends the token. Mail gateways follow every link.
The secret is given out once and kept as its hash: whoever reads the database cannot use it.
"""

import base64
import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, or_, select, update

from ion.base.extensions import db
from ion.core import clock
from ion.models import Token

SECRET_BYTES = 32
ONE_CASE_BYTES = 20
LONGEST = 100  # characters: whatever is longer is no secret of ours


def hashed(text: str) -> str:
    """What is kept of a secret or of a bound value: 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def issue(
    purpose: str,
    *,
    lasts: timedelta,
    kind: str = "",
    id: int | None = None,
    bound_hash: str = "",
    uses: int | None = 1,
    payload: dict[str, Any] | None = None,
    is_one_case: bool = False,
) -> str:
    """A new secret (43 URL-safe characters) for `purpose` on (kind, id); `uses` None is without number.

    `bound_hash` is `hashed(value)` of what must still be so when it is used. With `is_one_case` the secret is 32
    letters and digits, a-z and 2-7, for where capitals get lost on the way. Call inside a unit of work.
    """
    secret = one_case() if is_one_case else secrets.token_urlsafe(SECRET_BYTES)
    at = clock.now()
    db.session.add(
        Token(
            purpose=purpose,
            secret_hash=hashed(secret),
            subject_kind=kind,
            subject_id=id,
            bound_hash=bound_hash,
            payload=payload or {},
            created_at=at,
            expires_at=at + lasts,
            uses_left=uses,
        )
    )
    return secret


def one_case() -> str:
    """A secret without capitals, of 160 bits."""
    return base64.b32encode(secrets.token_bytes(ONE_CASE_BYTES)).decode().lower()


def valid(purpose: str, secret: str) -> Token | None:
    """The token behind a secret while it can be used; None for a wrong, spent or expired one. Changes nothing."""
    if not secret.isascii() or len(secret) > LONGEST:
        return None
    return db.session.scalar(
        select(Token).where(
            Token.secret_hash == hashed(secret),
            Token.purpose == purpose,
            Token.expires_at > clock.now(),
            or_(Token.uses_left.is_(None), Token.uses_left > 0),
        )
    )


def is_bound_to(token: Token, value: str) -> bool:
    """Whether what the token was bound to is still `value`."""
    return secrets.compare_digest(token.bound_hash, hashed(value))


def spend(token: Token) -> bool:
    """Use the token once; False when another request was first. Call inside a unit of work."""
    if token.uses_left is None:
        return True
    spent = db.session.execute(
        update(Token).where(Token.id == token.id, Token.uses_left > 0).values(uses_left=Token.uses_left - 1)
    )
    assert isinstance(spent, CursorResult)
    return spent.rowcount == 1


def revoke(purpose: str, kind: str, id: int) -> None:
    """End every token of a purpose on (kind, id). Call inside a unit of work."""
    db.session.execute(
        delete(Token).where(Token.purpose == purpose, Token.subject_kind == kind, Token.subject_id == id)
    )


def forget_expired() -> None:
    """Remove what has expired; inside a unit of work, once a night."""
    db.session.execute(delete(Token).where(Token.expires_at <= clock.now()))
