"""What a post is called and where it stands."""

from collections.abc import Mapping

from ion.blog.queries import KIND, PATH


class PostSubjects:
    """Posts, for everyone who only knows (post, id)."""

    kind = KIND
    label = "post"
    plural = "posts"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        return {id: PATH + slug for id, slug in slugs.items()}
