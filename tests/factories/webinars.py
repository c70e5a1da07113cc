"""Webinars: of one hour, ten days ahead of the tests' clock unless a test says otherwise."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Person, Recording, Webinar
from tests.factories.items import Terms, item


def WebinarFactory(
    starts: str = "2026-12-01 14:00",
    zone: str = "America/New_York",
    length_minutes: int = 60,
    markdown: str = "What it is about.",
    terms: Terms | None = None,
    authors: Sequence[Person] = (),
    webinar: Mapping[str, Any] | None = None,
    recordings: Sequence[Mapping[str, Any]] = (),
    **fields: Any,
) -> Webinar:
    """`starts` is wall time in `zone`; `webinar` are fields of its own row, `recordings` those of its recordings."""
    local = datetime.fromisoformat(starts)
    starts_at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    with unit_of_work() as session:
        made = Webinar(
            item=item("webinar", markdown, terms or {}, authors, **fields),
            starts_local=local,
            zone=zone,
            length_minutes=length_minutes,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=length_minutes),
            **(webinar or {}),
        )
        made.recordings = [Recording(**recording) for recording in recordings]
        session.add(made)
        session.flush()
        signals.item_changed.send(made.item)
    return made
