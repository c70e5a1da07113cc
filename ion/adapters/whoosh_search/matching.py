"""Which documents a search finds, as one set per segment, and how many there are under each heading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeAlias

from ion.adapters.whoosh_search.analysis import Chain, read_word
from ion.adapters.whoosh_search.plan import Clause, Plan
from ion.adapters.whoosh_search.view import Leaf, View
from ion.core.ports.query import MOST_EXPANSIONS
from ion.core.ports.search import Search

EXTENSION_WEIGHT = 0.05
"""Of a longer word where the last word is a word of its own ("apprentice" also finds "apprenticeship")."""

COMPLETION_WEIGHT = 0.6
"""Of a longer word where the last word is none: it is being typed."""

MOST_SCANNED = 1000
"""Longer words looked at per segment to pick the MOST_EXPANSIONS most frequent ones."""

Sets: TypeAlias = tuple[int, ...]


def visible(view: View, scopes: Iterable[str]) -> Sets:
    """Return the documents that exist for someone with these scopes."""
    scopes = tuple(scopes)
    return tuple(
        leaf.live & reduce(or_, (leaf.shared.bits("audience", scope) for scope in scopes), 0)
        for leaf in view.leaves
    )


def holders(leaf: Leaf, chains: Iterable[Chain]) -> int:
    """Return the documents of a segment that hold any of the chains."""
    return reduce(or_, (leaf.postings(chain).bits for chain in chains), 0)


def completed(view: View, asked: Plan, seen: Sets) -> tuple[Clause, ...]:
    """Return clauses for the longer words that the last word may become; only words that the reader may see."""
    if not asked.prefix:
        return ()
    own = read_word(asked.prefix).whole
    is_word = word_is_known(view, asked.prefix, seen)
    terms = dict.fromkeys(
        term
        for word in _longer_words(view, asked.prefix, seen)
        if (term := read_word(word).whole) and term != own
    )
    weight = EXTENSION_WEIGHT if is_word else COMPLETION_WEIGHT
    covers = frozenset[int]() if is_word else asked.prefix_covers
    return tuple(Clause((term,), weight, covers) for term in terms)


def _is_seen(view: View, chain: Chain, seen: Sets) -> bool:
    return any(leaf.postings(chain).bits & bits for leaf, bits in zip(view.leaves, seen, strict=True))


def _longer_words(view: View, prefix: str, seen: Sets) -> list[str]:
    found: dict[str, int] = {}
    for word, many in view.spelled_from(prefix, MOST_SCANNED):
        found[word] = found.get(word, 0) + many
    usual = sorted(found, key=lambda word: (-found[word], word))[: 2 * MOST_EXPANSIONS]
    return [word for word in usual if word_is_seen(view, word, seen)][:MOST_EXPANSIONS]


def word_is_known(view: View, word: str, seen: Sets) -> bool:
    """Say whether a visible document holds a word in any of its forms."""
    term = read_word(word).whole
    return term is not None and _is_seen(view, (term,), seen)


def word_is_seen(view: View, word: str, seen: Sets) -> bool:
    """Say whether a visible document spells a word so."""
    return any(leaf.spelled(word) & bits for leaf, bits in zip(view.leaves, seen, strict=True))


@dataclass(frozen=True, slots=True)
class Matches:
    """The documents of a search: those found, and the wider sets that the counts are made of.

    `told` are those that answer the query and may be seen, whatever their kind, facets and age.
    """

    view: View
    search: Search
    told: Sets
    archived: Sets

    def narrowed(self, *, but: str = "", of_any_kind: bool = False) -> Sets:
        """Return what is left by kinds and facets, leaving out the facet `but`, whatever its age."""
        facets = {facet: keys for facet, keys in self.search.facets.items() if keys and facet != but}
        kinds = None if of_any_kind else self.search.kinds or None
        return tuple(
            bits & _within(leaf, facets, kinds)
            for leaf, bits in zip(self.view.leaves, self.told, strict=True)
        )

    def current(self, sets: Sets) -> Sets:
        """Return these without what is archived, unless that was asked for."""
        if self.search.include_archived:
            return sets
        return tuple(bits & ~archived for bits, archived in zip(sets, self.archived, strict=True))

    def counts(self, group: str, sets: Sets) -> Mapping[str, int]:
        """Return how many of these documents have each name of a group of marks, without the zeros."""
        counts: dict[str, int] = {}
        for leaf, bits in zip(self.view.leaves, sets, strict=True):
            for name, marked in leaf.shared.tags.get(group, {}).items() if bits else ():
                if found := (bits & marked).bit_count():
                    counts[name] = counts.get(name, 0) + found
        return counts

    @property
    def archived_count(self) -> int:
        """Return how many archived documents answer the whole search."""
        return count(bits & old for bits, old in zip(self.narrowed(), self.archived, strict=True))


def _within(leaf: Leaf, facets: Mapping[str, Sequence[str]], kinds: Iterable[str] | None) -> int:
    within = (1 << leaf.shared.size) - 1
    if kinds is not None:
        within &= reduce(or_, (leaf.shared.bits("kind", kind) for kind in kinds), 0)
    for facet, keys in facets.items():
        within &= reduce(or_, (leaf.shared.bits(f"facet {facet}", key) for key in keys), 0)
    return within


def told(view: View, asked: Plan, clauses: Sequence[Clause], seen: Sets) -> Sets:
    """Return the visible documents that answer the query itself."""
    return tuple(
        bits & _answering(leaf, asked, clauses, bits) for leaf, bits in zip(view.leaves, seen, strict=True)
    )


def _answering(leaf: Leaf, asked: Plan, clauses: Sequence[Clause], bits: int) -> int:
    if asked.required:
        for chain in asked.required:
            bits &= leaf.postings(chain).bits
    elif not asked.asks_nothing:
        bits &= holders(leaf, (clause.chain for clause in clauses))
    return bits & ~holders(leaf, asked.excluded)


def count(sets: Iterable[int]) -> int:
    """Return how many documents there are in these sets."""
    return sum(bits.bit_count() for bits in sets)


def together(view: View, asked: Plan, clauses: Sequence[Clause], found: Sets) -> Sets:
    """Return those of the found documents that hold every word of the query, by whatever name."""
    covered = list(found)
    for number in range(asked.words):
        chains = [clause.chain for clause in clauses if number in clause.covers]
        covered = [bits & holders(leaf, chains) for leaf, bits in zip(view.leaves, covered, strict=True)]
    return tuple(covered)
