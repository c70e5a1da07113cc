"""Posts, practices and tools: published today unless a test says otherwise."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from ion.core import clock, items, signals
from ion.core.text import safe_html
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Item,
    ItemAuthor,
    ItemBody,
    ItemCount,
    ItemState,
    Person,
    Post,
    Practice,
    PracticeSection,
    Tool,
)

_numbers = count(1)
Terms = Mapping[str, Sequence[str]]


def item(kind: str, markdown: str, terms: Terms, authors: Sequence[Person], **fields: Any) -> Item:
    number = next(_numbers)
    at = clock.now()
    body = {name: fields.pop(name) for name in ("link_url", "link_name") if name in fields}
    usual = {
        "slug": f"{kind}-{number}",
        "title": f"{kind.capitalize()} {number}",
        "summary": f"Summary {number}",
        "state": ItemState.PUBLISHED,
        "published_at": at,
        "first_published_on": at.date(),
    }
    made = Item(kind=kind, **usual | fields)
    made.body = ItemBody(markdown=markdown, html=safe_html(markdown), **body)
    made.counts = ItemCount()
    made.authors = [ItemAuthor(person_id=person.id, position=at) for at, person in enumerate(authors)]
    items.tag(made, terms)
    return made


def PostFactory(
    markdown: str = "A paragraph.", terms: Terms | None = None, authors: Sequence[Person] = (), **fields: Any
) -> Post:
    with unit_of_work() as session:
        post = Post(item=item("post", markdown, terms or {}, authors, **fields))
        session.add(post)
        session.flush()
        signals.item_changed.send(post.item)
    return post


def PracticeFactory(
    sections: Mapping[str, str] | None = None,
    terms: Terms | None = None,
    authors: Sequence[Person] = (),
    markdown: str = "",
    practice: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Practice:
    own = dict(practice or {})
    told = {
        "evidence": [own.get("tier", "not-rated")],
        "form": [own.get("form", "practice")],
        **(terms or {}),
    }
    with unit_of_work() as session:
        made = Practice(item=item("practice", markdown, told, authors, **fields), **own)
        made.sections = [
            PracticeSection(key=key, position=at, markdown=text, html=safe_html(text, top=3, within=key))
            for at, (key, text) in enumerate((sections or {"problem": "Nobody came."}).items())
        ]
        session.add(made)
        session.flush()
        signals.item_changed.send(made.item)
    return made


def ToolFactory(practice: Practice, markdown: str = "- [ ] A line", **fields: Any) -> Tool:
    own = {
        "anchor": fields.pop("anchor", "checklist"),
        "resource_type": fields.pop("resource_type", "checklist"),
    }
    with unit_of_work() as session:
        tool = Tool(item=item("tool", markdown, {}, (), **fields), practice_id=practice.item_id, **own)
        session.add(tool)
        session.flush()
        signals.item_changed.send(tool.item)
    return tool
