"""Mentorships: two people who chose to work together for a while, their goals, sessions, tasks and path."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.person import Person
from ion.models.types import UTCDateTime, words


class MentorshipState(StrEnum):
    """PROPOSED until both agreed, ACTIVE until it is COMPLETED or ENDED early; DECLINED was never begun."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"
    DECLINED = "declined"


class Mentorship(Model):
    """A mentor and a mentee; `mentor_id` and `mentee_id` are persons. It begins when both agreed.

    `request_id` is the conversation it grew out of, `cohort_id` the cohort it was matched in. `proposed_by_id` is one
    of the two, None where a cohort proposed it. `cadence` says in words how often they meet. `active_at` is when
    either last did something in it: 15 quiet days nudge (`nudged_at`), 30 put it on the list of ION staff. `stuck_at`
    is when one side said that the other does not answer (`stuck_by_id`). `ended_why` is for ION staff alone, unless
    COMPLETED. `version` rises with every change that both see.
    """

    __tablename__ = "mentorship"
    __table_args__ = (Index("ix_mentorship_quiet", "state", "active_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentoring_request.id", ondelete="SET NULL"), index=True
    )
    cohort_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentoring_cohort.id", ondelete="SET NULL"), index=True
    )
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    proposed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[MentorshipState] = mapped_column(words(MentorshipState), default=MentorshipState.PROPOSED)
    words: Mapped[str] = mapped_column(Text, default="")
    cadence: Mapped[str] = mapped_column(String(120), default="")
    path_name: Mapped[str] = mapped_column(String(200), default="")
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    mentor_agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mentee_agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    ended_why: Mapped[str] = mapped_column(String(1000), default="")
    active_at: Mapped[datetime] = mapped_column(UTCDateTime)
    nudged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stuck_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stuck_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(default=0)

    mentor: Mapped[Person] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id])

    @property
    def path(self) -> str:
        return f"/mentoring/mentorships/{self.id}"


class MentorshipGoal(Model):
    """One goal. The mentee rates themselves from 1 to 5 before and after; `progress` is from 0 to 100 by 25."""

    __tablename__ = "mentorship_goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    before_rating: Mapped[int | None]
    after_rating: Mapped[int | None]
    progress: Mapped[int] = mapped_column(default=0)
    reached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MentorshipSession(Model):
    """One meeting of the two. `wall_at` (naive) in `zone` is the truth of when, `starts_at` is derived.

    `shared_notes` is Markdown that both write (`shared_html` the safe HTML of it); `notes_version` guards a stale
    save. `sequence` rises with every change of the time, for calendars.
    """

    __tablename__ = "mentorship_session"
    __table_args__ = (Index("ix_mentorship_session_at", "mentorship_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"))
    step_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentorship_step.id", ondelete="SET NULL"), index=True
    )
    proposed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    wall_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    length_minutes: Mapped[int] = mapped_column(default=30)
    place: Mapped[str] = mapped_column(String(500), default="")
    agenda: Mapped[str] = mapped_column(String(1000), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    shared_notes: Mapped[str] = mapped_column(Text, default="")
    shared_html: Mapped[str] = mapped_column(Text, default="")
    notes_version: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)


class SessionNote(Model):
    """What one side notes of a session for themselves alone (plain text)."""

    __tablename__ = "session_note"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("mentorship_session.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class MentorshipTask(Model):
    """Something that one of the two (`person_id`; None: both) does until `due_on`."""

    __tablename__ = "mentorship_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class MentoringPath(Model):
    """A guided path that ION staff keep: 6 to 12 steps. Archived ones are not offered; those begun go on."""

    __tablename__ = "mentoring_path"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    summary: Mapped[str] = mapped_column(String(1000), default="")
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=0)
    is_sample: Mapped[bool] = mapped_column(default=False)

    steps: Mapped[list["PathStep"]] = relationship(
        cascade="all, delete-orphan", order_by="PathStep.position", back_populates="guide"
    )


class PathStep(Model):
    """One step of a path: what to talk about (`agenda`, plain lines), and a practice or webinar to look at before."""

    __tablename__ = "path_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("mentoring_path.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    agenda: Mapped[str] = mapped_column(String(2000), default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="SET NULL"), index=True)

    guide: Mapped[MentoringPath] = relationship(back_populates="steps")


class MentorshipStep(Model):
    """One step of the path that two people walk, copied when they began: done, skipped with a reason, or to come."""

    __tablename__ = "mentorship_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    agenda: Mapped[str] = mapped_column(String(2000), default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="SET NULL"), index=True)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    skipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    skipped_why: Mapped[str] = mapped_column(String(300), default="")


class MentorshipSurvey(Model):
    """How one side found a mentorship that is over: two ratings from 1 to 5, words for ION staff (`words`), and
    `thanks`, which the other side reads."""

    __tablename__ = "mentorship_survey"

    mentorship_id: Mapped[int] = mapped_column(
        ForeignKey("mentorship.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    usefulness: Mapped[int]
    goals_reached: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
