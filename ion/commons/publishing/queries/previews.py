"""Shared previews: how many links are good, and what a link shows."""

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock, tokens
from ion.models import Token

PREVIEW = "preview"
ITEM = "item"


def active_links(item_id: int) -> int:
    """How many preview links of the item can be used now."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Token)
            .where(
                Token.purpose == PREVIEW,
                Token.subject_kind == ITEM,
                Token.subject_id == item_id,
                Token.expires_at > clock.now(),
            )
        )
        or 0
    )


def item_shown(secret: str) -> int | None:
    """The id of the item that a preview link shows; None for a wrong, expired or ended one."""
    token = tokens.valid(PREVIEW, secret)
    return token.subject_id if token and token.subject_kind == ITEM else None
