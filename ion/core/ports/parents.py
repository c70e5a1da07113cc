"""What a room says of things that are no items and yet have files: who may fetch them, and which of them still exist.

Files of items need nothing here: whoever may see the item may fetch its files. `ion.app` plugs the others in.
"""

from collections.abc import Collection
from typing import Protocol

from ion.core.ports.registry import Registry


class Parent(Protocol):
    """A room's side of files whose `parent_kind` is `kind`."""

    @property
    def kind(self) -> str: ...

    def may_see(self, id: int, user_id: int | None, scopes: frozenset[str]) -> bool:
        """Whether this user, who holds these tokens, may fetch the files of (kind, id); None is a visitor."""
        ...

    def existing(self, ids: Collection[int]) -> Collection[int]:
        """Those of the ids that still exist; files of the others are removed at night."""
        ...


PARENTS: Registry[Parent] = Registry()
"""The kinds of parents that are no items. Files of a kind that nobody speaks for are fetched by nobody."""
