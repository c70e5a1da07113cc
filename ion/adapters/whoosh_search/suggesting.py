"""Did you mean: words that nobody's text holds, replaced by near ones that this reader's documents hold."""

from collections.abc import Iterator
from heapq import nsmallest

from ion.adapters.whoosh_search.analysis import read_word
from ion.core.ports.query import WORD, Query, fold

SHORTEST_WORD = 4
MOST_CORRECTED = 3
MOST_WEIGHED = 30
"""Near words whose holders are counted, per corrected word."""


def correctable(query: Query) -> list[str]:
    """Return the words of a query that may be misspelled: plain words of some length, each once."""
    words = dict.fromkeys(query.words)
    return [word for word in words if len(word) >= SHORTEST_WORD and word.isalpha() and read_word(word).whole]


def letters(word: str) -> int:
    """Return the letters of a word as a set of bits, to tell most unlike words apart at once."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters are to add, drop, change or swap with the next; above the limit, one more than it."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row[:], before, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def near_words(word: str, vocabulary: Iterator[tuple[str, int]]) -> list[str]:
    """Return words of the vocabulary (with their `letters`) that this word may stand for, the nearest first."""
    limit = 1 if len(word) < 6 else 2
    own, size = letters(word), len(word)
    close = (
        other
        for other, bits in vocabulary
        if -limit <= len(other) - size <= limit and (own ^ bits).bit_count() <= 2 * limit
    )
    found = {other: far for other in close if 0 < (far := distance(word, other, limit)) <= limit}
    return nsmallest(MOST_WEIGHED, found, key=lambda other: (found[other], other[0] != word[0], other))


def rewritten(query: Query, corrections: dict[str, str]) -> str:
    """Return the query's text with words replaced."""
    return WORD.sub(lambda match: corrections.get(fold(match[0]), match[0]), query.text)
