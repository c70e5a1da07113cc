"""Opening the index: each thread has its own view of the last commit, and all share what never changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local

from whoosh.codec.base import Segment as WhooshSegment

from ion.adapters.whoosh_search.postings import PostingsCache
from ion.adapters.whoosh_search.segment import SegmentFiles, SharedSegment
from ion.adapters.whoosh_search.storage import latest_generation, read_contents
from ion.adapters.whoosh_search.view import Leaf, View, live_bits
from ion.core.ports.search import SearchUnavailable

CACHE_BYTES = 24 * 2**20
"""Postings kept in memory by one process, for all its threads."""

_TRIES = 20


class Reader:
    """Gives each thread its view of the last commit.

    A searcher shared by threads answers wrongly now and then (Whoosh's files have one reading position), so no
    thread uses another's files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine = local()
        self._shared: dict[str, SharedSegment] = {}
        self._lock = Lock()
        self.cache = PostingsCache(CACHE_BYTES)

    @contextmanager
    def view(self) -> Iterator[View]:
        """Give the view of the last commit; whatever is wrong with the files is raised as SearchUnavailable."""
        with damage_as_unavailable():
            yield self._current()

    def close(self) -> None:
        """Forget everything read so far; files close when the threads that read them let go."""
        self._mine = local()
        self._shared.clear()
        self.cache.forget_all_but(set())

    def _current(self) -> View:
        view: View | None = getattr(self._mine, "view", None)
        for _ in range(_TRIES):
            if view and view.generation == latest_generation(self._folder):
                return view
            try:
                view = self._mine.view = self._open(view)
            except FileNotFoundError:
                continue  # a commit went by between reading the contents and opening what they name
            return view
        raise SearchUnavailable("files named by the index are missing")

    def _open(self, before: View | None) -> View:
        contents = read_contents(self._folder)
        mine = {leaf.shared.name: leaf for leaf in before.leaves} if before else {}
        leaves = [self._leaf(segment, mine.get(segment.segment_id())) for segment in contents.segments]
        names = {leaf.shared.name for leaf in leaves}
        with self._lock:
            for gone in self._shared.keys() - names:
                del self._shared[gone]
        self.cache.forget_all_but(names)
        return View(contents.generation, leaves)

    def _leaf(self, segment: WhooshSegment, mine: Leaf | None) -> Leaf:
        files = mine.files if mine else SegmentFiles(self._folder, segment)
        with self._lock:
            shared = self._shared.get(files.name) or SharedSegment(files)
            self._shared[files.name] = shared
        return Leaf(shared, files, live_bits(shared.size, segment.deleted_docs()), self.cache)


@contextmanager
def damage_as_unavailable() -> Iterator[None]:
    """Raise SearchUnavailable for anything that goes wrong inside.

    A damaged file can make Whoosh, pickle, zlib or struct raise nearly anything, plain Exception included.
    """
    try:
        yield
    except SearchUnavailable:
        raise
    except Exception as fault:
        raise SearchUnavailable(f"the index cannot be read: {fault!r}") from fault
