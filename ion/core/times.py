"""Dates and times as people in the United States read them, always with a zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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


NEVER_CHANGES = frozenset({"America/Phoenix"})
"""Zones that keep standard time in summer: "MT" would be an hour wrong there for readers elsewhere."""


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
    return f"{DAYS[local.weekday()]}, {us_date(local.date())}, {us_clock(local)}"


def us_clock(local: datetime) -> str:
    """9:00 a.m. ET, for an instant that is given in the zone to read it in."""
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{local.hour % 12 or 12}:{local.minute:02d} {half} {zone_short(local)}"


def zone_short(local: datetime) -> str:
    """ET, MT, MST …: how the zone of an instant is marked beside its time."""
    name = local.tzname() or "UTC"
    if name[0] in "+-":
        return f"UTC{name}"
    return name if getattr(local.tzinfo, "key", "") in NEVER_CHANGES else SHORT_ZONES.get(name, name)


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; the site's own for an empty or unknown one."""
    try:
        return ZoneInfo(name) if name else SITE_ZONE
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return SITE_ZONE


def own_time(value: datetime | None, zone: str) -> str:
    """`us_time` in the zone of an IANA name: a person's own, or a webinar's."""
    return us_time(value, zone_named(zone))


def iso(value: date | datetime | None) -> str:
    """For a `datetime` attribute."""
    return value.isoformat() if value else ""


def count(number: int, one: str, many: str) -> str:
    """1 practice; 1,204 practices."""
    return f"{number:,} {one if number == 1 else many}"
