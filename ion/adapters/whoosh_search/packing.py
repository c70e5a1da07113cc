"""Writing segments term by term instead of posting by posting: Whoosh's own files, made much faster."""

import pickle
from array import array
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import compress, count, groupby
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.fields import Schema
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from ion.adapters.whoosh_search.postings import blocks, cut
from ion.adapters.whoosh_search.schema import PLACE_BYTES

_COMPRESSION = 3
_WORTH_COMPRESSING = 16
"""Postings of a term below which packing costs more time than it saves room; most terms are rare."""


class Row(NamedTuple):
    """All postings of one term: documents in rising order, how often, and the places of all, one after the other."""

    documents: "array[int]"
    counts: "array[float]"
    places: bytearray


def _new_row() -> Row:
    return Row(array("I"), array("f"), bytearray())


class Pool:
    """Postings on their way into a segment; what grows over `limit` bytes waits in sorted files."""

    def __init__(self, storage: Any, limit: int) -> None:
        self._storage = storage
        self._limit = limit
        self._rows: dict[tuple[str, bytes], Row] = {}
        self._weight = 0
        self._files: list[str] = []

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting; those of one term come in the order of documents."""
        field, term, document, count, places = posting
        row = self._row(field, term)
        row.documents.append(document)
        row.counts.append(count)
        row.places.extend(places)
        self._weigh(8 + len(places))

    def extend(
        self, field: str, term: bytes, documents: list[int], counts: list[float], places: bytes
    ) -> None:
        """Take several postings of one term."""
        row = self._row(field, term)
        row.documents.extend(documents)
        row.counts.extend(counts)
        row.places.extend(places)
        self._weigh(8 * len(documents) + len(places))

    def _row(self, field: str, term: bytes) -> Row:
        if (row := self._rows.get((field, term))) is None:
            row = self._rows[field, term] = _new_row()
            self._weight += 400
        return row

    def _weigh(self, more: int) -> None:
        self._weight += more
        if self._weight > self._limit:
            self._put_aside()

    def _put_aside(self) -> None:
        name = f"{len(self._files)}.rows"
        with self._storage.create_file(name) as file:
            for item in sorted(self._rows.items(), key=itemgetter(0)):
                pickle.dump(item, file.raw_file(), protocol=pickle.HIGHEST_PROTOCOL)
        self._files.append(name)
        self._rows.clear()
        self._weight = 0

    def iter_postings(self) -> Iterator[tuple[tuple[str, bytes], Row]]:
        """Yield every term with its postings, in order."""
        runs: list[Iterable[Any]] = [self._waiting(name) for name in self._files]
        runs.append(sorted(self._rows.items(), key=itemgetter(0)))
        for name, rows in groupby(merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
            (_, first), *others = rows
            for _, row in others:  # merge is stable: earlier files first, so documents keep rising
                first.documents.extend(row.documents)
                first.counts.extend(row.counts)
                first.places.extend(row.places)
            yield name, first

    def _waiting(self, name: str) -> Iterator[tuple[tuple[str, bytes], Row]]:
        with self._storage.open_file(name) as file:
            stream: BinaryIO = file.raw_file()
            while True:
                try:
                    yield pickle.load(stream)
                except EOFError:
                    return

    def cleanup(self) -> None:
        """Let go of the files."""
        for name in self._files:
            self._storage.delete_file(name)
        self._files.clear()
        self._rows.clear()


class _RowWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms whose postings come as rows."""

    def add_postings(self, schema: Schema, _: Any, rows: Iterable[tuple[tuple[str, bytes], Row]]) -> None:
        for field, named in groupby(rows, key=lambda item: item[0][0]):
            self.start_field(field, schema[field])
            for (_field, term), row in named:
                self.start_term(term)
                self._add_row(row)
                self.finish_term()
            self.finish_field()

    def _add_row(self, row: Row) -> None:
        writer, size = self._postwriter, self._postwriter._blocklimit
        writer._compression = _COMPRESSION if len(row.documents) >= _WORTH_COMPRESSING else 0
        here = 0
        for start in range(0, len(row.documents), size):
            if start:
                writer._write_block()
            writer._ids = row.documents[start : start + size]
            writer._weights = row.counts[start : start + size]
            writer._maxweight = max(writer._weights)
            upto = here + PLACE_BYTES * int(sum(writer._weights))
            writer._values = [bytes(row.places[here:upto])]
            here = upto


class RowCodec(W3Codec):  # type: ignore[misc]
    """Codec W3 that takes rows and keeps no lengths with the postings: our ranking has its own."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _RowWriter:
        """Return the writer of terms."""
        return _RowWriter(self, storage, segment)


class RowWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with a Pool of rows, for documents added and for segments merged."""

    def __init__(self, index: FileIndex, limit: int) -> None:
        # the lock is ours (storage.writing_alone): it falls with its process
        super().__init__(index, _lk=False, codec=RowCodec())
        self.pool = Pool(self._tempstorage, limit)

    def add_postings_to_pool(
        self, reader: SegmentReader, startdoc: int, docmap: dict[int, int] | None
    ) -> None:
        """Take over the postings of a segment, without its deleted documents."""
        terms = reader._terms
        for (field, term), info in terms.items():
            for block in blocks(terms._postfile._buf, info.extent()[0]):
                documents, counts, places = block.unpack()
                kept = [n for n, document in enumerate(documents) if docmap is None or document in docmap]
                if kept:
                    numbers = [
                        startdoc + documents[n] if docmap is None else docmap[documents[n]] for n in kept
                    ]
                    if places and len(kept) < len(documents):
                        places = b"".join(compress(cut(places, counts), map(set(kept).__contains__, count())))
                    self.pool.extend(field, term, numbers, [counts[n] for n in kept], places)
