"""Things that are no items and can be followed: a thread of comments, a question.

Items are followed by their kind (`ion.core.ports.subjects`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Select

from ion.core.ports.registry import Registry


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is called, and where it stands."""

    name: str
    path: str


class Followable(Protocol):
    """What a room says of a kind of thing that can be followed. `label` is what readers call the kind ("Question")."""

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    def named(self, ids: Collection[int], scopes: frozenset[str]) -> Mapping[int, Named]:
        """These things for a holder of `scopes`, all of them; what may not be seen is absent."""
        ...

    def own(self, user_id: int, person_id: int) -> Select[*tuple[Any, ...]]:
        """What the user follows without asking, since they had a part in it: rows of (id, at)."""
        ...

    def under(self, item_id: int) -> Select[*tuple[Any, ...]]:
        """The ids of the things that go with an item."""
        ...


FOLLOWABLES: Registry[Followable] = Registry()
