"""Posts from elsewhere: a post is its item, and the form it is told in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.base.vocabulary.posts import POST_FORMS
from ion.commons.importing.keys import facet_keys, wrong_key
from ion.core.ports.importing import ImportedItem
from ion.models import Item, Post

FACETS = ("state", "role", "program")
PLAIN = "post"


class PostImporter:
    """Takes imported items as posts."""

    kind = "post"
    name = "posts"
    path_prefix = "/blog/"
    fields = frozenset({"form", *FACETS})
    happens = False

    def problems(self, item: ImportedItem) -> list[str]:
        wrong = wrong_key("form", form(item), POST_FORMS)
        return [*([wrong] if wrong else []), *facet_keys(item.extra, FACETS)[1]]

    def terms(self, item: ImportedItem) -> dict[str, list[str]]:
        return facet_keys(item.extra, FACETS)[0]

    def body(self, item: ImportedItem) -> str:
        return item.markdown

    def content(self, item: ImportedItem) -> dict[str, Any]:
        return {"form": form(item), "terms": self.terms(item)}

    def project(self, rows: Sequence[tuple[Item, ImportedItem]]) -> None:
        ids = [row.id for row, _ in rows]
        present = {
            post.item_id: post for post in db.session.scalars(select(Post).where(Post.item_id.in_(ids)))
        }
        for row, item in rows:
            post = present.get(row.id) or Post(item_id=row.id)
            post.form = form(item)
            db.session.add(post)


def form(item: ImportedItem) -> str:
    """The form the file gives, a plain post's where it gives none."""
    return str(item.extra.get("form") or PLAIN)
