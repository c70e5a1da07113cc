"""Profiles to rows: a practice with its sections, and its tools, which are items of their own."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.core import items, signals
from ion.core.text import safe_html
from ion.library.imports.checks import Mapped
from ion.library.imports.profile import Profile
from ion.models import Item, ItemBody, ItemCount, Practice, PracticeSection, Tool
from ion.models.practice import Duty, GlanceLine, Reference, Step

KIND = "tool"
LONGEST_SLUG = 160


def project(rows: Sequence[tuple[Item, str, Profile]]) -> None:
    """Write practice, sections and tools for items whose ids are known; what a profile no longer has goes."""
    present = practices([row.id for row, _, _ in rows])
    tools = []
    for row, source, profile in rows:
        practice = present.get(row.id) or Practice(item_id=row.id)
        fill(practice, profile)
        db.session.add(practice)
        tools += place_tools(row, source, practice, profile)
    db.session.flush()
    for item in tools:
        signals.item_changed.send(item)


def practices(ids: Sequence[int]) -> dict[int, Practice]:
    found = db.session.scalars(
        select(Practice)
        .where(Practice.item_id.in_(ids))
        .options(selectinload(Practice.sections), selectinload(Practice.tools).selectinload(Tool.item))
    )
    return {practice.item_id: practice for practice in found}


def fill(practice: Practice, profile: Profile) -> None:
    practice.form, practice.tier, practice.finding = profile.form, profile.tier, profile.finding
    practice.tier_reason, practice.rated_by = profile.reason, profile.rated_by
    practice.rated_on = profile.rated_on
    practice.glance = [GlanceLine(label=line["label"], text=line["text"]) for line in profile.glance]
    practice.steps = [
        Step(title=step["title"], text=step["text"], html=safe_html(step["text"], top=4, within=f"step-{at}"))
        for at, step in enumerate(profile.steps, 1)
    ]
    practice.duties = [
        Duty(
            role=duty["role"],
            text=duty["text"],
            html=safe_html(duty["text"], top=4, within=f"duty-{duty['role']}"),
        )
        for duty in profile.duties
    ]
    practice.reading = [Reference(title=each["title"], url=each["url"]) for each in profile.references]
    write_sections(practice, profile.sections)


def write_sections(practice: Practice, told: Sequence[tuple[str, str]]) -> None:
    present = {section.key: section for section in practice.sections}
    practice.sections = [present.get(key) or PracticeSection(key=key) for key, _ in told]
    for position, (section, (key, words)) in enumerate(zip(practice.sections, told, strict=True)):
        section.position, section.markdown = position, words
        section.html = safe_html(words, top=3, within=key)


def place_tools(row: Item, source: str, practice: Practice, profile: Profile) -> list[Item]:
    """The items of the practice's tools: changed, added, or removed where the profile has them no more."""
    present = {tool.anchor: tool for tool in practice.tools}
    for anchor in present.keys() - {tool["slug"] for tool in profile.tools}:
        remove(present[anchor])
    items = []
    for position, told in enumerate(profile.tools):
        tool = present.get(told["slug"]) or new_tool(row, source, told["slug"])
        tool.position, tool.resource_type = position, told["type"]
        fill_tool(tool.item, row, told)
        db.session.add(tool)
        items.append(tool.item)
    return items


def new_tool(row: Item, source: str, anchor: str) -> Tool:
    item = Item(kind=KIND, slug=f"{anchor}-{row.id}"[:LONGEST_SLUG], source=f"{source}#tool-{anchor}")
    item.body, item.counts = ItemBody(), ItemCount(views=0)
    return Tool(item=item, practice_id=row.id, anchor=anchor)


def fill_tool(item: Item, row: Item, told: Mapped) -> None:
    """A tool stands and falls with its practice: same state, same readers, same dates."""
    item.title, item.summary = told["title"], told["summary"]
    item.state, item.audience, item.is_sample = row.state, row.audience, row.is_sample
    item.published_at, item.first_published_on = row.published_at, row.first_published_on
    item.expires_at, item.reviewed_on = row.expires_at, row.reviewed_on
    item.body.markdown, item.body.html = (
        told["text"],
        safe_html(told["text"], top=4, within=f"tool-{told['slug']}"),
    )
    items.tag(item, {"resource-type": [told["type"]]})


def remove(tool: Tool) -> None:
    signals.item_removed.send(tool.item)
    db.session.delete(tool)
    db.session.delete(tool.item)
