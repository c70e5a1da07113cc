"""What a peer-learning group is called and where it stands."""

from collections.abc import Mapping

from ion.groups.queries import KIND, PATH


class GroupSubjects:
    """Groups, for everyone who only knows (group, id)."""

    kind = KIND
    label = "group"
    plural = "groups"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        return {id: PATH + slug for id, slug in slugs.items()}
