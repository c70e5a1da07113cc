"""The search port in plain memory, for tests: it reads every document at every search, and so is easy to trust.

It finds, counts and filters exactly what the Whoosh engine does; it ranks more simply.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from math import log

from ion.adapters.whoosh_search.analysis import Analyzed, Chain, analyze, read_word, readings
from ion.adapters.whoosh_search.plan import Clause, Plan, plan
from ion.adapters.whoosh_search.schema import texts_of
from ion.adapters.whoosh_search.snippets import Passage, snippet
from ion.adapters.whoosh_search.suggesting import correctable, letters, near_words, rewritten
from ion.core.ports.query import MOST_EXPANSIONS, Query, plain
from ion.core.ports.search import Document, Hit, Key, PartHit, Related, Results, Search


@dataclass(frozen=True)
class _Entry:
    """A document and its words."""

    document: Document

    @cached_property
    def analyzed(self) -> Analyzed:
        return analyze(texts_of(self.document))

    def times(self, chain: Chain) -> int:
        """Return how often the terms stand in a row."""
        places = self.analyzed.places
        rows = [{place - step for place in places.get(term, ())} for step, term in enumerate(chain) if term]
        return len(set.intersection(*rows)) if rows else 0

    def holds(self, chain: Chain) -> bool:
        return self.times(chain) > 0

    def is_archived(self, now: datetime) -> bool:
        return self.document.expires_at is not None and self.document.expires_at <= now

    def answers(self, asked: Plan, clauses: Sequence[Clause]) -> bool:
        if any(self.holds(chain) for chain in asked.excluded):
            return False
        if asked.required:
            return all(self.holds(chain) for chain in asked.required)
        return asked.asks_nothing or any(self.holds(clause.chain) for clause in clauses)

    def is_within(self, search: Search, *, but: str = "", of_any_kind: bool = False) -> bool:
        if search.kinds and not of_any_kind and self.document.kind not in search.kinds:
            return False
        asked = {facet: keys for facet, keys in search.facets.items() if keys and facet != but}
        return all(set(keys) & set(self.document.facets.get(facet, ())) for facet, keys in asked.items())


class MemorySearch:
    """A `SearchEngine` over a dictionary."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the clock that tells what is archived."""
        self._clock = clock
        self._entries: dict[Key, _Entry] = {}

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents."""
        self._entries |= {document.key: _Entry(document) for document in documents}

    def remove(self, keys: Iterable[Key]) -> None:
        """Forget documents."""
        gone = set(keys)
        self._entries = {key: entry for key, entry in self._entries.items() if key not in gone}

    def search(self, search: Search) -> Results:
        """Answer a search."""
        now, asked = self._clock(), plan(search.query)
        seen = self._visible(search.scopes)
        clauses = (*asked.clauses, *_completed(asked, seen))
        told = [entry for entry in seen if entry.answers(asked, clauses)]
        current = [entry for entry in told if search.include_archived or not entry.is_archived(now)]
        found = [entry for entry in current if entry.is_within(search)]
        in_order = _sorted(found, search, clauses, seen)
        return Results(
            total=len(found),
            hits=tuple(_hit(entry, clauses, score) for score, entry in in_order)[
                max(search.offset, 0) : max(search.offset, 0) + max(search.limit, 0)
            ],
            facet_counts={facet: _facet_counts(facet, current, search) for facet in search.count_facets},
            kind_counts=Counter(e.document.kind for e in current if e.is_within(search, of_any_kind=True)),
            archived_count=sum(entry.is_archived(now) and entry.is_within(search) for entry in told),
            did_you_mean=_did_you_mean(
                search.query, asked, [e for e in seen if search.include_archived or not e.is_archived(now)]
            ),
        )

    def more_like(
        self, kind: str, id: int, *, scopes: frozenset[str], limit: int, kinds: Sequence[str] | None = None
    ) -> tuple[Related, ...]:
        """Return the documents that share most terms with the one named."""
        now, seen = self._clock(), {entry.document.key: entry for entry in self._visible(scopes)}
        if not (source := seen.pop((kind, id), None)):
            return ()
        terms = source.analyzed.places.keys()
        others = [
            e for e in seen.values() if not e.is_archived(now) and (kinds is None or e.document.kind in kinds)
        ]
        scored = [(len(terms & e.analyzed.places.keys()), e) for e in others]
        scored.sort(key=lambda pair: (-pair[0], pair[1].document.key))
        return tuple(
            Related(
                *entry.document.key, float(score), _shared_words(terms & entry.analyzed.places.keys(), entry)
            )
            for score, entry in scored
            if score
        )[: max(limit, 0)]

    def fingerprints(self) -> dict[Key, str]:
        """Return the fingerprint of every document."""
        return {key: entry.document.fingerprint() for key, entry in self._entries.items()}

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Replace everything."""
        entries = {document.key: _Entry(document) for document in documents}
        self._entries = entries
        if progress:
            progress(len(entries))
        return len(entries)

    def optimize(self) -> None:
        """Do nothing: there is nothing to make compact."""

    def close(self) -> None:
        """Do nothing: nothing is held."""

    def _visible(self, scopes: frozenset[str]) -> list[_Entry]:
        return [entry for entry in self._entries.values() if entry.document.audience in scopes]


