"""Words of mentoring: who may ask, how soon a mentor answers, when they were here, and whether there is room."""

from datetime import date, datetime, timedelta

from ion.core.times import count, us_date, zone_named, zone_short
from ion.models import WhoMayAsk

WHO_MAY_ASK = {
    WhoMayAsk.MEMBERS: "Any member of ION",
    WhoMayAsk.REGION: "Members in my ETA Region",
    WhoMayAsk.COHORTS: "Only through mentoring cohorts",
}
"""Who may ask a mentor, as the mentor chooses it."""
WHO_MAY_ASK_THEM = {
    WhoMayAsk.MEMBERS: "",
    WhoMayAsk.REGION: "Takes requests from their own ETA Region",
    WhoMayAsk.COHORTS: "Mentors in cohorts only",
}
"""The same, as others read it; nothing where everybody may."""
ENDED, PAUSED = "No longer mentors", "Paused: takes no requests now"
HOURS_OF_DAY = 24
ACTIVE = ((timedelta(days=2), "Active in the last two days"), (timedelta(days=7), "Active this week"))
ACTIVE_MONTH = timedelta(days=31)


def reply_words(hours: int | None) -> str:
    """How soon a mentor usually answers; nothing before the first answer."""
    if hours is None:
        return ""
    days = -(-hours // HOURS_OF_DAY)
    return "Usually answers within a day" if days <= 1 else f"Usually answers within {days} days"


def active_words(seen_at: datetime | None, now: datetime) -> str:
    """When somebody was last here, no more exactly than others need to know; nothing for long ago."""
    if seen_at is None:
        return ""
    since = now - seen_at
    for most, words in ACTIVE:
        if since < most:
            return words
    return "Active this month" if since < ACTIVE_MONTH else ""


def when_words(words: str, zone: str, now: datetime) -> str:
    """When a mentor's conversations fit, with their time zone where they chose one."""
    if not (words and zone):
        return words
    return f"{words} ({zone_short(now.astimezone(zone_named(zone)))})"


def openings_words(
    openings: int, *, today: date, away_until: date | None, is_paused: bool, has_ended: bool
) -> str:
    """Whether a mentor may be asked: "2 openings this month", or why not."""
    if has_ended:
        return ENDED
    if is_paused:
        return PAUSED
    if away_until is not None and away_until > today:
        return f"Away until {us_date(away_until)}"
    return (
        f"{count(openings, 'opening', 'openings')} this month" if openings else "No openings left this month"
    )


def record_words(conversations: int, mentorships: int) -> str:
    """What a mentor has done here, for who shows it; nothing before the first conversation."""
    held = f"{count(conversations, 'conversation', 'conversations')} held" if conversations else ""
    completed = f"{count(mentorships, 'mentorship', 'mentorships')} completed" if mentorships else ""
    return ", ".join(filter(None, (held, completed)))
