"""Mentoring cohorts: many mentees and mentors, matched at once by ION staff, with a record that proves it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.person import Person
from ion.models.types import UTCDateTime, words


class CohortState(StrEnum):
    """DRAFT is seen by ION staff alone; OPEN takes people in; MATCHING does no longer; PUBLISHED has its matches."""

    DRAFT = "draft"
    OPEN = "open"
    MATCHING = "matching"
    PUBLISHED = "published"
    ENDED = "ended"


class MatchMode(StrEnum):
    """What a run aims at (ion.core.matching)."""

    STABLE = "stable"
    BEST_TOTAL = "best_total"
    MOST_PLACED = "most_placed"


class MentoringCohort(Model):
    """One cohort. People join from `opens_on` to `closes_on`, mentorships run from `starts_on` to `ends_on` (dates).

    `keeps_apart_same_organization` is a setting of it. `lot` is drawn when it is made and decides ties by the
    published rule, so that nobody can choose it later. Its row is locked by joining, running and publishing;
    `version` rises with every change of who is in it, of ranks, fixed pairs and constraints: a run of an older
    version is out of date.
    """

    __tablename__ = "mentoring_cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CohortState] = mapped_column(words(CohortState), default=CohortState.DRAFT)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    mode: Mapped[MatchMode] = mapped_column(words(MatchMode), default=MatchMode.STABLE)
    keeps_apart_same_organization: Mapped[bool] = mapped_column(default=True)
    lot: Mapped[str] = mapped_column(String(64))
    path_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentoring_path.id", ondelete="SET NULL"), index=True
    )
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=0)
    is_sample: Mapped[bool] = mapped_column(default=False)

    @property
    def path(self) -> str:
        return f"/mentoring/cohorts/{self.id}"


class Side(StrEnum):
    """On which side somebody is in a cohort."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class CohortMember(Model):
    """A person in a cohort, on one side. `openings` is how many mentees a mentor takes in it (mentees: 1).

    A mentee's need and criteria are their MentoringNeed with this cohort's id. `left_at`: withdrew before the match.
    """

    __tablename__ = "cohort_member"

    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("mentoring_cohort.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    side: Mapped[Side] = mapped_column(words(Side))
    openings: Mapped[int] = mapped_column(default=1)
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class CohortRank(Model):
    """Somebody's own order of those on the other side: `position` 1 is their first choice. Who is not ranked follows
    by score."""

    __tablename__ = "cohort_rank"

    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("mentoring_cohort.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]


class PairKind(StrEnum):
    """A pair that ION staff decided: FIXED before a run, EDITED by hand after one, APART never to be matched here."""

    FIXED = "fixed"
    EDITED = "edited"
    APART = "apart"


class CohortPair(Model):
    """What ION staff decided about one mentee and one mentor of a cohort; every run keeps it. `mentor_id` None (kind
    EDITED): the mentee is left without a mentor by hand."""

    __tablename__ = "cohort_pair"
    __table_args__ = (Index("ix_cohort_pair_mentee", "cohort_id", "mentee_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("mentoring_cohort.id", ondelete="CASCADE"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PairKind] = mapped_column(words(PairKind))
    reason: Mapped[str] = mapped_column(String(300), default="")
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class MatchRun(Model):
    """One run of the matching of a cohort, made by the worker. `record` is the match record (ion.core.matching.record):
    the inputs, the pairs and the proof, as it can be downloaded and verified. `figures` are those of every mode.

    `inputs_version` is the cohort's version that it saw. `problem` says why it could not be made.
    """

    __tablename__ = "match_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("mentoring_cohort.id", ondelete="CASCADE"), index=True)
    mode: Mapped[MatchMode] = mapped_column(words(MatchMode))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    inputs_version: Mapped[int] = mapped_column(default=0)
    inputs_hash: Mapped[str] = mapped_column(String(64), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    record: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    problem: Mapped[str] = mapped_column(String(500), default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MatchOrigin(StrEnum):
    """Where a match of a run comes from."""

    MATCHED = "matched"
    FIXED = "fixed"
    EDITED = "edited"


class Match(Model):
    """One mentee of a run: with a mentor, the points and reasons that both sides see, or without one and `why`."""

    __tablename__ = "mentor_match"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    mentee_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    origin: Mapped[MatchOrigin] = mapped_column(words(MatchOrigin), default=MatchOrigin.MATCHED)
    points: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    why: Mapped[str] = mapped_column(String(300), default="")
