"""Telling people, each once; forgetting what was told about things that are gone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import Notice
from ion.notifications import queries
from ion.notifications.preferences import channel_of
from ion.notifications.rules import BY_KIND
from ion.notifications.schedule import zone_of
from ion.notifications.services.times import mail_time, work_later

CHUNK = 500
"""How many people are told in one transaction."""


def notify(
    people: Sequence[tuple[int, str]],
    kind: str,
    subject_kind: str,
    subject_id: int,
    occurrence: str = "",
    actor_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Tell users, given with the reason why, that something of `kind` happened to (subject_kind, subject_id).

    Nobody is told the same twice: the same kind, thing and occurrence again changes nothing. When each is mailed
    follows from their own choice. `at` is when it happened, if that is not now. Returns how many were told.
    """
    whys = dict(people)
    now = clock.now()
    told = {
        "kind": kind,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "occurrence": occurrence,
        "actor_id": actor_id,
        "created_at": at or now,
    }
    users = queries.choices(whys)
    return sum(add(told, users[start : start + CHUNK], whys) for start in range(0, len(users), CHUNK))


def add(told: dict[str, object], users: Sequence[queries.Choice], whys: dict[int, str]) -> int:
    """Add the notices that are not there yet, and ask for the mails they need; how many there were."""
    session, rule, now = db.session(), BY_KIND[str(told["kind"])], clock.now()
    chosen = {user.id: user for user in users}
    rows = [
        told
        | {
            "user_id": id,
            "why": whys[id],
            "mail_at": mail_time(user.preferences, rule, now, zone_of(user.zone)),
        }
        for id, user in chosen.items()
    ]
    row = insert_for(session, Notice).on_conflict_do_nothing().returning(Notice.user_id, Notice.mail_at)
    added = session.execute(row, rows).all() if rows else []
    for user_id, mail_at in added:
        if mail_at is not None:
            user = chosen[user_id]
            work_later(user_id, channel_of(user.preferences, rule), mail_at, zone_of(user.zone))
    return len(added)


def forget(kind: str, ids: Sequence[int], until: datetime) -> None:
    """Remove what was told until then about things that were deleted: their ids may be given to others."""
    for start in range(0, len(ids), CHUNK):
        about = delete(Notice).where(
            Notice.subject_kind == kind, Notice.subject_id.in_(ids[start : start + CHUNK])
        )
        db.session.execute(about.where(Notice.created_at <= until))
