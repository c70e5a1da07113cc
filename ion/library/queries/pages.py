"""One practice, as its own page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, literal, null, select

from ion.base.vocabulary import Term
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.core import clock, items, reading
from ion.core.access import SEEN
from ion.core.bylines import Byline, poster
from ion.core.corrections import Note, corrections_of
from ion.core.labels import place_in_words
from ion.library.labels import DetailRow, Label, authors_and_terms, details, labels
from ion.models import Item, ItemBody, Practice, PracticeSection, Tool

KIND = "practice"
TOOL = "tool"
PATH = "/practices/"


class Section(NamedTuple):
    """A section of the profile: anchor on the page, heading, safe HTML."""

    anchor: str
    heading: str
    html: str


class ToolText(NamedTuple):
    """A tool on the page of its practice."""

    anchor: str
    title: str
    type_label: str
    summary: str
    html: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How sure a reader can be, in words, with the reason."""

    term: Term
    finding: Term | None
    reason: str
    rated_by: str
    rated_on: date | None


@dataclass(frozen=True, slots=True)
class PracticePage:
    """A practice as its own page shows it."""

    id: int
    path: str
    title: str
    summary: str
    kind: str
    kind_label: str
    is_sample: bool
    archived: bool
    topics: list[Label]
    place: str
    glance: list[tuple[str, str]]
    sections: list[Section]
    body_html: str
    link_url: str
    link_name: str
    steps: list[tuple[str, str]]
    duties: list[tuple[str, str]]
    tools: list[ToolText]
    references: list[tuple[str, str]]
    evidence: Rating
    details: list[DetailRow]
    byline: Byline
    first_published_on: date | None
    published_at: datetime
    modified_at: datetime
    corrections: tuple[Note, ...]
    reviewed_on: date | None
    views: int
    likes: int

    @property
    def toc(self) -> list[tuple[str, str]]:
        """What stands on the page, in order, as (anchor, label)."""
        told = [(section.anchor, section.heading) for section in self.sections]
        after = next((at for at, (anchor, _) in enumerate(told, 1) if anchor == STEPS_AFTER), len(told))
        steps = [("steps", "Steps, in order")] if self.steps else []
        rest = [("duties", "Who does what")] if self.duties else []
        rest += [("tools", "Tools")] if self.tools else []
        rest += [("references", "References")] if self.references else []
        return told[:after] + steps + told[after:] + rest


STEPS_AFTER = "section-what-they-did"


PRACTICE = items.page_statement(
    KIND,
    Practice.form,
    Practice.tier,
    Practice.finding,
    Practice.tier_reason,
    Practice.rated_by,
    Practice.rated_on,
    Practice.glance,
    Practice.steps,
    Practice.duties,
    Practice.reading.label("references"),
    items.REVISED_AT.label("revised_at"),
).join(Practice, Practice.item_id == Item.id)


def practice_page(slug: str, scopes: frozenset[str]) -> PracticePage | None:
    """The practice of that slug, or None where the reader may not know of one."""
    row = reading.rows(PRACTICE, slug=slug, scopes=sorted(scopes)).one_or_none()
    return drawn(row, scopes) if row else None


def drawn(row: Any, scopes: frozenset[str]) -> PracticePage:
    authors, terms = authors_and_terms(row.id, scopes)
    sections, tools = told_in(row.id, scopes)
    corrections = corrections_of(row.id)
    return PracticePage(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        kind=row.form,
        kind_label=PRACTICE_KINDS.label(row.form),
        is_sample=row.is_sample,
        archived=row.expires_at is not None and row.expires_at <= clock.now(),
        topics=labels(terms, "topic"),
        place=place_in_words(terms.get("state", ())),
        glance=[(line["label"], line["text"]) for line in row.glance],
        sections=sections,
        body_html=row.html,
        link_url=row.link_url,
        link_name=row.link_name,
        steps=[(step["title"], step["html"]) for step in row.steps],
        duties=[(ROLES.label(duty["role"]), duty["html"]) for duty in row.duties],
        tools=tools,
        references=[(source["title"], source["url"]) for source in row.references],
        evidence=rating(row),
        details=details(terms),
        byline=Byline(authors, poster(row.posted_by, row.poster_page)),
        first_published_on=row.first_published_on,
        published_at=row.published_at,
        modified_at=items.changed_at(row.published_at, row.revised_at, *(note.at for note in corrections)),
        corrections=corrections,
        reviewed_on=row.reviewed_on,
        views=row.views,
        likes=row.likes,
    )


def rating(row: Any) -> Rating:
    return Rating(
        term=TIERS[row.tier],
        finding=FINDINGS.get(row.finding),
        reason=row.tier_reason,
        rated_by=row.rated_by,
        rated_on=row.rated_on,
    )


TOLD = (
    select(
        literal(0).label("shelf"),
        PracticeSection.position,
        PracticeSection.key,
        PracticeSection.html,
        null().label("title"),
        null().label("summary"),
        null().label("type"),
    )
    .where(PracticeSection.practice_id == bindparam("id", type_=Integer))
    .union_all(
        select(
            literal(1),
            Tool.position,
            Tool.anchor,
            ItemBody.html,
            Item.title,
            Item.summary,
            Tool.resource_type,
        )
        .join(Item, Item.id == Tool.item_id)
        .join(ItemBody, ItemBody.item_id == Tool.item_id)
        .where(Tool.practice_id == bindparam("id", type_=Integer), SEEN)
    )
    .order_by("shelf", "position")
)
"""The sections (shelf 0) and the tools (shelf 1) of a practice, in order, in one question."""


def told_in(practice_id: int, scopes: frozenset[str]) -> tuple[list[Section], list[ToolText]]:
    """The sections and the tools of a practice, in order."""
    rows = reading.rows(TOLD, id=practice_id, scopes=sorted(scopes)).all()
    sections = [
        Section(f"section-{r.key}", PRACTICE_SECTIONS.label(r.key), r.html) for r in rows if not r.shelf
    ]
    tools = [
        ToolText(f"tool-{r.key}", r.title, RESOURCE_TYPES.label(r.type), r.summary, r.html)
        for r in rows
        if r.shelf
    ]
    return sections, tools
