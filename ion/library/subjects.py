"""What practices and tools are called and where they stand."""

from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.ports.subjects import Subject
from ion.library.queries import KIND, PATH, TOOL
from ion.models import Item, Tool


class PracticeSubjects:
    """Practices, for everyone who only knows (practice, id)."""

    kind = KIND
    label = "practice"
    plural = "practices"

    def subjects(self, ids: Collection[int], scopes: frozenset[str]) -> dict[int, Subject]:
        return items.subjects(KIND, ids, scopes, lambda row: PATH + row.slug)


class ToolSubjects:
    """Tools: each stands on the page of its practice, and is seen only with it."""

    kind = TOOL
    label = "tool"
    plural = "tools"

    def subjects(self, ids: Collection[int], scopes: frozenset[str]) -> dict[int, Subject]:
        rows = db.session.execute(
            select(Tool.item_id, Tool.anchor, Tool.practice_id).where(Tool.item_id.in_(ids))
        ).all()
        places = {row.item_id: row for row in rows}
        practices = PracticeSubjects().subjects({row.practice_id for row in rows}, scopes)
        shown = {id for id, row in places.items() if row.practice_id in practices}

        def path(row: items.SubjectRow) -> str:
            place = places[row.id]
            return f"{practices[place.practice_id].path}#tool-{place.anchor}"

        return items.subjects(TOOL, shown, scopes, path)
