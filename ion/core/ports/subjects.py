"""What a thing of any kind is called and where it stands, for rooms that only know (kind, id)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ion.core.ports.registry import Registry


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing as a list shows it: `path` is its address here."""

    kind: str
    id: int
    title: str
    path: str
    summary: str
    published_at: datetime | None
    is_archived: bool
    is_sample: bool


class SubjectSource(Protocol):
    """A room's answer to "what is (kind, id)?". `label` and `plural` name the kind ("practice", "practices")."""

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def plural(self) -> str: ...

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        """The address of each of these items by id, given their slugs; all are published and in `scopes`.

        An item that may not be seen after all (its holder is hidden) is left out.
        """
        ...


class EntrySource(Protocol):
    """The same of a kind that is found by search and is no item, such as mentors; ids may be those of items, too."""

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def plural(self) -> str: ...

    def subjects(self, ids: Collection[int], scopes: frozenset[str]) -> Mapping[int, Subject]:
        """What these things are to a holder of `scopes`; what may not be seen is absent."""
        ...

    def terms(self, ids: Collection[int]) -> Mapping[int, Mapping[str, tuple[str, ...]]]:
        """The facet values of each of these things by facet key."""
        ...


SUBJECTS: Registry[SubjectSource] = Registry()
ENTRIES: Registry[EntrySource] = Registry()
