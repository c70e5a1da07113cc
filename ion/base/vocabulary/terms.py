"""The shape of every fixed list: a term, and an ordered, immutable vocabulary of terms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list.

    `key` is what is stored and what stands in addresses; it never changes once shipped. `label` and `short`
    are what people read. `source` names where the entry comes from, in words. `note` explains it.
    """

    key: str
    label: str
    short: str
    source: str
    note: str = ""


T_co = TypeVar("T_co", bound=Term, covariant=True)


class Vocabulary(Mapping[str, T_co], Generic[T_co]):
    """An ordered, immutable mapping of key to term.

    `[key]` raises KeyError for an unknown key, as any mapping does. `label` and `short` fall back to the key
    itself, so that a page about old content still renders after a term was dropped.
    """

    __slots__ = ("_terms",)

    def __init__(self, *terms: T_co) -> None:
        """Raise ValueError when two terms share a key."""
        by_key = {term.key: term for term in terms}
        if len(by_key) != len(terms):
            raise ValueError("two terms of a vocabulary share a key")
        self._terms = by_key

    def __getitem__(self, key: str) -> T_co:
        return self._terms[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def terms(self) -> tuple[T_co, ...]:
        """All terms, in the order of the list."""
        return tuple(self._terms.values())

    def label(self, key: str) -> str:
        """Return the full label, or the key itself when it is unknown."""
        term = self._terms.get(key)
        return term.label if term else key

    def short(self, key: str) -> str:
        """Return the short label, or the key itself when it is unknown."""
        term = self._terms.get(key)
        return term.short if term else key
