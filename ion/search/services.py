"""Making the index again, and comparing it with the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from ion.core import items
from ion.core.ports.documents import DOCUMENTS
from ion.core.ports.engine import engine
from ion.core.ports.query import parse
from ion.core.ports.search import Document, Key, Search, SearchUnavailable
from ion.core.ports.synonyms import SYNONYMS

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the index differs from the database, as lists of (kind, id); equal when all three are empty."""

    documents: int
    missing: list[Key]
    extra: list[Key]
    stale: list[Key]

    @property
    def is_equal(self) -> bool:
        return not (self.missing or self.extra or self.stale)


def all_documents() -> Iterator[Document]:
    """Every document of every room, a few hundred in memory at a time."""
    for source in DOCUMENTS:
        ids = source.ids()
        while chunk := list(islice(ids, CHUNK)):
            yield from source.documents(chunk)


def count_documents() -> int:
    """How many documents there are."""
    return sum(1 for source in DOCUMENTS for _ in source.ids())


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Replace the index by what the database holds; returns how many documents that is."""
    return engine().rebuild(all_documents(), progress)


def check() -> Comparison:
    """Compare the index with the database, document by document; raises SearchUnavailable."""
    indexed = engine().fingerprints()
    seen: set[Key] = set()
    missing: list[Key] = []
    stale: list[Key] = []
    for document in all_documents():
        seen.add(document.key)
        if document.key not in indexed:
            missing.append(document.key)
        elif indexed[document.key] != document.fingerprint():
            stale.append(document.key)
    return Comparison(len(seen), missing, sorted(set(indexed) - seen), stale)


def mend() -> bool:
    """Rebuild the index if it cannot be searched; True when it had to be."""
    try:
        engine().search(Search(limit=1))
    except SearchUnavailable:
        rebuild()
        return True
    return False


def tidy() -> None:
    """Make the index compact."""
    engine().optimize()


@dataclass(frozen=True, slots=True)
class ShellRow:
    """A hit as the shell prints it."""

    score: float
    kind: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class ShellResults:
    """What `ion search query` prints."""

    total: int
    did_you_mean: str | None
    rows: list[ShellRow]


def ask(words: str, kind: str, limit: int, scopes: frozenset[str]) -> ShellResults:
    """Search for a holder of `scopes`, without facets."""
    kinds = frozenset({kind}) if kind else frozenset()
    results = engine().search(Search(parse(words, SYNONYMS), scopes, kinds=kinds, limit=limit))
    subjects = items.subjects_by_key([(hit.kind, hit.id) for hit in results.hits], scopes)
    rows = [
        ShellRow(hit.score, hit.kind, subject.title, subject.path)
        for hit in results.hits
        if (subject := subjects.get((hit.kind, hit.id)))
    ]
    return ShellResults(results.total, results.did_you_mean, rows)
