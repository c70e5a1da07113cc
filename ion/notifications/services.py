"""Verbs: tell people, mail what is due as one mail, mark as read, choose how to be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import clock, outbox
from ion.core.upsert import insert_for
from ion.models import Delivery, Notice, User
from ion.notifications import queries
from ion.notifications.digest import DIGEST, digest, news
from ion.notifications.preferences import channel_of, with_channels
from ion.notifications.rules import BY_KIND, RULES
from ion.notifications.schedule import Channel, due, zone_of

MAIL = "notifications.mail"
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
    rows = [
        {
            "user_id": user.id,
            "kind": kind,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "occurrence": occurrence,
            "actor_id": actor_id,
            "why": whys[user.id],
            "created_at": at or now,
            "mail_at": due(channel_of(user.preferences, BY_KIND[kind]), now, zone_of(user.zone)),
        }
        for user in queries.choices(whys)
    ]
    return sum(add(rows[start : start + CHUNK]) for start in range(0, len(rows), CHUNK))


def add(rows: Sequence[Mapping[str, object]]) -> int:
    """Add the notices that are not there yet, and ask for the mails they need."""
    session = db.session()
    row = insert_for(session, Notice).on_conflict_do_nothing().returning(Notice.user_id, Notice.mail_at)
    added = session.execute(row, rows).all()
    for user_id, mail_at in added:
        if mail_at is not None:
            mail_later(user_id, mail_at)
    return len(added)


def mail_later(user_id: int, at: datetime) -> None:
    """Let the worker mail the user what is due at that instant.

    Every instant is work of its own: asked for again under one key, work that is under way would be due at once.
    """
    outbox.later(MAIL, key=f"user:{user_id}:{at.isoformat()}", kind="user", id=user_id, not_before=at)


def mail_due(user_id: int) -> Delivery | None:
    """Take everything whose time has come, and ask for one mail about what of it is still news to the user.

    What was taken never comes again, whether the mail spoke of it or not. None where there is nothing to say.
    """
    now = clock.now()
    taken = db.session.execute(
        update(Notice)
        .where(Notice.user_id == user_id, Notice.mail_at <= now)
        .values(mail_at=None, mailed_at=now)
        .returning(*queries.TAKEN)
        .execution_options(synchronize_session=False)
    ).all()
    following = db.session.scalar(select(func.min(Notice.mail_at)).where(Notice.user_id == user_id))
    if following:
        mail_later(user_id, following)
    addressee = queries.addressee(user_id)
    told = news(taken, addressee, now) if addressee else []
    if not addressee or not told:
        return None
    kinds = {line.kind for line in told if not BY_KIND[line.kind].is_required}
    return mailing.ask(
        "notifications",
        address=addressee.email,
        template=DIGEST,
        user_id=user_id,
        context=digest(told, addressee.zone),
        unsubscribe=stopping(kinds),
    )


def stopping(kinds: set[str]) -> str:
    """What the mail's link stops: its one kind, or all of them; nothing where none of them leaves a choice."""
    return "all" if len(kinds) > 1 else next(iter(kinds), "")


def forget(kind: str, ids: Sequence[int], until: datetime) -> None:
    """Remove what was told until then about things that were deleted: their ids may be given to others."""
    for start in range(0, len(ids), CHUNK):
        about = delete(Notice).where(
            Notice.subject_kind == kind, Notice.subject_id.in_(ids[start : start + CHUNK])
        )
        db.session.execute(about.where(Notice.created_at <= until))


def read_all(user_id: int) -> None:
    """Mark everything that the user was told as read."""
    unread = update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))


def choose(user_id: int, chosen: Mapping[str, Channel]) -> None:
    """Set the user's channels by kind, and move what waits to be mailed accordingly; other kinds stay."""
    user = db.session.get_one(User, user_id, with_for_update=True)
    before = {rule.kind: channel_of(user.preferences, rule) for rule in RULES}
    user.preferences = with_channels(user.preferences, chosen)
    for rule in RULES:
        channel = channel_of(user.preferences, rule)
        if channel is not before[rule.kind]:
            move(user_id, rule.kind, due(channel, clock.now(), zone_of(user.person.zone)))


def move(user_id: int, kind: str, mail_at: datetime | None) -> None:
    """Mail what waits at another time, or not at all."""
    waiting = update(Notice).where(
        Notice.user_id == user_id, Notice.kind == kind, Notice.mail_at.is_not(None)
    )
    moved = db.session.execute(waiting.values(mail_at=mail_at).returning(Notice.id)).all()
    if moved and mail_at is not None:
        mail_later(user_id, mail_at)
