"""Sets of documents as whole numbers: bit n stands for document n. Counting and cutting them takes microseconds."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import compress

_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def bits_of(documents: Iterable[int], size: int) -> int:
    """Return the set of these documents, all below `size`."""
    digits = bytearray(b"0") * size
    last = size - 1
    for document in documents:
        digits[last - document] = 49  # "1"
    return int(digits, 2) if size else 0


def flags_of(bits: int, size: int) -> bytes:
    """Return one byte per document, 1 for those in the set."""
    return f"{bits:0{size}b}".encode()[::-1].translate(_TO_FLAGS) if size else b""


def documents_in(bits: int, size: int) -> Iterator[int]:
    """Yield the documents of a set in rising order."""
    return compress(range(size), flags_of(bits, size))


def kept(numbers: "array[int]", flags: bytes) -> Iterator[int]:
    """Yield a 1 or 0 for each of these documents: whether it is flagged."""
    return map(flags.__getitem__, numbers)
