"""Documents and searches for the tests of search engines, free of surprises."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ion.base.vocabulary.acronyms import ACRONYMS
from ion.core.ports.query import Synonyms, parse
from ion.core.ports.search import Document, Key, Results, Search, SearchEngine

PUBLIC = frozenset({"public"})
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SYNONYMS = Synonyms(ACRONYMS)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def document(id: int, text: str = "", *, title: str = "", **others: Any) -> Document:
    """Return a public post; its title is empty so that nothing but the text counts."""
    values = {"kind": "post", "audience": "public", "path": f"/blog/{id}"} | others
    return Document(id=id, title=title, text=text, **values)


def asked(engine: SearchEngine, text: str = "", **others: Any) -> Results:
    """Return what a search as a visitor gives."""
    return engine.search(Search(parse(text, SYNONYMS), **({"scopes": PUBLIC} | others)))


def keys(results: Results) -> list[Key]:
    """Return the keys of the hits in order."""
    return [(hit.kind, hit.id) for hit in results.hits]


def ids(results: Results) -> list[int]:
    """Return the ids of the hits in order."""
    return [hit.id for hit in results.hits]
