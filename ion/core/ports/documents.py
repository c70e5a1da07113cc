"""What a room hands to search: its things as documents."""

from collections.abc import Collection, Iterator
from typing import Protocol

from ion.core.ports.registry import Registry
from ion.core.ports.search import Document, Key


class DocumentSource(Protocol):
    """A room's offer of one kind of document."""

    @property
    def kind(self) -> str: ...

    def documents(self, ids: Collection[int]) -> list[Document]:
        """The documents of those ids that can be found now (published, whoever may see them)."""
        ...

    def ids(self) -> Iterator[int]:
        """The ids of everything of this kind that can be found now, ascending."""
        ...

    def followers(self, ids: Collection[int]) -> list[Key]:
        """The documents of other kinds that change when these things do, such as the tools of a practice."""
        ...


DOCUMENTS: Registry[DocumentSource] = Registry()
