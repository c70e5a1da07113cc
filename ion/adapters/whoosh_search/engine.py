"""The search port on Whoosh."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ion.adapters.whoosh_search import related, searching
from ion.adapters.whoosh_search.reading import Reader
from ion.adapters.whoosh_search.schema import instant
from ion.adapters.whoosh_search.writing import Writer
from ion.core.ports.search import Document, Key, Related, Results, Search


def _now() -> datetime:
    return datetime.now(UTC)


class WhooshSearch:
    """A `SearchEngine` over the index in one folder; the first `rebuild` makes it."""

    def __init__(
        self, folder: Path | str, *, clock: Callable[[], datetime] = _now, patience: float = 30.0
    ) -> None:
        """Take the folder, the clock that tells what is archived, and seconds to wait for another writer."""
        self._clock = clock
        self._reader = Reader(Path(folder))
        self._writer = Writer(Path(folder), patience)

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents in one commit."""
        self._writer.put(documents)

    def remove(self, keys: Iterable[Key]) -> None:
        """Forget documents in one commit."""
        self._writer.remove(keys)

    def search(self, search: Search) -> Results:
        """Answer a search."""
        with self._reader.view() as view:
            return searching.answer(view, search, instant(self._clock()))

    def more_like(
        self, kind: str, id: int, *, scopes: frozenset[str], limit: int, kinds: Sequence[str] | None = None
    ) -> tuple[Related, ...]:
        """Return documents most like the one named."""
        with self._reader.view() as view:
            return related.like(view, (kind, id), scopes, limit, kinds, instant(self._clock()))

    def fingerprints(self) -> dict[Key, str]:
        """Return the fingerprint of every document in the index."""
        with self._reader.view() as view:
            return view.fingerprints()

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Replace the whole index."""
        return self._writer.rebuild(documents, progress or (lambda done: None))

    def optimize(self) -> None:
        """Merge all segments into one."""
        self._writer.optimize()

    def close(self) -> None:
        """Let go of files and memory."""
        self._reader.close()
