"""Marking as read, and choosing how to be told."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from ion.base.extensions import db
from ion.core import clock
from ion.models import Notice, User
from ion.notifications.preferences import MONDAY_BRIEF, channel_of, gets, with_channels
from ion.notifications.rules import RULES
from ion.notifications.schedule import Channel, zone_of
from ion.notifications.services.times import mail_time, work_later


def read_all(user_id: int) -> None:
    """Mark everything that the user was told as read."""
    unread = update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))


def choose(user_id: int, chosen: Mapping[str, Channel]) -> None:
    """Set the user's channels by kind, and move what waits to be mailed accordingly; other kinds stay."""
    user = db.session.get_one(User, user_id, with_for_update=True)
    before, after = user.preferences, with_channels(user.preferences, chosen)
    user.preferences = after
    zone, is_briefed = zone_of(user.person.zone), gets(after, MONDAY_BRIEF)
    for rule in RULES:
        channel = channel_of(after, rule)
        is_moved = channel is Channel.WEEKLY and is_briefed != gets(before, MONDAY_BRIEF)
        if is_moved or channel is not channel_of(before, rule):
            at = mail_time(after, rule, clock.now(), zone)
            if move(user_id, rule.kind, at) and at is not None:
                work_later(user_id, channel, at, zone)


def move(user_id: int, kind: str, mail_at: datetime | None) -> bool:
    """Mail what waits at another time, or not at all; whether anything did."""
    waiting = update(Notice).where(
        Notice.user_id == user_id, Notice.kind == kind, Notice.mail_at.is_not(None)
    )
    moved = db.session.execute(waiting.values(mail_at=mail_at).returning(Notice.id)).all()
    return bool(moved)
