"""From a search to its results."""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import compress, islice

from ion.adapters.whoosh_search import matching, ranking
from ion.adapters.whoosh_search.bits import flags_of, kept
from ion.adapters.whoosh_search.matching import Matches, Sets
from ion.adapters.whoosh_search.plan import Clause, Plan, plan
from ion.adapters.whoosh_search.ranking import DEPTH, Ranked, Weighted
from ion.adapters.whoosh_search.snippets import Passage, snippet
from ion.adapters.whoosh_search.suggesting import MOST_CORRECTED, correctable, near_words, rewritten
from ion.adapters.whoosh_search.view import Leaf, View
from ion.core.ports.search import Hit, PartHit, Results, Search

MOST_TOGETHER = 3
"""Up to so many words of a query, documents that hold all of them come first; a long question is ranked as one."""

_COLUMNS = {"relevance": "published", "newest": "published", "reviewed": "reviewed", "evidence": "evidence"}


def answer(view: View, search: Search, now: int) -> Results:
    """Return the results of a search at this time (microseconds since 1970)."""
    asked = plan(search.query)
    seen = matching.visible(view, search.scopes)
    archived = tuple(leaf.shared.archived(now) for leaf in view.leaves)
    clauses = (*asked.clauses, *matching.completed(view, asked, seen))
    told = matching.told(view, asked, clauses, seen)
    matches = Matches(view, search, told, archived)
    found = matches.current(matches.narrowed())
    return Results(
        total=matching.count(found),
        hits=tuple(_hits(view, search, asked, clauses, found)),
        facet_counts={
            facet: matches.counts(f"facet {facet}", matches.current(matches.narrowed(but=facet)))
            for facet in search.count_facets
        },
        kind_counts=matches.counts("kind", matches.current(matches.narrowed(of_any_kind=True))),
        archived_count=matches.archived_count,
        did_you_mean=_did_you_mean(view, search, clauses, matches.current(seen)),
    )


def _hits(view: View, search: Search, asked: Plan, clauses: Sequence[Clause], found: Sets) -> Iterator[Hit]:
    weighted = _weighted(view, clauses)
    total = matching.count(found)
    offset, limit = min(max(search.offset, 0), total), min(max(search.limit, 0), total)
    if search.sort == "relevance" and clauses:
        page = _by_relevance(view, asked, clauses, found, offset + limit)[offset : offset + limit]
    else:
        page = list(islice(_by_column(view, _COLUMNS[search.sort], found), offset, offset + limit))
    worth = {clause.chain: clause.weight for clause in weighted}
    for ranked in page:
        html, part = snippet(_passages(ranked.leaf, ranked.number), worth)
        yield Hit(*ranked.key, score=ranked.score, snippet=html, part=part)


def _weighted(view: View, clauses: Sequence[Clause]) -> list[Weighted]:
    weights: dict[tuple[str | None, ...], float] = {}
    for clause in clauses:
        weights[clause.chain] = weights.get(clause.chain, 0.0) + clause.weight
    return [Weighted(chain, weight * view.idf(chain)) for chain, weight in weights.items()]


def _by_relevance(view: View, asked: Plan, clauses: Sequence[Clause], found: Sets, many: int) -> list[Ranked]:
    """Return at least the first `many`: those with all words first, each group in the order of its feedback.

    How far the order is worked out depends on the search alone and not on the page asked for, so that pages fit.
    """
    weighted = _weighted(view, clauses)
    depth = max(many, DEPTH)
    first: list[Ranked] = []
    if 2 <= asked.words <= MOST_TOGETHER:
        complete = matching.together(view, asked, clauses, found)
        first = ranking.top(view, weighted, complete, depth)
        found = tuple(bits & ~done for bits, done in zip(found, complete, strict=True))
    rest = ranking.top(view, weighted, found, depth) if len(first) < depth else []
    words = ranking.feedback(view, first + rest)
    first = ranking.reranked(view, first, words)
    rest = ranking.reranked(view, rest, words)
    # the scores of the two groups overlap; a hit's score must fall along the list
    lift = rest[0].score if rest else 0.0
    return [Ranked(each.score + lift, each.key, each.leaf, each.number) for each in first] + rest


def _by_column(view: View, column: str, found: Sets) -> Iterator[Ranked]:
    orders = [_leaf_by_column(leaf, column, bits) for leaf, bits in zip(view.leaves, found, strict=True)]
    for _, _, ranked in merge(*orders, key=lambda row: row[:2]):
        yield ranked


def _leaf_by_column(leaf: Leaf, column: str, bits: int) -> Iterator[tuple[int, tuple[str, int], Ranked]]:
    order, values = leaf.shared.order(column), leaf.shared.columns[column]
    for number in compress(order, kept(order, flags_of(bits, leaf.shared.size))):
        key = leaf.shared.key(number)
        yield -values[number], key, Ranked(0.0, key, leaf, number)


def _passages(leaf: Leaf, number: int) -> list[Passage]:
    body = leaf.files.body(number)
    _, summary, text = body["texts"]
    parts = (Passage(text, PartHit(anchor, label)) for anchor, label, text in body["parts"])
    return [Passage(summary), Passage(text), *parts]


def _did_you_mean(view: View, search: Search, clauses: Sequence[Clause], seen: Sets) -> str | None:
    completing = (
        {search.query.prefix}
        if any(clause.weight == matching.COMPLETION_WEIGHT for clause in clauses)
        else ()
    )
    corrections: dict[str, str] = {}
    for word in correctable(search.query):
        if word not in completing and not matching.word_is_known(view, word, seen):
            if better := _nearest(view, word, seen):
                corrections[word] = better
            if len(corrections) == MOST_CORRECTED:
                break
    return rewritten(search.query, corrections) if corrections else None


def _nearest(view: View, word: str, seen: Sets) -> str | None:
    vocabulary = (pair for leaf in view.leaves for pair in leaf.vocabulary())
    return next(
        (near for near in near_words(word, vocabulary) if matching.word_is_seen(view, near, seen)), None
    )
