"""Whom or what somebody means who typed a name, a title or an address into a form, and how that is written back."""

import re
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, or_, select

from ion.base.extensions import db
from ion.core.ports.subjects import SUBJECTS
from ion.core.text import squeeze
from ion.models import Item, ItemState, Person

NUMBERED = re.compile(r"#\s*(\d{1,9})\s*$")
ADDRESS = re.compile(r"(?=(/[a-z]+/)([^\s/?#]+))")


class Unclear(Exception):
    """What was typed means nobody and nothing, or several; the text says so to who typed it."""


def person_meant(typed: str) -> int | None:
    """The id of the person in "Name #12", or of the one person who has the name; None for nothing typed.

    Raises Unclear.
    """
    words = " ".join(typed.split())
    if not words:
        return None
    if found := NUMBERED.search(words):
        if db.session.get(Person, int(found[1])) is None:
            raise Unclear(f"Nobody here has the number in “{squeeze(words, 60)}”.")
        return int(found[1])
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(func.lower(Person.name) == words.lower())
        .order_by(Person.id)
        .limit(5)
    ).all()
    if not rows:
        raise Unclear(f"Nobody here is called {squeeze(words, 60)}. Write the name as it stands on the page.")
    if len(rows) > 1:
        names = ", ".join(f"{row.name} #{row.id}" for row in rows)
        raise Unclear(f"More than one person is called {words}. Write which one: {names}.")
    return int(rows[0].id)


def person_typed(id: int | None) -> str:
    """A person as `person_meant` reads it."""
    person = db.session.get(Person, id) if id else None
    return f"{person.name} #{person.id}" if person else ""


def item_meant(typed: str, kinds: Collection[str], *, only_published: bool = True) -> int | None:
    """The id of the item of these kinds at an address or of a title; None for nothing typed. Raises Unclear.

    An address counts wherever it stands in what was typed, so that `item_typed` is understood.
    """
    words = " ".join(typed.split())
    if not words:
        return None
    kept: list[ColumnElement[bool]] = [Item.kind.in_(kinds)]
    if only_published:
        kept.append(Item.state == ItemState.PUBLISHED)
    named = [
        and_(Item.kind == kind, Item.slug == slug)
        for prefix, slug in ADDRESS.findall(words)
        for kind in kinds
        if path_of(kind, slug) == prefix + slug
    ]
    match = or_(*named) if named else func.lower(Item.title) == words.lower()
    ids = db.session.scalars(select(Item.id).where(*kept, match).limit(2)).all()
    noun = " or ".join(SUBJECTS[kind].label for kind in kinds)
    if not ids:
        where = "at this address" if named else f"called {squeeze(words, 60)}"
        which = f"published {noun}" if only_published else noun
        raise Unclear(f"There is no {which} {where}. Paste the address of its page.")
    if len(ids) > 1:
        raise Unclear(f"More than one {noun} has this title. Paste the address of the one you mean.")
    return ids[0]


def item_typed(id: int | None) -> str:
    """An item as `item_meant` reads it: its title and the path of its page; empty for one that is gone."""
    item = db.session.get(Item, id) if id else None
    return f"{item.title} {path_of(item.kind, item.slug)}" if item else ""


def path_of(kind: str, slug: str) -> str:
    """Where an item of that kind and slug stands; empty for kinds whose address follows from more than the slug."""
    if kind not in SUBJECTS:
        return ""
    return SUBJECTS[kind].paths({0: slug}, frozenset()).get(0, "")
