"""How long records are kept: chosen by admins, done at night."""

from collections.abc import Mapping
from datetime import timedelta

from ion.base.extensions import db
from ion.core import audit, clock, tallies
from ion.core.ports.personal import Retained
from ion.models import SiteSetting
from ion.privacy.queries.retention import PREFIX, kept

AT_ONCE = 1_000
"""Rows of one kind that are forgotten in one transaction."""


def change(wanted: Mapping[str, int], *, user_id: int) -> list[str]:
    """Keep each kind for so many days (0: forever); the labels of what changed. Inside a unit of work."""
    tallies.raise_version(db.session(), "setting")  # only one may compare and write
    changed = []
    for each in kept():
        kind, days = each.offer.kind, wanted.get(each.offer.kind, each.days)
        if days == each.days:
            continue
        put(each.offer, days)
        key = PREFIX + kind
        audit.record(
            "setting changed",
            kind="setting",
            id=None,
            user_id=user_id,
            before={key: each.days},
            after={key: days},
        )
        changed.append(each.offer.label)
    return changed


def put(offer: Retained, days: int) -> None:
    """Write the setting; what is as it comes is not kept."""
    row = db.session.get(SiteSetting, PREFIX + offer.kind)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    if days != offer.days:
        db.session.add(SiteSetting(key=PREFIX + offer.kind, value=days))
    db.session.flush()


def forget_some(kind: str) -> bool:
    """Forget some of what is too old of one kind; whether there may be more. Inside a unit of work."""
    for each in kept():
        if each.offer.kind == kind and each.days:
            return each.offer.forget(clock.now() - timedelta(days=each.days), AT_ONCE) >= AT_ONCE
    return False
