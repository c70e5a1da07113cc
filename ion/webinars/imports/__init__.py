"""Webinars from elsewhere: their times as the clock showed them, their recordings held back."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.core import clock
from ion.core.ports.importing import ImportedItem
from ion.models import Item, ItemState, Recording, Revision, Webinar
from ion.models.revision import IMPORTED, SET_BESIDE
from ion.webinars.imports import schedule
from ion.webinars.imports.schedule import Told
from ion.webinars.queries import KIND, PATH
from ion.webinars.services import record


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
        brought = brought_before(ids)
        for row, item in rows:
            told = schedule.read(item)
            webinar = present.get(row.id)
            before = record.before_of(webinar) if webinar else None
            webinar = webinar or Webinar(item_id=row.id, sequence=0)
            fill(webinar, told)
            keep_recordings(webinar, told, brought[row.id])
            db.session.add(webinar)
            if before is not None:
                follow(webinar, before)
            if item.published_at is None and row.state == ItemState.PUBLISHED:
                row.published_at = min(told.starts.instant, row.published_at or clock.now())


def follow(webinar: Webinar, before: record.Before) -> None:
    """Calendars are told by a higher sequence that it was moved; registrants too, where one registers here."""
    if webinar.takes_registration:
        record.follow(webinar, before)
    elif record.is_moved(webinar, before):
        webinar.sequence += 1


def fill(webinar: Webinar, told: Told) -> None:
    """Make the row what the file says; what no file says of a webinar stays as ION staff have it."""
    webinar.series, webinar.host = told.series, told.host
    webinar.starts_local, webinar.zone = told.starts.local, told.starts.zone
    webinar.length_minutes = told.length_minutes
    webinar.starts_at, webinar.ends_at = told.starts.instant, told.ends_at


def keep_recordings(webinar: Webinar, told: Told, brought: Collection[str]) -> None:
    """One row for each recording, held back until it has captions.

    What stays although the file does not name it (any more): what is published, what has captions, and whatever no
    import `brought` (addresses): ION staff put that here.
    """
    wanted = {url: title for title, url in told.recordings}
    kept = [
        each
        for each in webinar.recordings
        if each.url in wanted or each.published_at or each.has_captions or each.url not in brought
    ]
    for recording in kept:
        recording.title = wanted.pop(recording.url, recording.title)
    webinar.recordings = kept + [Recording(title=title, url=url) for url, title in wanted.items()]


def brought_before(ids: Collection[int]) -> dict[int, set[str]]:
    """The addresses of recordings that imports ever brought, by webinar."""
    rows = db.session.execute(
        select(Revision.item_id, Revision.content["recordings"])
        .where(Revision.item_id.in_(ids), Revision.note.in_((IMPORTED, SET_BESIDE)))
        .order_by(Revision.item_id, Revision.number)
    )
    found: dict[int, set[str]] = {id: set() for id in ids}
    for item_id, recordings in rows:
        found[item_id].update(each["url"] for each in recordings or ())
    return found
