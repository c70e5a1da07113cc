"""Mentors: who mentors and what they can talk about, and who is never matched with whom."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.person import Person
from ion.models.types import UTCDateTime, words


class WhoMayAsk(StrEnum):
    """From whom a mentor takes requests."""

    MEMBERS = "members"
    REGION = "region"
    COHORTS = "cohorts"


class MentorProfile(Model):
    """A person who mentors. Its row is locked by whatever counts openings.

    `monthly_limit` is how many conversations begin in one calendar month of the mentor's zone at most; `when_words`
    says in words when they fit. Nobody is asked before `away_until` (a date in their zone), while `paused_at` is set,
    or after `ended_at`: the row stays, since requests point to it. `is_shown_publicly` is the consent to be named to
    visitors by first name and role, `shows_record` to show how many conversations and mentorships there were.
    `usual_reply_hours` is the median of their last answers, None before the first. `mailed_at` is when the last mail
    about requests left: one a day at most.
    """

    __tablename__ = "mentor_profile"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    talks_about: Mapped[str] = mapped_column(Text, default="")
    monthly_limit: Mapped[int] = mapped_column(default=2)
    when_words: Mapped[str] = mapped_column(String(300), default="")
    who_may_ask: Mapped[WhoMayAsk] = mapped_column(words(WhoMayAsk), default=WhoMayAsk.MEMBERS)
    is_shown_publicly: Mapped[bool] = mapped_column(default=False)
    shows_record: Mapped[bool] = mapped_column(default=False)
    away_until: Mapped[date | None]
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    usual_reply_hours: Mapped[int | None]
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()
    terms: Mapped[list["MentorTerm"]] = relationship(cascade="all, delete-orphan")


class MentorTerm(Model):
    """One thing a mentor can talk about: (topic, …), (stage, …), (sector, …), (population, …).

    What they are stands with the person (PersonTerm: role, state, area, workplace, language).
    """

    __tablename__ = "mentor_term"
    __table_args__ = (Index("ix_mentor_term_facet", "facet", "key", "person_id"),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("mentor_profile.person_id", ondelete="CASCADE"), primary_key=True
    )
    facet: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)


class Dismissal(Model):
    """A mentee does not want a mentor suggested any more; the mentor is not told."""

    __tablename__ = "mentor_dismissal"

    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    mentor_id: Mapped[int] = mapped_column(
        ForeignKey("mentor_profile.person_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Exposure(Model):
    """A mentor stood on ranks 2 to 5 of suggestions on `shown_on`: counted, so that exposure follows openings."""

    __tablename__ = "mentor_exposure"

    mentor_id: Mapped[int] = mapped_column(
        ForeignKey("mentor_profile.person_id", ondelete="CASCADE"), primary_key=True
    )
    need_id: Mapped[int] = mapped_column(
        ForeignKey("mentoring_need.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shown_on: Mapped[date] = mapped_column(index=True)


class BarKind(StrEnum):
    """Why two people are never matched."""

    SUPERVISOR = "supervisor"
    ENDED_EARLY = "ended_early"
    STAFF = "staff"


class MentoringBar(Model):
    """Two people who are never suggested to each other nor matched; both ways, the lower person id first."""

    __tablename__ = "mentoring_bar"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[BarKind] = mapped_column(words(BarKind))
    words: Mapped[str] = mapped_column(String(300), default="")
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Oversight(Model):
    """One organization funds or reviews the other: their people are never matched with each other."""

    __tablename__ = "oversight"

    grantor_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True
    )
    grantee_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
