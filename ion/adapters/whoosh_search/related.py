"""Documents like another one, and the words that they share with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nlargest

from ion.adapters.whoosh_search import matching, ranking
from ion.adapters.whoosh_search.analysis import Chain
from ion.adapters.whoosh_search.ranking import Ranked, Weighted
from ion.adapters.whoosh_search.snippets import finds
from ion.adapters.whoosh_search.view import Leaf, View
from ion.core.ports.search import Key, Related

TELLING_TERMS = 12
"""Terms of a document by which its like are found."""

SHARED_TERMS = 5


def like(
    view: View, key: Key, scopes: frozenset[str], limit: int, kinds: Sequence[str] | None, now: int
) -> tuple[Related, ...]:
    """Return the documents most like the one of this key, best first."""
    seen = matching.visible(view, scopes)
    source = _source(view, key, seen)
    if source is None or limit < 1:
        return ()
    leaf, number = source
    telling = _telling(view, leaf.files.body(number)["terms"])
    allowed = [
        bits
        & ~leaf.shared.archived(now)
        & _of_kinds(leaf, kinds)
        & matching.holders(leaf, [t.chain for t in telling])
        for leaf, bits in zip(view.leaves, seen, strict=True)
    ]
    found = ranking.top(view, telling, allowed, limit + 1)
    return tuple(
        Related(*ranked.key, ranked.score, _shared(ranked, telling)) for ranked in found if ranked.key != key
    )[:limit]


def _source(view: View, key: Key, seen: Iterable[int]) -> tuple[Leaf, int] | None:
    for leaf, bits in zip(view.leaves, seen, strict=True):
        number = leaf.document(key)
        if number is not None and bits >> number & 1:
            return leaf, number
    return None


def _of_kinds(leaf: Leaf, kinds: Sequence[str] | None) -> int:
    if kinds is None:
        return -1
    bits = 0
    for kind in kinds:
        bits |= leaf.shared.bits("kind", kind)
    return bits


def _telling(view: View, terms: Sequence[tuple[str, int]]) -> list[Weighted]:
    weighted = [
        Weighted((term,), count * view.rarity(term))
        for term, count in terms
        if not term.isdigit() and len(term) > 1
    ]
    return nlargest(TELLING_TERMS, weighted, key=lambda term: (term.weight, term.chain))


def _shared(ranked: Ranked, telling: Sequence[Weighted]) -> tuple[str, ...]:
    """Return the most telling terms that the document holds, as it writes them most often."""
    body = ranked.leaf.files.body(ranked.number)
    written: dict[Chain, Counter[str]] = {term.chain: Counter() for term in telling}
    for text in (*body["texts"], *(part[2] for part in body["parts"])):
        for find in finds(text, written.keys()):
            for chain in find.chains:
                written[chain][text[find.start : find.end]] += 1
    names = (_usual(written[term.chain]) for term in telling)
    return tuple(dict.fromkeys(name for name in names if name))[:SHARED_TERMS]


def _usual(written: Counter[str]) -> str:
    """Return the usual way of writing: small letters where they are used at all ("Training" begins a sentence)."""
    if not written:
        return ""
    small = {word: count for word, count in written.items() if word.islower()}
    return min(small or written, key=lambda word: (-written[word], word))
