"""Changing the index: one writer at a time, each change one commit that shows all at once or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import CLEAR

from ion.adapters.whoosh_search.packing import RowWriter
from ion.adapters.whoosh_search.reading import damage_as_unavailable
from ion.adapters.whoosh_search.schema import INDEX_NAME, KEY, SCHEMA, fields_of, key_term
from ion.adapters.whoosh_search.segment import SegmentFiles
from ion.adapters.whoosh_search.storage import DurableStorage, read_contents, start_empty, writing_alone
from ion.core.ports.search import Document, Key, SearchUnavailable

PROGRESS_STEP = 100
"""Documents between two calls of a rebuild's progress."""

MEMORY = 64 * 2**20
"""Bytes of postings held in memory before they are sorted out to disk."""


class Writer:
    """Writes to the index in a folder, waiting up to `patience` seconds for another writer to finish."""

    def __init__(self, folder: Path, patience: float) -> None:
        self._folder = folder
        self._patience = patience

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; the last of one key counts."""
        latest = {document.key: document for document in documents}
        if latest:
            rows = [fields_of(document) for document in latest.values()]
            with self._writing() as writer:
                self._delete(writer, latest.keys())
                for row in rows:
                    writer.add_document(**row)

    def remove(self, keys: Iterable[Key]) -> None:
        """Forget documents."""
        if unique := set(keys):
            with self._writing() as writer:
                self._delete(writer, unique)

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None]) -> int:
        """Replace everything; the old index answers until the new one is complete."""
        with writing_alone(self._folder, self._patience):
            self._repair()
            with _committing(self._writer(), mergetype=CLEAR) as writer:
                done = 0
                for document in _last_of_each(documents):
                    writer.add_document(**fields_of(document))
                    done += 1
                    if done % PROGRESS_STEP == 0:
                        progress(done)
                progress(done)
        return done

    def optimize(self) -> None:
        """Merge all segments into one."""
        with self._writing(optimize=True):
            pass

    def _repair(self) -> None:
        """Make room for a new index where there is none, or one that cannot be read."""
        try:
            read_contents(self._folder)
        except Exception:  # noqa: BLE001 - a damaged table of contents makes Whoosh raise nearly anything
            start_empty(self._folder)

    @contextmanager
    def _writing(self, **how: object) -> Iterator[RowWriter]:
        if not self._folder.is_dir():
            raise SearchUnavailable(f"no index in {self._folder}")
        with writing_alone(self._folder, self._patience), damage_as_unavailable():
            read_contents(self._folder)  # or Whoosh leaves a damaged file open
            with _committing(self._writer(), **how) as writer:
                yield writer

    def _writer(self) -> RowWriter:
        index = FileIndex(DurableStorage(self._folder), indexname=INDEX_NAME, schema=SCHEMA)
        return RowWriter(index, MEMORY)

    def _delete(self, writer: RowWriter, keys: Iterable[Key]) -> None:
        terms = [key_term(key) for key in keys]
        for segment in writer.segments:
            files = SegmentFiles(self._folder, segment)
            for term in terms:
                for block in files.blocks_of(KEY, term):
                    for number in block.unpack()[0]:
                        segment.delete_document(number)


@contextmanager
def _committing(writer: RowWriter, **how: object) -> Iterator[RowWriter]:
    try:
        yield writer
        writer.commit(**how)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _last_of_each(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[Key] = set()
    for document in documents:
        if document.key in seen:
            raise ValueError(f"{document.key} came twice in a rebuild")
        seen.add(document.key)
        yield document
