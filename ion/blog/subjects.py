"""What a post is called and where it stands."""

from collections.abc import Collection

from ion.blog.queries import KIND, PATH
from ion.core import items
from ion.core.ports.subjects import Subject


class PostSubjects:
    """Posts, for everyone who only knows (post, id)."""

    kind = KIND
    label = "post"
    plural = "posts"

    def subjects(self, ids: Collection[int], scopes: frozenset[str]) -> dict[int, Subject]:
        return items.subjects(KIND, ids, scopes, lambda row: PATH + row.slug)
