"""From plain text to terms: the same for documents and queries, for the index and for the memory adapter."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from whoosh.lang.snowball.english import EnglishStemmer

from ion.base.vocabulary.places import STATES
from ion.core.ports.query import WORD, fold
from ion.core.ports.stopwords import STOP_WORDS

Chain: TypeAlias = tuple[str | None, ...]
"""Terms that stand together, in order; None is any one word (a stop word was there)."""

_JOINT = re.compile(r"[-.&]")
_stemmer = EnglishStemmer()


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """Return the stem of a folded word, by Snowball's English rules."""
    return _stemmer.stem(word) if word.isascii() else word


@dataclass(frozen=True, slots=True)
class Reading:
    """What one written word stands for.

    `whole` is its term, None for a stop word. A word of several words ("one-stop") has them as `parts`, so that it
    is found as "one stop" too; most words have none. `spelled` are the words as written, folded.
    """

    whole: str | None
    parts: Chain = ()
    spelled: tuple[str, ...] = ()

    @property
    def chain(self) -> Chain:
        """Return the terms at the places that this word takes."""
        return self.parts or (self.whole,)


_NOTHING = Reading(None)


@lru_cache(maxsize=2**16)
def read_word(folded: str, is_code: bool = False) -> Reading:
    """Return what a folded word stands for; a state code is a word even where it spells a stop word."""
    if folded in STOP_WORDS and not is_code:
        return _NOTHING
    pieces = tuple(piece for piece in _JOINT.split(folded) if piece)
    if len(pieces) < 2 or not any(len(piece) > 1 and piece.isalpha() for piece in pieces):
        return Reading(stem(folded), (), (folded,))
    kept = tuple(piece if len(piece) > 1 and piece not in STOP_WORDS else None for piece in pieces)
    parts = tuple(stem(piece) if piece else None for piece in kept)
    return Reading(stem(folded), parts, (folded, *(piece for piece in kept if piece)))


@lru_cache(maxsize=2**16)
def _read_written(written: str) -> Reading:
    is_code = len(written) == 2 and written in STATES
    return read_word(fold(written), is_code)


def readings(text: str, begin: int = 0, end: int = sys.maxsize) -> Iterator[tuple[re.Match[str], Reading]]:
    """Yield every word of a `plain` text, or of a stretch of it, with what it stands for."""
    found = WORD.finditer(text, begin, end)
    if text.isupper():  # a heading all in capitals: IN is no Indiana there
        return ((match, read_word(fold(match[0]))) for match in found)
    return ((match, _read_written(match[0])) for match in found)


def chain_of(words: Iterable[str], codes: frozenset[str] = frozenset()) -> Chain:
    """Return the terms that folded words stand for when they are to stand together; () if they say nothing."""
    places = [term for word in words for term in read_word(word, word in codes).chain]
    while places and places[-1] is None:
        places.pop()
    first = next((place for place, term in enumerate(places) if term), len(places))
    return tuple(places[first:])


@dataclass(slots=True)
class Analyzed:
    """Terms of a document: places of each term in order, words as spelled, and how many terms there are."""

    places: dict[str, list[int]]
    spelled: set[str]
    length: int


def analyze(texts: Iterable[str]) -> Analyzed:
    """Return the terms of `plain` texts, read as one; a phrase does not reach from one text into the next."""
    places: dict[str, list[int]] = {}
    spelled: set[str] = set()
    here = length = 0
    for text in texts:
        for _, reading in readings(text):
            if reading.whole:
                places.setdefault(reading.whole, []).append(here)
                spelled.update(reading.spelled)
                length += 1
                for step, part in enumerate(reading.parts):
                    if part:
                        places.setdefault(part, []).append(here + step)
            here += len(reading.parts) or 1
        here += 1
    return Analyzed(places, spelled, length)
