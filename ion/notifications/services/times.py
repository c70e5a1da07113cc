"""When somebody is mailed of what they are told, and the work that does it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ion.core import outbox
from ion.notifications.preferences import MONDAY_BRIEF, channel_of, gets
from ion.notifications.rules import Rule
from ion.notifications.schedule import Channel, due

MAIL = "notifications.mail"
BRIEF = "notifications.brief"


def mail_time(preferences: Mapping[str, Any], rule: Rule, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When a user with these preferences is mailed of what is told at an instant; None for never.

    What is weekly goes into the Monday brief, and nowhere where that is stopped.
    """
    channel = channel_of(preferences, rule)
    if channel is Channel.WEEKLY and not gets(preferences, MONDAY_BRIEF):
        return None
    return due(channel, at, zone)


def work_later(user_id: int, channel: Channel, at: datetime, zone: ZoneInfo) -> None:
    """Let the worker mail the user at that instant: by themselves, or with everyone who is briefed then."""
    if channel is Channel.WEEKLY:
        brief_later(zone, at)
    else:
        mail_later(user_id, at)


def mail_later(user_id: int, at: datetime) -> None:
    """Let the worker mail the user what is due at that instant.

    Every instant is work of its own: asked for again under one key, work that is under way would be due at once.
    """
    outbox.later(MAIL, key=f"user:{user_id}:{at.isoformat()}", kind="user", id=user_id, not_before=at)


def brief_later(zone: ZoneInfo, at: datetime) -> None:
    """Let the worker brief at that instant everyone who lives in the zone."""
    outbox.later(
        BRIEF,
        key=f"{zone.key}:{at.isoformat()}",
        payload={"zone": zone.key, "at": at.isoformat()},
        not_before=at,
    )
