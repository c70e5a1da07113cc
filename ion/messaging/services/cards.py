"""The things on the site that a message links to, found when it is written; who reads it sees what they may see."""

import re
from typing import Any

from sqlalchemy import and_, or_, select

from ion.core import reading
from ion.core.meant import path_of
from ion.core.ports import mail
from ion.core.ports.subjects import SUBJECTS
from ion.messaging.policies import MOST_CARDS
from ion.messaging.rendering import local_paths
from ion.models import Item, ItemState

ADDRESS = re.compile(r"(/[a-z]+/)([^/?#]+)(?:\?[^#]*)?(?:#.*)?")
"""The page of an item, or a place on it such as a slide."""
MOST_LOOKED_AT = 20
LONGEST_PATH = 300


def cards_in(html: str) -> list[dict[str, Any]]:
    """Items of any kind that are linked to, as `Message.cards` keeps them: each once, in order."""
    paths = [path for path in local_paths(html, mail.sender().public_url) if len(path) <= LONGEST_PATH]
    named = {path: names for path in paths[:MOST_LOOKED_AT] if (names := named_by(path))}
    if not named:
        return []
    wanted = {name for names in named.values() for name in names}
    where = or_(*(and_(Item.kind == kind, Item.slug == slug) for kind, slug in sorted(wanted)))
    rows = reading.rows(select(Item.id, Item.kind, Item.slug).where(where, Item.state == ItemState.PUBLISHED))
    ids = {(row.kind, row.slug): row.id for row in rows}
    cards: dict[int, str] = {}
    for path, names in named.items():
        for name in names & ids.keys():
            cards.setdefault(ids[name], path)
    return [{"item": id, "path": path} for id, path in list(cards.items())[:MOST_CARDS]]


def named_by(path: str) -> set[tuple[str, str]]:
    """The items, as kind and slug, whose page may stand at this path; which of them exist is another question."""
    found = ADDRESS.fullmatch(path)
    if found is None:
        return set()
    prefix, slug = found.groups()
    return {(kind, slug) for kind in SUBJECTS.kinds() if path_of(kind, slug) == prefix + slug}
