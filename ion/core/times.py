"""Dates and times as people in the United States read them, always with a zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
DAYS = ("Mon.", "Tue.", "Wed.", "Thu.", "Fri.", "Sat.", "Sun.")
SITE_ZONE = ZoneInfo("America/New_York")
SHORT_ZONES = {
    "EST": "ET",
    "EDT": "ET",
    "CST": "CT",
    "CDT": "CT",
    "MST": "MT",
    "MDT": "MT",
    "PST": "PT",
    "PDT": "PT",
    "AKST": "AKT",
    "AKDT": "AKT",
    "HST": "HT",
}


def us_date(value: date | datetime | None) -> str:
    """Nov. 24, 2026; an instant is taken in the site's zone; nothing for None."""
    if value is None:
        return ""
    day = value.astimezone(SITE_ZONE).date() if isinstance(value, datetime) else value
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def us_time(value: datetime | None, zone: ZoneInfo = SITE_ZONE) -> str:
    """Tue., Nov. 24, 2026, 9:00 a.m. ET; nothing for None."""
    if value is None:
        return ""
    local = value.astimezone(zone)
    half = "a.m." if local.hour < 12 else "p.m."
    name = local.tzname() or "UTC"
    clock = f"{local.hour % 12 or 12}:{local.minute:02d} {half} {SHORT_ZONES.get(name, name)}"
    return f"{DAYS[local.weekday()]}, {us_date(local.date())}, {clock}"


def iso(value: date | datetime | None) -> str:
    """For a `datetime` attribute."""
    return value.isoformat() if value else ""


def count(number: int, one: str, many: str) -> str:
    """1 practice; 1,204 practices."""
    return f"{number:,} {one if number == 1 else many}"
