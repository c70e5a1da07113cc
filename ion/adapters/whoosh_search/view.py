"""The index at one commit, as one thread sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log

from ion.adapters.whoosh_search.analysis import Chain
from ion.adapters.whoosh_search.bits import bits_of
from ion.adapters.whoosh_search.postings import Postings, PostingsCache, read_postings
from ion.adapters.whoosh_search.schema import KEY, SPELLED, WORDS, key_term
from ion.adapters.whoosh_search.segment import SegmentFiles, SharedSegment, chain_postings
from ion.adapters.whoosh_search.suggesting import letters
from ion.core.ports.search import Key


@dataclass(frozen=True, eq=False)
class Leaf:
    """One segment in a view: what is shared, the thread's own files, and which documents still count."""

    shared: SharedSegment
    files: SegmentFiles
    live: int
    cache: PostingsCache

    def postings(self, chain: Chain) -> Postings:
        """Return where a term, or terms in a row, stand."""
        if kept := self.cache.find(self.shared.name, chain):
            return kept
        if len(chain) == 1:
            found = read_postings(self.files.blocks_of(WORDS, (chain[0] or "").encode()), self.shared.size)
        else:
            found = chain_postings(self.files, chain, [self.postings((term,)) for term in chain if term])
        self.cache.keep(self.shared.name, chain, found)
        return found

    def spelled(self, word: str) -> int:
        """Return the documents in which a word is spelled so."""
        return read_postings(self.files.blocks_of(SPELLED, word.encode()), self.shared.size).bits

    def vocabulary(self) -> list[tuple[str, int]]:
        """Return every word spelled in the segment with its `letters`, read once."""
        if not self.shared.vocabulary:
            self.shared.vocabulary = [(word, letters(word)) for word in self.files.spellings()]
        return self.shared.vocabulary

    def document(self, key: Key) -> int | None:
        """Return the number of the document of this key, or None."""
        for number in read_postings(self.files.blocks_of(KEY, key_term(key)), self.shared.size).documents:
            if self.live >> number & 1:
                return number
        return None


class View:
    """All segments of one commit."""

    def __init__(self, generation: int, leaves: Sequence[Leaf]) -> None:
        self.generation = generation
        self.leaves = tuple(leaves)

    @cached_property
    def size(self) -> int:
        """Return how many documents there are, deleted ones included while they are still in a segment."""
        return sum(leaf.shared.size for leaf in self.leaves)

    @cached_property
    def average_length(self) -> float:
        """Return the average number of terms of a document, rounded so that small commits do not change it."""
        return float(round(sum(leaf.files.total_length for leaf in self.leaves) / max(self.size, 1))) or 1.0

    def idf(self, chain: Chain) -> float:
        """Return how telling a chain is: Okapi's inverse document frequency, kept above zero."""
        found = sum(len(leaf.postings(chain).documents) for leaf in self.leaves)
        return log(1 + (self.size - found + 0.5) / (found + 0.5))

    def rarity(self, term: str) -> float:
        """Return how telling a term is without reading its postings; 0 where no other document holds it."""
        found = sum(leaf.files.holders(term) for leaf in self.leaves)
        return log(1 + (self.size - found + 0.5) / (found + 0.5)) if found > 1 else 0.0

    def spelled_from(self, prefix: str, most: int) -> Iterator[tuple[str, int]]:
        """Yield words as spelled that begin so, with their documents; at most so many of each segment."""
        for leaf in self.leaves:
            for term, found in islice(leaf.files.terms_from(SPELLED, prefix.encode()), most):
                yield term.decode(), found

    def fingerprints(self) -> dict[Key, str]:
        """Return key and fingerprint of all documents that still count."""
        found = {}
        for leaf in self.leaves:
            for number, (key, fingerprint) in enumerate(leaf.files.identities()):
                if leaf.live >> number & 1:
                    found[key] = fingerprint
        return found


def live_bits(size: int, deleted: Iterator[int]) -> int:
    """Return all documents of a segment but the deleted ones."""
    return (1 << size) - 1 & ~bits_of(deleted, size)
