"""Where terms stand in one segment, read block by block, and kept while there is room."""

import io
import pickle
import struct
import zlib
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from threading import Lock
from typing import Any

from ion.adapters.whoosh_search.analysis import Chain
from ion.adapters.whoosh_search.bits import bits_of
from ion.adapters.whoosh_search.schema import PLACE_BYTES

_BLOCK_LENGTH = struct.Struct("!i")
_MAGIC = b"W3Bl"


class Postings:
    """The documents of a segment that hold a term or a chain, in rising order, and how often each does."""

    __slots__ = ("bits", "counts", "documents", "impacts", "measured_by")

    def __init__(self, documents: "array[int]", counts: "array[float]", size: int) -> None:
        self.documents = documents
        self.counts = counts
        self.bits = bits_of(documents, size)
        self.impacts: array[float] = array("f")
        self.measured_by = -1.0

    @property
    def weight(self) -> int:
        """Return roughly how many bytes this takes."""
        return 200 + 12 * len(self.documents) + self.bits.bit_length() // 8


def no_postings(size: int) -> Postings:
    """Return the postings of a term that is not there."""
    return Postings(array("I"), array("f"), size)


class Block:
    """Up to 128 postings as Whoosh's codec W3 packs them; unpacked only when asked for."""

    def __init__(self, stream: io.BytesIO) -> None:
        self.size, self.last, _, self._compression, _, _ = pickle.load(stream)
        self._stream = stream

    def unpack(self) -> tuple[Sequence[int], Sequence[float], bytes]:
        """Return documents, how often the term stands in each, and its places in all, in a row."""
        packed = self._stream.read()
        steps, counts, places = pickle.loads(zlib.decompress(packed) if self._compression else packed)
        if counts is None or isinstance(counts, float):
            counts = (1.0 if counts is None else counts,) * self.size
        return tuple(accumulate(steps)), counts, places or b""


def blocks(buffer: memoryview, start: int) -> Iterator[Block]:
    """Yield the blocks of one term; `start` is where its postings begin in the file."""
    if bytes(buffer[start : start + 4]) != _MAGIC:
        raise ValueError("no postings here")
    here, is_last = start + 4, False
    while not is_last:
        (length,) = _BLOCK_LENGTH.unpack_from(buffer, here)
        is_last = length < 0
        here += 4
        yield Block(io.BytesIO(buffer[here : here + abs(length)]))
        here += abs(length)


def cut(places: bytes, counts: Iterable[float]) -> Iterator[bytes]:
    """Yield the places of each document apart."""
    here = 0
    for count in counts:
        upto = here + PLACE_BYTES * int(count)
        yield places[here:upto]
        here = upto


def read_postings(found: Iterator[Block], size: int) -> Postings:
    """Return the postings of a term from its blocks."""
    documents, counts = array("I"), array("f")
    for block in found:
        numbers, weights, _ = block.unpack()
        documents.extend(numbers)
        counts.extend(weights)
    return Postings(documents, counts, size)


def places_in(found: Iterator[Block], wanted: Sequence[int]) -> dict[int, "array[int]"]:
    """Return where a term stands in the wanted documents (given in rising order); other blocks are passed over."""
    places: dict[int, array[int]] = {}
    asked, done = set(wanted), 0
    for block in found:
        upto = bisect_left(wanted, block.last + 1, done)
        if upto > done:
            documents, counts, packed = block.unpack()
            for document, value in zip(documents, cut(packed, counts), strict=True):
                if document in asked:
                    places[document] = array("I", value)
        done = upto
    return places


def chain_counts(
    chain: Chain, places: dict[str, dict[int, Any]], wanted: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield (document, how often) for the wanted documents in which the terms stand in a row."""
    (first, term), *others = [(step, term) for step, term in enumerate(chain) if term]
    for document in wanted:
        starts = {place - first for place in places[term][document]}
        for step, other in others:
            starts.intersection_update([place - step for place in places[other][document]])
            if not starts:
                break
        else:
            yield document, len(starts)


class PostingsCache:
    """Postings lately used, of all segments, shared by all threads; the longest unused go first."""

    def __init__(self, budget: int) -> None:
        """Keep about `budget` bytes."""
        self._budget = budget
        self._weight = 0
        self._kept: OrderedDict[tuple[str, Chain], Postings] = OrderedDict()
        self._lock = Lock()

    def find(self, segment: str, chain: Chain) -> Postings | None:
        """Return what is kept for a chain of a segment."""
        with self._lock:
            if postings := self._kept.get((segment, chain)):
                self._kept.move_to_end((segment, chain))
            return postings

    def keep(self, segment: str, chain: Chain, postings: Postings) -> None:
        """Keep these postings, at the cost of older ones."""
        with self._lock:
            if (segment, chain) not in self._kept:
                self._kept[segment, chain] = postings
                self._weight += postings.weight
            while self._weight > self._budget and len(self._kept) > 1:
                self._weight -= self._kept.popitem(last=False)[1].weight

    def forget_all_but(self, segments: set[str]) -> None:
        """Drop what belongs to segments that are gone."""
        with self._lock:
            for name in [name for name in self._kept if name[0] not in segments]:
                self._weight -= self._kept.pop(name).weight
