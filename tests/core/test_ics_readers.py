"""Calendar files as three strangers read them: all of them find the same instants and the same words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ion.core.ics import CalendarEvent, calendar, plain
from tests.core.calendar_readers import READERS, Understood

TIMES = {
    "Europe/London": (
        "2026-03-29 00:30",  # ends behind the gap
        "2026-03-29 02:00",
        "2026-10-25 00:30",  # ends in the hour that comes twice
        "2026-10-25 01:30",
        "2026-10-25 02:00",
    ),
    "America/New_York": (
        "2026-03-08 01:30",
        "2026-03-08 03:00",
        "2026-11-01 00:30",
        "2026-11-01 01:30",
        "2026-11-01 02:00",
    ),
    "Australia/Lord_Howe": ("2026-04-05 01:15", "2026-04-05 01:45", "2026-10-04 01:30", "2026-12-01 12:00"),
    "Asia/Kathmandu": ("2026-12-01 12:00",),
    "Pacific/Kiritimati": ("2026-12-31 23:30",),
    "America/St_Johns": ("2026-03-08 01:30", "2026-11-01 01:30", "2026-12-01 12:00"),
    "Pacific/Guam": ("2026-12-01 12:00",),
    "Pacific/Palau": ("2026-12-01 12:00",),
    "UTC": ("2026-12-01 12:00",),
}
"""Wall times of events of an hour, at the edges of summer time and where zones are odd."""
TEXTS = [
    "One, two; three: four",
    "Back\\slash, \\n, \\N and \\;",
    "Line one\nline two\r\nline three\rline four",
    "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    'Quotes "here" and ^here',
    *(f"{'x' * length}🎓 räkna 数える {'y' * 80}" for length in range(60, 72)),
]
"""Words that a file could break at; the last ones put letters of several bytes across the fold."""
USUAL = CalendarEvent(
    uid="",
    sequence=0,
    starts_local=datetime.fromisoformat("2026-12-01 12:00"),
    zone="America/New_York",
    length=timedelta(hours=1),
    summary="Peer call",
    description="What it is about.",
    url="https://ion.example/webinars/peer-call",
    is_cancelled=False,
    changed_at=datetime(2026, 1, 1, tzinfo=UTC),
)
EVENTS = [
    replace(event, uid=f"{number}@ion.example")
    for number, event in enumerate(
        [
            *(
                replace(USUAL, zone=zone, starts_local=datetime.fromisoformat(wall).replace(fold=fold))
                for zone, walls in TIMES.items()
                for wall in walls
                for fold in (0, 1)
            ),
            *(replace(USUAL, summary=text, description=text) for text in TEXTS),
            replace(USUAL, is_cancelled=True, alarm=timedelta(hours=1)),
            replace(USUAL, is_tentative=True, alarm=timedelta(days=1)),
        ]
    )
]


def meant(event: CalendarEvent) -> Understood:
    return Understood(
        event.starts_at.astimezone(UTC),
        event.ends_at.astimezone(UTC),
        " ".join(plain(event.summary).split("\n")),
        plain(event.description),
        event.status,
    )


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_understands_what_was_meant(reader: str, tmp_path: Path) -> None:
    understood = READERS[reader]([calendar(event) for event in EVENTS], tmp_path)

    for event, found in zip(EVENTS, understood, strict=True):
        assert found == meant(event), (event.zone, event.starts_local, event.summary)
