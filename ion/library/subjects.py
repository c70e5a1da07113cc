"""What practices and tools are called and where they stand."""

from collections.abc import Mapping

from sqlalchemy import select

from ion.base.extensions import db
from ion.core.access import visible
from ion.library.queries import KIND, PATH, TOOL
from ion.models import Item, Tool


class PracticeSubjects:
    """Practices, for everyone who only knows (practice, id)."""

    kind = KIND
    label = "practice"
    plural = "practices"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        return {id: PATH + slug for id, slug in slugs.items()}


class ToolSubjects:
    """Tools: each stands on the page of its practice, and is seen only with it."""

    kind = TOOL
    label = "tool"
    plural = "tools"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        rows = db.session.execute(
            select(Tool.item_id, Tool.anchor, Item.slug)
            .join(Item, Item.id == Tool.practice_id)
            .where(Tool.item_id.in_(slugs), visible(scopes))
        )
        return {row.item_id: f"{PATH}{row.slug}#tool-{row.anchor}" for row in rows}
