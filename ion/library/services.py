"""Writing to the practice library."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.base.vocabulary.stages import STAGE_SEEDS
from ion.base.vocabulary.topics import TOPIC_SEEDS
from ion.core import items, signals
from ion.core.figures import Sizes
from ion.core.pictures import pictures_of
from ion.core.ports.files import PICTURE_PATH
from ion.core.text import safe_html
from ion.library.profile import Profile, Row
from ion.library.queries import TOOL
from ion.models import Item, ItemBody, ItemCount, Practice, PracticeSection, Stage, Tool, Topic
from ion.models.practice import Duty, GlanceLine, Reference, Step

LONGEST_SLUG = 160
FOLLOWED = (
    "state",
    "audience",
    "is_sample",
    "published_at",
    "first_published_on",
    "expires_at",
    "reviewed_on",
)
"""What the item of a tool has from that of its practice: it stands and falls with it."""


def plant_vocabulary() -> None:
    """Fill the tables of stages and topics where they are empty; what staff made of them is left alone."""
    if not db.session.scalar(select(func.count()).select_from(Stage)):
        db.session.add_all(
            Stage(key=seed.key, name=seed.name, position=seed.position, summary=seed.note)
            for seed in STAGE_SEEDS
        )
    if not db.session.scalar(select(func.count()).select_from(Topic)):
        db.session.add_all(Topic(key=seed.key, name=seed.name, summary=seed.summary) for seed in TOPIC_SEEDS)


def project(rows: Sequence[tuple[Item, Profile]]) -> None:
    """Write practice, sections and tools for items whose ids are known; what a profile no longer has goes.

    The one way from a profile to rows, for what is imported and for what is written here. Flushes.
    """
    present = practices([item.id for item, _ in rows])
    written, tools = [], []
    for item, profile in rows:
        practice = present.get(item.id) or Practice(item_id=item.id)
        pictures = sizes(item, profile)
        fill(practice, profile, pictures)
        db.session.add(practice)
        tools += place_tools(item, practice, profile, pictures)
        written.append(practice)
    db.session.flush()
    for practice in written:
        db.session.expire(practice, ["tools"])  # their rows were added past it
    for tool in tools:
        signals.item_changed.send(tool)


def practices(ids: Sequence[int]) -> dict[int, Practice]:
    found = db.session.scalars(
        select(Practice)
        .where(Practice.item_id.in_(ids))
        .options(selectinload(Practice.sections), selectinload(Practice.tools).selectinload(Tool.item))
    )
    return {practice.item_id: practice for practice in found}


def sizes(item: Item, profile: Profile) -> Sizes:
    """How large the pictures in a profile are; asked for only where it shows any."""
    return pictures_of(item.id) if any(PICTURE_PATH.search(text) for text in profile.texts) else {}


def fill(practice: Practice, profile: Profile, pictures: Sizes) -> None:
    practice.form, practice.tier, practice.finding = profile.form, profile.tier, profile.finding
    practice.tier_reason, practice.rated_by = profile.reason, profile.rated_by
    practice.rated_on = profile.rated_on
    practice.glance = [GlanceLine(label=line["label"], text=line["text"]) for line in profile.glance]
    practice.steps = [
        Step(
            title=step["title"],
            text=step["text"],
            html=safe_html(step["text"], top=4, within=f"step-{at}", pictures=pictures),
        )
        for at, step in enumerate(profile.steps, 1)
    ]
    practice.duties = [
        Duty(
            role=duty["role"],
            text=duty["text"],
            html=safe_html(duty["text"], top=4, within=f"duty-{duty['role']}", pictures=pictures),
        )
        for duty in profile.duties
    ]
    practice.reading = [Reference(title=each["title"], url=each["url"]) for each in profile.references]
    write_sections(practice, profile.sections, pictures)


def write_sections(practice: Practice, told: Sequence[tuple[str, str]], pictures: Sizes) -> None:
    present = {section.key: section for section in practice.sections}
    practice.sections = [present.get(key) or PracticeSection(key=key) for key, _ in told]
    for position, (section, (key, words)) in enumerate(zip(practice.sections, told, strict=True)):
        section.position, section.markdown = position, words
        section.html = safe_html(words, top=3, within=key, pictures=pictures)


def place_tools(row: Item, practice: Practice, profile: Profile, pictures: Sizes) -> list[Item]:
    """The items of the practice's tools: changed, added, or removed where the profile has them no more."""
    present = {tool.anchor: tool for tool in practice.tools}
    for anchor in present.keys() - {tool["slug"] for tool in profile.tools}:
        remove(present[anchor])
    placed = []
    for position, told in enumerate(profile.tools):
        tool = present.get(told["slug"]) or new_tool(row, told["slug"])
        tool.position, tool.resource_type = position, told["type"]
        fill_tool(tool.item, row, told, pictures)
        db.session.add(tool)
        placed.append(tool.item)
    return placed


def new_tool(row: Item, anchor: str) -> Tool:
    """A tool of a practice; only where that was imported has the tool a source, which later imports know it by."""
    source = f"{row.source}#tool-{anchor}" if row.source else None
    item = Item(kind=TOOL, slug=f"{anchor}-{row.id}"[:LONGEST_SLUG], source=source)
    item.body, item.counts = ItemBody(), ItemCount(views=0)
    return Tool(item=item, practice_id=row.id, anchor=anchor)


def fill_tool(item: Item, row: Item, told: Row, pictures: Sizes) -> None:
    item.title, item.summary = told["title"], told["summary"]
    for name in FOLLOWED:
        setattr(item, name, getattr(row, name))
    item.body.markdown = told["text"]
    item.body.html = safe_html(told["text"], top=4, within=f"tool-{told['slug']}", pictures=pictures)
    items.tag(item, {"resource-type": [told["type"]]})


def remove(tool: Tool) -> None:
    signals.item_removed.send(tool.item)
    db.session.delete(tool)
    db.session.delete(tool.item)


def align_tools(practice: Item) -> None:
    """Let the tools of a practice have its state, readers and dates again, whatever changed them; flushes.

    Asks for those alone that differ, so that a practice which only changed its text costs one question.
    """
    wanted: dict[str, Any] = {name: getattr(practice, name) for name in FOLLOWED}
    differs = or_(*(getattr(Item, name).is_distinct_from(value) for name, value in wanted.items()))
    moved = db.session.scalars(
        select(Item).join(Tool, Tool.item_id == Item.id).where(Tool.practice_id == practice.id, differs)
    ).all()
    for item in moved:
        for name, value in wanted.items():
            setattr(item, name, value)
    db.session.flush()
    for item in moved:
        signals.item_changed.send(item)


def remove_tools(practice: Item) -> None:
    """Delete the tools of a practice that is about to be deleted: none stands without it. Flushes."""
    tools = db.session.scalars(
        select(Tool).where(Tool.practice_id == practice.id).options(selectinload(Tool.item))
    ).all()
    for tool in tools:
        remove(tool)
    if tools:
        db.session.flush()
