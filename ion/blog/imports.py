"""Posts from elsewhere: a post is its item, so the blog asks for nothing more."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.core.ports.importing import ImportedItem
from ion.models import Item, Post


class PostImporter:
    """Takes imported items as posts."""

    kind = "post"
    name = "posts"
    path_prefix = "/blog/"
    fields: frozenset[str] = frozenset()

    def problems(self, item: ImportedItem) -> list[str]:
        return []

    def terms(self, item: ImportedItem) -> dict[str, list[str]]:
        return {}

    def body(self, item: ImportedItem) -> str:
        return item.markdown

    def content(self, item: ImportedItem) -> dict[str, Any]:
        return {}

    def project(self, rows: Sequence[tuple[Item, ImportedItem]]) -> None:
        ids = [row.id for row, _ in rows]
        present = set(db.session.scalars(select(Post.item_id).where(Post.item_id.in_(ids))))
        db.session.add_all(Post(item_id=id) for id in ids if id not in present)
