"""Keeping recordings: what they are, their captions and transcript, and whether readers may have them.

A change of what is out is told to search in the same transaction (`signals.item_changed`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.core import audit, clock, signals, tallies
from ion.models import Item, PlatformReport, Recording, ReportKind, TranscriptPassage
from ion.recordings.captions import Cue, parse, write
from ion.recordings.passages import SHOWN, Told, spoken, together
from ion.recordings.queries.recordings import missing_of

KIND = "recording"
LONGEST_NAME = 200


class NotReady(Exception):
    """The recording may not be shown yet, or not any more without what is to go; `reasons` say why, in words."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


def add(webinar_id: int, *, user_id: int, **fields: Any) -> Recording:
    """A new recording of a webinar, which nobody is shown until it is published."""
    recording = Recording(webinar_id=webinar_id, **fields)
    db.session.add(recording)
    db.session.flush()
    audit.record("added", kind=KIND, id=recording.id, user_id=user_id, after={"item": webinar_id})
    tell(recording)
    return recording


def held(id: int) -> Recording:
    """The recording as it is now, held until the end of the transaction."""
    return db.session.get_one(Recording, id, with_for_update=True, populate_existing=True)


def change(id: int, fields: Mapping[str, Any], shown: Sequence[Told], *, user_id: int) -> Recording:
    """Make these its fields, and these the passages that tell what is shown. Raises NotReady where it is out and
    would not be ready to be any more."""
    recording = held(id)
    before = {name: getattr(recording, name) for name in fields}
    for name, value in fields.items():
        setattr(recording, name, value)
    make_passages(recording, shown=shown)
    stay_ready(recording)
    audit.record("changed", kind=KIND, id=id, user_id=user_id, before=before, after=dict(fields))
    tell(recording)
    return recording


def set_captions(id: int, cues: Sequence[Cue], *, user_id: int, name: str = "") -> Recording:
    """Replace the captions, and make the transcript from them. `name`: of the file they came in."""
    recording = held(id)
    recording.captions, recording.has_captions = write(cues), True
    make_passages(recording)
    note_file(recording, name, len(cues), user_id)
    audit.record("captioned", kind=KIND, id=id, user_id=user_id, after={"cues": len(cues)})
    tell(recording)
    return recording


def remove_captions(id: int, *, user_id: int) -> Recording:
    """Remove captions and what was made from them. Raises NotReady where the recording is out and has sound."""
    recording = held(id)
    recording.captions, recording.has_captions = "", False
    make_passages(recording)
    stay_ready(recording)
    note_file(recording, "", 0, user_id)
    audit.record("removed captions", kind=KIND, id=id, user_id=user_id)
    tell(recording)
    return recording


def note_file(recording: Recording, name: str, cues: int, user_id: int) -> None:
    """One row says which caption file was loaded last; none for captions that were typed or removed."""
    mine = {"recording": recording.id}
    of_captions = select(PlatformReport).where(
        PlatformReport.webinar_id == recording.webinar_id, PlatformReport.kind == ReportKind.CAPTIONS
    )
    for row in db.session.scalars(of_captions):
        if row.columns == mine:
            db.session.delete(row)
    if name:
        db.session.add(
            PlatformReport(
                webinar_id=recording.webinar_id,
                kind=ReportKind.CAPTIONS,
                name=name[:LONGEST_NAME],
                loaded_at=clock.now(),
                user_id=user_id,
                columns=mine,
                row_count=cues,
            )
        )


def make_passages(recording: Recording, *, shown: Sequence[Told] | None = None) -> None:
    """Make the transcript anew: from the captions, and from what is told of what is shown (None: as it is)."""
    db.session.flush()
    if shown is None:
        kept = db.session.execute(
            select(TranscriptPassage.seconds, TranscriptPassage.speaker, TranscriptPassage.text)
            .where(TranscriptPassage.recording_id == recording.id, TranscriptPassage.speaker == SHOWN)
            .order_by(TranscriptPassage.position)
        )
        shown = [Told(*row) for row in kept]
    said = spoken(parse(recording.captions)) if recording.captions else []
    db.session.execute(delete(TranscriptPassage).where(TranscriptPassage.recording_id == recording.id))
    db.session.expire(recording, ["passages"])
    db.session.add_all(
        TranscriptPassage(
            recording_id=recording.id,
            position=at,
            seconds=told.seconds,
            speaker=told.speaker,
            text=told.text,
        )
        for at, told in enumerate(together(said, shown))
    )
    db.session.flush()


def stay_ready(recording: Recording) -> None:
    if recording.published_at is not None and (reasons := missing_of(recording)):
        raise NotReady(reasons)


def publish_recording(id: int, *, user_id: int) -> Recording:
    """Show it to the readers of its webinar. Raises NotReady."""
    recording = held(id)
    if reasons := missing_of(recording):
        raise NotReady(reasons)
    if recording.published_at is not None:
        return recording
    recording.published_at = clock.now()
    db.session.flush()
    audit.record("published", kind=KIND, id=id, user_id=user_id, after={"item": recording.webinar_id})
    signals.recording_published.send(recording)
    tell(recording)
    return recording


def unpublish(id: int, *, user_id: int) -> Recording:
    """Show it to nobody any more; what it has stays."""
    recording = held(id)
    recording.published_at = None
    db.session.flush()
    audit.record("unpublished", kind=KIND, id=id, user_id=user_id, after={"item": recording.webinar_id})
    tell(recording)
    return recording


def remove(id: int, *, user_id: int) -> int:
    """Remove a recording with its captions and transcript; the id of its webinar."""
    recording = held(id)
    audit.record("removed", kind=KIND, id=id, user_id=user_id, before={"url": recording.url})
    note_file(recording, "", 0, user_id)
    db.session.delete(recording)
    db.session.flush()
    tell(recording)
    return recording.webinar_id


def tell(recording: Recording) -> None:
    """Pages of webinars, and what is found in them, are out of date."""
    db.session.flush()
    tallies.raise_version(db.session(), "webinar")
    signals.item_changed.send(db.session.get_one(Item, recording.webinar_id))
