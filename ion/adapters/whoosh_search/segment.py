"""One segment of the index: what all threads share of it, and the files that each thread reads for itself.

A segment never changes once written (only which of its documents are deleted does, and that is kept outside), so
what is worked out here once holds for as long as the segment lives.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from whoosh.codec.base import Segment as WhooshSegment
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.util.numeric import byte_to_length

from ion.adapters.whoosh_search.analysis import Chain
from ion.adapters.whoosh_search.bits import bits_of, documents_in
from ion.adapters.whoosh_search.postings import (
    Block,
    Postings,
    blocks,
    chain_counts,
    no_postings,
    places_in,
    read_postings,
)
from ion.adapters.whoosh_search.schema import SCHEMA, SPELLED, TAGS, WORDS, key_from
from ion.adapters.whoosh_search.storage import MappedSegment
from ion.core.ports.search import Key

LENGTHS = tuple(float(byte_to_length(byte)) for byte in range(256))
"""Number of terms for each length byte of Whoosh."""


class SegmentFiles:
    """The files of a segment as one thread reads them."""

    def __init__(self, folder: Path, segment: WhooshSegment) -> None:
        storage = MappedSegment(folder / segment.make_filename(segment.COMPOUND_EXT))
        self.size: int = segment.doc_count_all()
        self.name: str = segment.segment_id()
        self.total_length: int = segment._fieldlengths.get(WORDS, 0)
        self._terms = segment.codec().terms_reader(storage, segment)
        self._documents = segment.codec().per_document_reader(storage, segment)

    def blocks_of(self, field: str, term: bytes) -> Iterator[Block]:
        """Yield the blocks of a term, none if it is not there."""
        if (field, term) in self._terms:
            start, _ = self._terms.term_info(field, term).extent()
            yield from blocks(self._terms._postfile._buf, start)

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield the terms that begin so, in order, with the number of their documents."""
        for (name, term), info in self._terms.items_from(field, prefix):
            if name != field or not term.startswith(prefix):
                return
            yield term, info.doc_frequency()

    def spellings(self) -> list[str]:
        """Return every word as spelled in any document of the segment."""
        found = self._terms.terms_from(SPELLED, b"")
        return [term.decode() for _, term in takewhile(lambda named: named[0] == SPELLED, found)]

    def occurrences(self, term: str) -> float:
        """Return how often a term stands in the segment."""
        key = (WORDS, term.encode())
        return float(self._terms.frequency(*key)) if key in self._terms else 0.0

    def holders(self, term: str) -> int:
        """Return how many documents of the segment hold a term."""
        key = (WORDS, term.encode())
        return int(self._terms.doc_frequency(*key)) if key in self._terms else 0

    def identities(self) -> Iterator[tuple[Key, str]]:
        """Yield key and fingerprint of every document, deleted ones too, in order."""
        names, prints = self._column("identity"), self._column("fingerprint")
        for number in range(self.size):
            yield key_from(names[number]), prints[number].decode()

    def numbers(self, name: str) -> "array[int]":
        """Return a column of numbers, one per document."""
        numbers = array("q")
        default = SCHEMA[name].column_type.default_value()
        if self._documents.has_column(name):
            reader = self._column(name)
            numbers.frombytes(reader._dbfile.get(reader._basepos, reader._count * numbers.itemsize))
            if sys.byteorder == "little":
                numbers.byteswap()
        numbers.extend([default] * (self.size - len(numbers)))
        return numbers

    def length_bytes(self) -> bytes:
        """Return one byte per document: its length, as LENGTHS reads it."""
        name, lengths = "_words_len", b""
        if self._documents.has_column(name):
            reader = self._documents.column_reader(name, LENGTHS_COLUMN)
            lengths = reader._dbfile.get(reader._basepos, reader._count)
        return lengths.ljust(self.size, b"\0")

    def _column(self, name: str) -> Any:
        return self._documents.column_reader(name, SCHEMA[name].column_type)

    def body(self, document: int) -> Mapping[str, Any]:
        """Return texts, parts and frequent terms of a document."""
        body: Mapping[str, Any] = self._documents.stored_fields(document)["body"]
        return body


class SharedSegment:
    """What is known of a segment, for all threads: marks, dates, lengths and keys of its documents."""

    def __init__(self, files: SegmentFiles) -> None:
        self.name = files.name
        self.size = files.size
        self.lengths = files.length_bytes()
        self.tags: dict[str, dict[str, int]] = {}
        for term, _ in files.terms_from(TAGS, b""):
            group, _, name = term.decode().partition("\0")
            bits = read_postings(files.blocks_of(TAGS, term), self.size).bits
            self.tags.setdefault(group, {})[name] = bits
        self._read_keys(files)
        self.columns = {name: files.numbers(name) for name in ("published", "reviewed", "evidence")}
        self._read_expiries(files)
        self.vocabulary: list[tuple[str, int]] = []
        self._orders: dict[str, array[int]] = {}

    def _read_keys(self, files: SegmentFiles) -> None:
        keys = [key for key, _ in files.identities()]
        self._kinds = sorted({kind for kind, _ in keys})
        numbers = {kind: number for number, kind in enumerate(self._kinds)}
        self._kind_numbers = array("H", (numbers[kind] for kind, _ in keys))
        self._ids = array("q", (id for _, id in keys))

    def _read_expiries(self, files: SegmentFiles) -> None:
        expiries = files.numbers("expires")
        unset = SCHEMA["expires"].column_type.default_value()
        self._expiring = sorted((moment, number) for number, moment in enumerate(expiries) if moment != unset)
        self._expired: tuple[int, int] = (0, 0)

    def key(self, document: int) -> Key:
        """Return the key of a document."""
        return (self._kinds[self._kind_numbers[document]], self._ids[document])

    def bits(self, group: str, name: str) -> int:
        """Return the documents with this mark."""
        return self.tags.get(group, {}).get(name, 0)

    def archived(self, now: int) -> int:
        """Return the documents that are archived by now (microseconds since 1970)."""
        many = bisect_right(self._expiring, (now, self.size))
        kept = self._expired
        if kept[0] != many:
            kept = (many, bits_of((number for _, number in self._expiring[:many]), self.size))
            self._expired = kept
        return kept[1]

    def order(self, column: str) -> "array[int]":
        """Return all documents by a column, the greatest first, then by key."""
        if column not in self._orders:
            values = self.columns[column]
            numbers = sorted(range(self.size), key=lambda number: (-values[number], self.key(number)))
            self._orders[column] = array("I", numbers)
        return self._orders[column]


def chain_postings(files: SegmentFiles, chain: Chain, singles: list[Postings]) -> Postings:
    """Return where terms stand in a row; `singles` are the postings of its terms in order."""
    together = singles[0].bits
    for single in singles[1:]:
        together &= single.bits
    if not together:
        return no_postings(files.size)
    wanted = list(documents_in(together, files.size))
    terms = {term for term in chain if term}
    places = {term: places_in(files.blocks_of(WORDS, term.encode()), wanted) for term in terms}
    documents, counts = array("I"), array("f")
    for document, count in chain_counts(chain, places, wanted):
        documents.append(document)
        counts.append(count)
    return Postings(documents, counts, files.size)
