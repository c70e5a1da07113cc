"""The search port: what is handed to a search engine, what is asked of it, what it answers.

Engines are plain objects (`ion.adapters.whoosh_search`, `ion.adapters.memory_search`); all pass one contract test
(`tests/adapters/test_search_contract.py`). The index is derived: the database is the truth and can rebuild it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias

from ion.core.ports.query import Query

Key: TypeAlias = tuple[str, int]
"""What names a document: (kind, id), as in ("practice", 7)."""

Sort: TypeAlias = Literal["relevance", "newest", "reviewed", "evidence"]

SORTS: tuple[Sort, ...] = ("relevance", "newest", "reviewed", "evidence")


class SearchUnavailable(Exception):
    """The index is missing, damaged, of another form, or held by another writer for too long.

    A search may fall back to the database; a writer tries again later or rebuilds.
    """


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document that has a place of its own, such as the section "Did it work?".

    `anchor` is an id on the document's page, or what its address goes on with: "/transcript#t-760", "?slide=7#slide".
    """

    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, as plain text.

    Everything found in `title`, `summary`, `text` and the `parts` (label and text) leads to it; words of a part
    stand in the part only, not again in `text`. `audience` is one token of `ion.core.access` ("public",
    "members", "group:7" …). `facets` maps a facet key to the keys the document has in it. It is archived from
    the moment `expires_at` on, by the engine's clock, without being put again. A higher `evidence_rank` is
    stronger evidence. Datetimes are aware.
    """

    kind: str
    id: int
    path: str
    title: str
    summary: str = ""
    text: str = ""
    audience: str = "staff"
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published_at: datetime | None = None
    reviewed_on: date | None = None
    expires_at: datetime | None = None
    evidence_rank: int = 0
    is_sample: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def key(self) -> Key:
        """Return what names this document."""
        return (self.kind, self.id)

    def fingerprint(self) -> str:
        """Return a hash of all that is in the document: equal content, equal hash."""
        content = [
            [self.kind, self.id, self.path, self.title, self.summary, self.text, self.audience],
            sorted((facet, sorted(keys)) for facet, keys in self.facets.items()),
            [_stamp(self.published_at), _stamp(self.reviewed_on), _stamp(self.expires_at)],
            [self.evidence_rank, self.is_sample],
            [(part.anchor, part.label, part.text) for part in self.parts],
        ]
        return hashlib.blake2b(json.dumps(content).encode(), digest_size=12).hexdigest()


def _stamp(moment: date | None) -> float | str | None:
    # two zones may write one moment in two ways
    if isinstance(moment, datetime):
        return moment.timestamp()
    return moment.isoformat() if moment else None


@dataclass(frozen=True, slots=True)
class Search:
    """One question to the engine.

    Only documents whose audience is among `scopes` exist for it: no scopes, no results. Empty `kinds` means every
    kind. Keys of one facet are alternatives, facets narrow each other; a facet or key that no document has finds
    nothing. An empty query browses: everything, and "relevance" then means "newest". Documents without the date
    sorted by come last; ties go by (kind, id). `count_facets` names the facets to count.
    """

    query: Query = field(default_factory=Query)
    scopes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    include_archived: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    count_facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartHit:
    """The part of the page in which the snippet stands; `anchor` is as in Part."""

    anchor: str
    label: str

    def at(self, path: str) -> str:
        """The address of the part, given that of its document."""
        return path + (self.anchor if self.anchor[:1] in ("/", "?") else f"#{self.anchor}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found.

    `snippet` is safe HTML: escaped text with the found words in `<mark>`; it may be empty. `part` is set where
    the snippet was taken from a part. `score` orders hits of one search and means nothing else.
    """

    kind: str
    id: int
    score: float
    snippet: str
    part: PartHit | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """The answer.

    `total` counts all documents found, `hits` is the page asked for (short or empty past the end).
    `facet_counts` holds every facet asked for, with the keys that at least one document has; what is chosen
    in a facet does not narrow that facet's own counts. `kind_counts` is not narrowed by the kinds asked for.
    `archived_count` is how many archived documents match the whole question: left out of `total` unless
    archived ones were asked for. `did_you_mean` is a query text in which unknown words are replaced by words that
    this viewer's documents contain, else None.
    """

    total: int
    hits: tuple[Hit, ...]
    facet_counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    kind_counts: Mapping[str, int] = field(default_factory=dict)
    archived_count: int = 0
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A document like another; `shared_terms` are words in both, as the found document writes them."""

    kind: str
    id: int
    score: float
    shared_terms: tuple[str, ...]


class SearchEngine(Protocol):
    """A search engine. Every method may raise SearchUnavailable; all may be called from many threads."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents in one commit; of two with one key the later counts.

        Once it returns, searches see them and they survive the end of the process.
        """
        ...

    def remove(self, keys: Iterable[Key]) -> None:
        """Forget documents in one commit; unknown keys are passed over."""
        ...

    def search(self, search: Search) -> Results:
        """Answer a search; never raises for anything a person may have typed."""
        ...

    def more_like(
        self, kind: str, id: int, *, scopes: frozenset[str], limit: int, kinds: Sequence[str] | None = None
    ) -> tuple[Related, ...]:
        """Return documents most like the one named, best first; never itself, nothing archived.

        Empty when the document is not in the index or outside the scopes. `kinds` None means every kind.
        """
        ...

    def fingerprints(self) -> dict[Key, str]:
        """Return `Document.fingerprint()` of everything in the index, to compare with the database."""
        ...

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Replace the whole index by these documents and return how many there are.

        Searches go on over the old index and see the new one at once when it is complete. `progress` is called
        now and then with the number done so far. A failure on the way leaves the old index as it was.
        """
        ...

    def optimize(self) -> None:
        """Make the index compact, and searches faster; slow, for the night."""
        ...

    def close(self) -> None:
        """Let go of files and memory."""
        ...