def _completed(asked: Plan, seen: Sequence[_Entry]) -> Iterator[Clause]:
    if asked.prefix:
        words = Counter(w for e in seen for w in e.analyzed.spelled if w.startswith(asked.prefix))
        for word in sorted(words, key=lambda word: (-words[word], word))[:MOST_EXPANSIONS]:
            yield Clause((read_word(word).whole,), 0.1, frozenset())


def _sorted(
    found: list[_Entry], search: Search, clauses: Sequence[Clause], seen: Sequence[_Entry]
) -> list[tuple[float, _Entry]]:
    if search.sort == "relevance" and clauses:
        worth = _worth(clauses, seen)
        scored = [(sum(worth[c] * e.times(c) ** 0.5 for c in worth), e) for e in found]
    else:
        scored = [(_date_value(entry.document, search.sort), entry) for entry in found]
    scored.sort(key=lambda pair: (-pair[0], pair[1].document.key))
    return scored


def _worth(clauses: Sequence[Clause], seen: Sequence[_Entry]) -> Mapping[Chain, float]:
    holders = {clause.chain: sum(e.holds(clause.chain) for e in seen) for clause in clauses}
    return {
        clause.chain: clause.weight * log(1 + len(seen) / (1 + holders[clause.chain])) for clause in clauses
    }


def _date_value(document: Document, sort: str) -> float:
    if sort == "evidence":
        return document.evidence_rank
    if sort == "reviewed":
        reviewed: date | None = document.reviewed_on
        return reviewed.toordinal() if reviewed else float("-inf")
    return document.published_at.timestamp() if document.published_at else float("-inf")


def _hit(entry: _Entry, clauses: Sequence[Clause], score: float) -> Hit:
    document = entry.document
    parts = (Passage(plain(part.text), PartHit(part.anchor, plain(part.label))) for part in document.parts)
    passages = [Passage(plain(document.summary)), Passage(plain(document.text)), *parts]
    html, part = snippet(passages, {clause.chain: clause.weight for clause in clauses})
    return Hit(*document.key, score=score, snippet=html, part=part)


def _facet_counts(facet: str, current: Iterable[_Entry], search: Search) -> Mapping[str, int]:
    within = (entry.document for entry in current if entry.is_within(search, but=facet))
    return Counter(key for document in within for key in set(document.facets.get(facet, ())))


def _did_you_mean(query: Query, asked: Plan, seen: Sequence[_Entry]) -> str | None:
    vocabulary = {word for entry in seen for word in entry.analyzed.spelled}
    terms = {term for entry in seen for term in entry.analyzed.places}
    corrections: dict[str, str] = {}
    for word in correctable(query):
        is_begun = word == asked.prefix and any(known.startswith(word) for known in vocabulary)
        if read_word(word).whole not in terms and not is_begun:
            near = near_words(word, ((known, letters(known)) for known in vocabulary))
            corrections |= {word: near[0]} if near else {}
    return rewritten(query, corrections) if corrections else None


def _shared_words(terms: Iterable[str], entry: _Entry) -> tuple[str, ...]:
    written = {r.whole: m[0] for text in texts_of(entry.document) for m, r in readings(text) if r.whole}
    return tuple(sorted(written[term] for term in terms if term in written))[:5]
