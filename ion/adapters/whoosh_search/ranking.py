"""Which documents come first: Okapi BM25 over one field, words found together before the rest, with feedback.

Whoosh's own matchers are not used: adding up whole postings in plain loops is faster, exact, and leaves every
decision here. The figures were tuned on public test collections (`benchmarks/search_quality.py`).
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import compress
from math import log2
from operator import itemgetter

from ion.adapters.whoosh_search.analysis import Chain
from ion.adapters.whoosh_search.bits import flags_of, kept
from ion.adapters.whoosh_search.postings import Postings
from ion.adapters.whoosh_search.segment import LENGTHS
from ion.adapters.whoosh_search.view import Leaf, View
from ion.core.ports.search import Key

K1, B = 2.0, 0.5
FEEDBACK_DOCUMENTS, FEEDBACK_WORDS, FEEDBACK_WEIGHT = 5, 10, 0.3
DEPTH = 200
"""Documents that feedback may put in another order; those after them keep theirs."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """A chain and what each find of it is worth, rarity included."""

    chain: Chain
    weight: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """One document in the order found."""

    score: float
    key: Key
    leaf: Leaf
    number: int


def top(view: View, clauses: Sequence[Weighted], allowed: Sequence[int], many: int) -> list[Ranked]:
    """Return the best `many` of the allowed documents (one set per segment), best first, ties by key."""
    scores = [_scores(view, leaf, clauses, bits) for leaf, bits in zip(view.leaves, allowed, strict=True)]
    best = nlargest(many, (score for found in scores for score in found.values()))
    if not best:
        return []
    ranked = [
        Ranked(score, leaf.shared.key(number), leaf, number)
        for leaf, found in zip(view.leaves, scores, strict=True)
        for number, score in found.items()
        if score >= best[-1]
    ]
    return _in_order(ranked)[:many]


def _in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda found: (-found.score, found.key))


def _scores(view: View, leaf: Leaf, clauses: Iterable[Weighted], allowed: int) -> dict[int, float]:
    scores: dict[int, float] = {}
    if not allowed:
        return scores
    flags = (
        None if allowed == leaf.live == (1 << leaf.shared.size) - 1 else flags_of(allowed, leaf.shared.size)
    )
    for clause in clauses:
        postings = leaf.postings(clause.chain)
        pairs: Iterator[tuple[int, float]] = zip(
            postings.documents, impacts(view, leaf, postings), strict=True
        )
        if flags is not None:
            pairs = compress(pairs, kept(postings.documents, flags))
        weight = clause.weight
        for number, impact in pairs:
            scores[number] = scores.get(number, 0.0) + weight * impact
    return scores


def impacts(view: View, leaf: Leaf, postings: Postings) -> "array[float]":
    """Return BM25 of each posting without its rarity, worked out once per average length."""
    if postings.measured_by != view.average_length:
        damping, lengths = _damping(view), leaf.shared.lengths
        found = zip(postings.documents, postings.counts, strict=True)
        postings.impacts = array("f", [n * (K1 + 1) / (n + damping[lengths[number]]) for number, n in found])
        postings.measured_by = view.average_length
    return postings.impacts


def _damping(view: View) -> list[float]:
    """Return, for each length byte, how much a document of that length damps its words."""
    share = B / view.average_length
    return [K1 * (1 - B + share * length) for length in LENGTHS]


def reranked(view: View, ranked: list[Ranked], words: Sequence[Weighted]) -> list[Ranked]:
    """Return the first DEPTH documents in the order that the feedback words make, then the others."""
    gains = [0.0] * len(ranked[:DEPTH])
    damping = _damping(view)
    for leaf in view.leaves:
        mine = [(place, found.number) for place, found in enumerate(ranked[:DEPTH]) if found.leaf is leaf]
        for word in words if mine else ():
            _add_gains(gains, mine, leaf, word, damping)
    better = [
        Ranked(found.score + gain, found.key, found.leaf, found.number)
        for found, gain in zip(ranked, gains, strict=False)
    ]
    return _in_order(better) + ranked[DEPTH:]


def _add_gains(
    gains: list[float], mine: Iterable[tuple[int, int]], leaf: Leaf, word: Weighted, damping: Sequence[float]
) -> None:
    postings, lengths = leaf.postings(word.chain), leaf.shared.lengths
    documents, many = postings.documents, len(postings.documents)
    for place, number in mine:
        where = bisect_left(documents, number)
        if where < many and documents[where] == number:
            count = postings.counts[where]
            gains[place] += word.weight * count * (K1 + 1) / (count + damping[lengths[number]])


def feedback(view: View, ranked: Sequence[Ranked]) -> list[Weighted]:
    """Return the words that the best documents share and others lack (Bo1), weighted against the query's."""
    pool = Counter[str]()
    holders = Counter[str]()
    for found in ranked[:FEEDBACK_DOCUMENTS]:
        terms = dict(found.leaf.files.body(found.number)["terms"])
        pool.update(terms)
        holders.update(terms.keys())
    told = {term: _bo1(view, term, count) for term, count in pool.items() if holders[term] > 1}
    best = nlargest(FEEDBACK_WORDS, told.items(), key=itemgetter(1, 0))
    if not best:
        return []
    scale = FEEDBACK_WEIGHT / best[0][1]
    return [Weighted((term,), scale * value * view.idf((term,))) for term, value in best]


def _bo1(view: View, term: str, count: int) -> float:
    share = sum(leaf.files.occurrences(term) for leaf in view.leaves) / view.size or 1e-9
    return count * log2((1 + share) / share) + log2(1 + share)
