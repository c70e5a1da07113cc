"""Asking for a mentor: what somebody needs to talk about, whom they asked, and the calls that came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.mentoring import MentorProfile
from ion.models.person import Person
from ion.models.types import UTCDateTime, words


class Weight(StrEnum):
    """How much a criterion counts: a must is a filter, the others are points (ion.core.mentoring.scoring)."""

    MUST = "must"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class NeedState(StrEnum):
    """Where somebody's question stands: written, answered by a conversation, taken back, or given up."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"
    UNMET = "unmet"


class MentoringNeed(Model):
    """What a mentee wants to talk about: one question, for one conversation or (in a cohort) for a mentorship.

    `note` is for the mentor. `item_id` is the practice, post or webinar it came from. `cohort_id` is set where it is
    the mentee's need in a cohort, which mentors learn of by being matched, never by a request. `has_priority` stands
    after a mentorship that ended early without fault. `waits_since` is when nobody with openings fit and the mentee
    chose to be told; `told_at` is when they last were. `client_id` is made where it was typed: the same one again is
    the same need.
    """

    __tablename__ = "mentoring_need"
    __table_args__ = (
        UniqueConstraint("mentee_id", "client_id"),
        Index("ix_mentoring_need_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    client_id: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(String(500))
    note: Mapped[str] = mapped_column(Text, default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="SET NULL"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentoring_cohort.id", ondelete="CASCADE"), index=True
    )
    has_priority: Mapped[bool] = mapped_column(default=False)
    state: Mapped[NeedState] = mapped_column(words(NeedState), default=NeedState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waits_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    mentee: Mapped[Person] = relationship()
    criteria: Mapped[list["NeedCriterion"]] = relationship(cascade="all, delete-orphan")
    requests: Mapped[list["MentoringRequest"]] = relationship(
        cascade="all, delete-orphan", back_populates="need"
    )

    @property
    def path(self) -> str:
        return f"/mentoring/needs/{self.id}"


class NeedCriterion(Model):
    """One thing that a mentor should have for a need: (topic, apprenticeship) as a must, (state, CO) as low …"""

    __tablename__ = "need_criterion"

    need_id: Mapped[int] = mapped_column(
        ForeignKey("mentoring_need.id", ondelete="CASCADE"), primary_key=True
    )
    facet: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    weight: Mapped[Weight] = mapped_column(words(Weight), default=Weight.MEDIUM)


class RequestState(StrEnum):
    """Where one request stands. PLANNED is the mentee's next choice: the mentor does not know of it yet.

    CLOSED ended without an answer to it: the mentor is full, paused or gone, or somebody else accepted.
    """

    PLANNED = "planned"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class MentoringRequest(Model):
    """One need put to one mentor; `position` is the mentee's order of choices.

    `points` and `reasons` are those that the mentee saw when asking; the mentor sees the same, as
    [{"facet", "key", "weight", "points", "words"}]. `words` is what the mentor (or the site, `closed_why`) said in
    answer, `suggested_id` the person they named instead. Acceptance opens `conversation_id`. `group_call_id` is the
    group call that the mentor offered to several who ask the same. `held_at` is when the conversation took place, as
    one of the two said. `followed_up_at` is when the mentee was asked how it was.
    """

    __tablename__ = "mentoring_request"
    __table_args__ = (
        UniqueConstraint("need_id", "mentor_id"),
        Index("ix_mentoring_request_mentor", "mentor_id", "state", "accepted_on"),
        Index("ix_mentoring_request_due", "state", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("mentoring_need.id", ondelete="CASCADE"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.person_id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=1)
    state: Mapped[RequestState] = mapped_column(words(RequestState), default=RequestState.ASKED)
    points: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    nudged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    closed_why: Mapped[str] = mapped_column(String(24), default="")
    suggested_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    group_call_id: Mapped[int | None] = mapped_column(
        ForeignKey("group_call.id", ondelete="SET NULL"), index=True
    )
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    followed_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    need: Mapped[MentoringNeed] = relationship(back_populates="requests")
    mentor: Mapped[MentorProfile] = relationship()

    @property
    def path(self) -> str:
        return f"/mentoring/requests/{self.id}"


class GroupCall(Model):
    """One conversation that a mentor offers to several who ask the same; it counts once against the monthly limit.

    `wall_at` (naive) in `zone` is the truth of when, `starts_at` is derived.
    """

    __tablename__ = "group_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(
        ForeignKey("mentor_profile.person_id", ondelete="CASCADE"), index=True
    )
    about: Mapped[str] = mapped_column(String(300))
    wall_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    length_minutes: Mapped[int] = mapped_column(default=30)
    place: Mapped[str] = mapped_column(String(500), default="")
    offered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    offered_on: Mapped[date]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class CallSlot(Model):
    """A time proposed for the call of an accepted request; `chosen_at` marks the one that both have.

    `wall_at` (naive) in `zone` is the truth, `starts_at` derived; `sequence` rises with every change, for calendars.
    """

    __tablename__ = "call_slot"
    __table_args__ = (UniqueConstraint("request_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_request.id", ondelete="CASCADE"))
    proposed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    wall_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(500), default="")
    chosen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sequence: Mapped[int] = mapped_column(default=0)


class CallFeedback(Model):
    """How one side found the conversation of a request: `usefulness` from 1 to 5, `words` for ION staff."""

    __tablename__ = "call_feedback"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("mentoring_request.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    usefulness: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
