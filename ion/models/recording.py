"""Recording: what one may watch afterwards, its captions, and its transcript made from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class Recording(Model):
    """A recording of a webinar. It is shown once it is published; one with sound needs captions for that.

    `captions` is WebVTT as we write it. `said` answers "Is everything shown also said?": "yes"; "described" (then
    `described_url` leads to a version that describes what is shown); "transcript" (a descriptive transcript stands in
    for it until then, and the page says so); "" is not answered. `chapters` are [{"seconds", "title", "slide"}], slide
    being a number of the deck `deck_id` or None.
    """

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.item_id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(1000))
    has_captions: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    has_sound: Mapped[bool] = mapped_column(default=True, server_default="1")
    length_seconds: Mapped[int | None]
    captions: Mapped[str] = mapped_column(Text, default="", server_default="")
    said: Mapped[str] = mapped_column(String(12), default="", server_default="")
    described_url: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    deck_id: Mapped[int | None]

    passages: Mapped[list["TranscriptPassage"]] = relationship(
        cascade="all, delete-orphan", order_by="TranscriptPassage.position"
    )


class TranscriptPassage(Model):
    """Some seconds of talk as one paragraph of the transcript; `speaker` is empty where nobody says who speaks."""

    __tablename__ = "transcript_passage"

    recording_id: Mapped[int] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[int]
    speaker: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)


class ReportKind(StrEnum):
    """What the platform on which a webinar ran reports afterwards."""

    ATTENDANCE = "attendance"
    QUESTIONS = "questions"
    POLLS = "polls"
    CAPTIONS = "captions"


class PlatformReport(Model):
    """One file of the platform as it was taken in. `columns` says which column was read as what; `unknown` lists
    people of it who are not registered: [{"name", "email", "minutes"}]; they never become accounts."""

    __tablename__ = "platform_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.item_id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(200))
    loaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    row_count: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class ReportColumns(Model):
    """How the columns of a report of this heading were mapped last; `heading` is a hash of its column names."""

    __tablename__ = "report_columns"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    heading: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
