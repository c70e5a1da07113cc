"""Webinars from elsewhere: their times as the clock showed them, their recordings held back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.core import clock
from ion.core.ports.importing import ImportedItem
from ion.models import Item, ItemState, Recording, Webinar
from ion.webinars.imports import schedule
from ion.webinars.imports.schedule import Told
from ion.webinars.queries import KIND, PATH


class WebinarImporter:
    """Takes imported items as webinars; their authors are the presenters."""

    kind = KIND
    name = "webinars"
    path_prefix = PATH
    fields = schedule.FIELDS
    happens = True

    def problems(self, item: ImportedItem) -> list[str]:
        return schedule.read(item).problems

    def terms(self, item: ImportedItem) -> dict[str, list[str]]:
        return schedule.read(item).terms

    def body(self, item: ImportedItem) -> str:
        return item.markdown

    def content(self, item: ImportedItem) -> dict[str, Any]:
        return schedule.read(item).content()

    def project(self, rows: Sequence[tuple[Item, ImportedItem]]) -> None:
        ids = [row.id for row, _ in rows]
        asked = select(Webinar).where(Webinar.item_id.in_(ids)).options(selectinload(Webinar.recordings))
        present = {webinar.item_id: webinar for webinar in db.session.scalars(asked)}
        for row, item in rows:
            told = schedule.read(item)
            webinar = present.get(row.id) or Webinar(item_id=row.id, sequence=0)
            fill(webinar, told)
            keep_recordings(webinar, told)
            db.session.add(webinar)
            if item.published_at is None and row.state == ItemState.PUBLISHED:
                row.published_at = min(told.starts.instant, row.published_at or clock.now())


def fill(webinar: Webinar, told: Told) -> None:
    """Make the row what the file says; calendars are told by a higher sequence that it was moved."""
    before = (webinar.starts_local, webinar.zone, webinar.length_minutes)
    if before not in ((None, None, None), (told.starts.local, told.starts.zone, told.length_minutes)):
        webinar.sequence += 1
    webinar.series, webinar.host = told.series, told.host
    webinar.starts_local, webinar.zone = told.starts.local, told.starts.zone
    webinar.length_minutes = told.length_minutes
    webinar.starts_at, webinar.ends_at = told.starts.instant, told.ends_at


def keep_recordings(webinar: Webinar, told: Told) -> None:
    """One row for each recording, held back until it has captions; what is published already stays."""
    wanted = {url: title for title, url in told.recordings}
    kept = [each for each in webinar.recordings if each.url in wanted or each.published_at is not None]
    for recording in kept:
        recording.title = wanted.pop(recording.url, recording.title)
    webinar.recordings = kept + [Recording(title=title, url=url) for url, title in wanted.items()]
