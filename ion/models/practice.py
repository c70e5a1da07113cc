"""Practice: the structured profile of something that was tried, and the tools that belong to it."""

from datetime import date
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item


class GlanceLine(TypedDict):
    """One line of "At a glance": a label such as "Use it when" and its text."""

    label: str
    text: str


class Step(TypedDict):
    """One step in order: title, Markdown text and the safe HTML of it."""

    title: str
    text: str
    html: str


class Duty(TypedDict):
    """What one partner role does: the role's key, Markdown text and the safe HTML of it."""

    role: str
    text: str
    html: str


class Reference(TypedDict):
    """A source: its title and, where it has one, its address (else empty)."""

    title: str
    url: str


class Practice(Model):
    """One practice or attempt. `form` is a key of PRACTICE_KINDS, `tier` of TIERS, `finding` of FINDINGS or empty."""

    __tablename__ = "practice"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[str] = mapped_column(String(24), default="practice")
    tier: Mapped[str] = mapped_column(String(24), default="not-rated")
    finding: Mapped[str] = mapped_column(String(24), default="")
    tier_reason: Mapped[str] = mapped_column(String(1000), default="")
    rated_by: Mapped[str] = mapped_column(String(200), default="")
    rated_on: Mapped[date | None]
    glance: Mapped[list[GlanceLine]] = mapped_column(JSON, default=list)
    steps: Mapped[list[Step]] = mapped_column(JSON, default=list)
    duties: Mapped[list[Duty]] = mapped_column(JSON, default=list)
    reading: Mapped[list[Reference]] = mapped_column(JSON, default=list)

    item: Mapped[Item] = relationship()
    sections: Mapped[list["PracticeSection"]] = relationship(
        cascade="all, delete-orphan", order_by="PracticeSection.position"
    )
    tools: Mapped[list["Tool"]] = relationship(
        foreign_keys="Tool.practice_id", back_populates="practice", order_by="Tool.position"
    )

    @property
    def path(self) -> str:
        return f"/practices/{self.item.slug}"


class PracticeSection(Model):
    """One section of the profile; `key` is a key of PRACTICE_SECTIONS, so that profiles can be compared."""

    __tablename__ = "practice_section"

    practice_id: Mapped[int] = mapped_column(
        ForeignKey("practice.item_id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)


class Tool(Model):
    """A worksheet, checklist, agenda …: an item of its own (found on its own) that stands on its practice's page."""

    __tablename__ = "tool"
    __table_args__ = (UniqueConstraint("practice_id", "anchor"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.item_id"), index=True)
    anchor: Mapped[str] = mapped_column(String(80))
    resource_type: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)

    item: Mapped[Item] = relationship(foreign_keys=item_id)
    practice: Mapped[Practice] = relationship(foreign_keys=practice_id, back_populates="tools")

    @property
    def path(self) -> str:
        return f"{self.practice.path}#tool-{self.anchor}"
