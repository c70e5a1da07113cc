"""Practices and tools as search documents."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.base.vocabulary.evidence import TIERS
from ion.base.vocabulary.practices import PRACTICE_SECTIONS
from ion.base.vocabulary.roles import ROLES
from ion.core import items
from ion.core.documents import ItemDocuments
from ion.core.ports.search import Document, Key, Part
from ion.core.text import passages
from ion.library.queries import KIND, PATH, TOOL
from ion.models import Item, ItemBody, ItemState, Practice, PracticeSection, Tool

holder = aliased(Item)
RANKS = {tier: rank for rank, tier in enumerate(reversed([*TIERS]))}
"""Evidence as a number to sort by: 0 for not rated, more for stronger."""


class PracticeDocuments(ItemDocuments):
    """Every published practice; its sections, steps and duties are parts that a hit can land on."""

    kind = KIND

    def followers(self, ids: Collection[int]) -> list[Key]:
        """Tools stand at the address of their practice and are seen with it."""
        tools = db.session.scalars(
            select(Tool.item_id).where(Tool.practice_id.in_(ids)).order_by(Tool.item_id)
        )
        return [(TOOL, id) for id in tools]

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms = items.terms_of(ids)
        sections: dict[int, list[PracticeSection]] = defaultdict(list)
        for section in db.session.scalars(
            select(PracticeSection)
            .where(PracticeSection.practice_id.in_(ids))
            .order_by(PracticeSection.practice_id, PracticeSection.position)
        ):
            sections[section.practice_id].append(section)
        rows = db.session.execute(
            select(Item, Practice, ItemBody.markdown)
            .join(Practice, Practice.item_id == Item.id)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .where(Item.id.in_(ids), Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        ).all()
        return [
            practice_document(item, practice, markdown, sections[item.id], terms[item.id])
            for item, practice, markdown in rows
        ]


def practice_document(
    item: Item, practice: Practice, markdown: str, sections: list[PracticeSection], terms: items.Terms
) -> Document:
    told = [Part(f"section-{s.key}", PRACTICE_SECTIONS.label(s.key), plain(s.markdown)) for s in sections]
    body = passages(markdown)
    told += [Part(p.anchor, p.label, p.text) for p in body if p.anchor]
    told += listed(practice)
    glance = [f"{line['label']}: {line['text']}" for line in practice.glance]
    return Document(
        kind=KIND,
        id=item.id,
        path=PATH + item.slug,
        title=item.title,
        summary=item.summary,
        text=" ".join([*glance, *(passage.text for passage in body if not passage.anchor)]),
        audience=item.audience,
        facets=terms,
        published_at=item.published_at,
        reviewed_on=item.reviewed_on,
        expires_at=item.expires_at,
        evidence_rank=RANKS.get(practice.tier, 0),
        is_sample=item.is_sample,
        parts=tuple(told),
    )


def listed(practice: Practice) -> list[Part]:
    """Steps and duties as parts, where the practice has any."""
    steps = " ".join(f"{step['title']}: {plain(step['text'])}" for step in practice.steps)
    duties = " ".join(f"{ROLES.label(duty['role'])}: {plain(duty['text'])}" for duty in practice.duties)
    parts = [Part("steps", "Steps, in order", steps), Part("duties", "Who does what", duties)]
    return [part for part in parts if part.text]


def plain(markdown: str) -> str:
    return " ".join(" ".join((passage.label, passage.text)) for passage in passages(markdown)).strip()


class ToolDocuments:
    """Every published tool of a published practice, found on its own."""

    kind = TOOL

    def ids(self) -> Iterator[int]:
        return items.published_ids(TOOL)

    def followers(self, ids: Collection[int]) -> list[Key]:
        return []

    def documents(self, ids: Collection[int]) -> list[Document]:
        rows = db.session.execute(
            select(Item, Tool, ItemBody.markdown, holder)
            .join(Tool, Tool.item_id == Item.id)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .join(holder, holder.id == Tool.practice_id)
            .where(Item.id.in_(ids), Item.state == ItemState.PUBLISHED)
            .where(holder.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        ).all()
        terms = items.terms_of({tool.practice_id for _, tool, _, _ in rows})
        return [
            tool_document(item, tool, markdown, parent, terms[parent.id])
            for item, tool, markdown, parent in rows
        ]


def tool_document(item: Item, tool: Tool, markdown: str, parent: Item, terms: items.Terms) -> Document:
    """A tool is seen by whom its practice is seen, and archived with it."""
    inherited = {facet: keys for facet, keys in terms.items() if facet not in ("evidence", "form")}
    return Document(
        kind=TOOL,
        id=item.id,
        path=f"{PATH}{parent.slug}#tool-{tool.anchor}",
        title=item.title,
        summary=item.summary,
        text=plain(markdown),
        audience=parent.audience,
        facets={**inherited, "resource-type": (tool.resource_type,)},
        published_at=item.published_at,
        reviewed_on=item.reviewed_on,
        expires_at=parent.expires_at,
        is_sample=item.is_sample,
    )
