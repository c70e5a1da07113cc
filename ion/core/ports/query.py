"""The query grammar: what a person typed, read as words, "phrases" and -excluded words. It cannot fail.

Engines build their own queries from this; what was typed never reaches an engine's query language.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ion.base.vocabulary.places import STATES
from ion.core.ports.stopwords import STOP_WORDS

LONGEST_TEXT = 200
"""Characters of a query that are read."""

MOST_WORDS = 16
"""Words of a query that are read, in phrases and excluded ones too; stop words, not searched for, do not count."""

SHORTEST_PREFIX = 3
"""Letters that the last word needs before it may stand for the start of a longer word."""

MOST_EXPANSIONS = 50
"""Longer words that a prefix stands for at most."""

LONGEST_WORD = 64
"""Letters of a word that count; the rest is passed over in queries and documents alike."""

WORD = re.compile(r"[^\W_]+(?:[-.&'][^\W_]+)*")
"""A word in plain text: 19-16, 678.400, E&T and one-stop are one word each. Expects `plain` text."""

_LOOSE = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-"})
_UNWRITTEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TOKEN = re.compile(rf'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>{WORD.pattern}))')

Words: TypeAlias = tuple[str, ...]


def plain(text: str) -> str:
    """Return the text with composed letters, plain quotes and hyphens, and no control characters."""
    return _UNWRITTEN.sub(" ", unicodedata.normalize("NFC", text).translate(_LOOSE))


def fold(word: str) -> str:
    """Return the form in which words are compared: without case, accents and possessive 's."""
    word = word.casefold()
    if not word.isascii():
        marked = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in marked if not unicodedata.combining(letter)).casefold()
    return word.removesuffix("'s")[:LONGEST_WORD]


def folded_words(text: str) -> Words:
    """Return the words of a text in the form in which they are compared."""
    return tuple(fold(word) for word in WORD.findall(plain(text)))


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words of the query that have other names: any of `others` means the same as `words`."""

    words: Words
    others: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, understood. Words are folded and in the order typed; repeated words stay repeated.

    A document has to hold every phrase and nothing excluded (an excluded entry of several words is a phrase),
    and, where there is no phrase, at least one word or one alternative. `prefix` is the last word where it may be
    unfinished, else "". `codes` are words meant as state codes, so that "OR" is Oregon. `was_cut` says that
    more was typed than is read; `text` is what was read.
    """

    text: str = ""
    words: Words = ()
    phrases: tuple[Words, ...] = ()
    excluded: tuple[Words, ...] = ()
    prefix: str = ""
    codes: frozenset[str] = frozenset()
    alternatives: tuple[Alternative, ...] = ()
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was asked: the reader browses."""
        return not (self.words or self.phrases or self.excluded)


class Synonyms:
    """Groups of names for one thing, found in a row of words, whichever name was used, in singular or plural."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()) -> None:
        """Take groups of names as people write them, such as ("AJC", "American Job Center")."""
        self._others: dict[Words, tuple[Words, ...]] = {}
        for group in groups:
            names = dict.fromkeys(folded_words(name) for name in group)
            for name in names:
                known = self._others.get(_singular(name), ())
                others = (other for other in names if _singular(other) != _singular(name))
                self._others[_singular(name)] = tuple(dict.fromkeys([*known, *others]))
        self._longest = max(map(len, self._others), default=0)

    def found_in(self, words: Words) -> Iterator[Alternative]:
        """Yield the names that stand in these words, the longest at each place."""
        start = 0
        while start < len(words):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                name = words[start : start + length]
                if others := self._others.get(_singular(name)):
                    yield Alternative(name, others)
                    start += length
                    break
            else:
                start += 1


def _singular(name: Words) -> Words:
    return tuple(word[:-1] if word.endswith("s") and not word.endswith("ss") else word for word in name)


NO_SYNONYMS = Synonyms()


def parse(text: str, synonyms: Synonyms = NO_SYNONYMS) -> Query:
    """Return what a person means by this text; whatever the text, there is an answer and it is bounded."""
    read, was_cut = _cut(plain(text[: 2 * LONGEST_TEXT]))
    tokens = list(_TOKEN.finditer(read))
    found = _Found(read)
    for token in tokens:
        found.add(token, is_alone=len(tokens) == 1)
    return Query(
        text=" ".join(read.split()),
        words=tuple(found.words),
        phrases=tuple(dict.fromkeys(found.phrases)),
        excluded=tuple(dict.fromkeys(found.excluded)),
        prefix=found.prefix,
        codes=frozenset(found.codes),
        alternatives=tuple(dict.fromkeys(synonyms.found_in(tuple(found.words)))),
        was_cut=was_cut or found.was_cut,
    )


def _cut(text: str) -> tuple[str, bool]:
    if len(text) <= LONGEST_TEXT:
        return text, False
    head = text[: LONGEST_TEXT + 1]
    whole_words = head.rsplit(None, 1)[0]
    return (whole_words + " ")[:LONGEST_TEXT], True


class _Found:
    """What has been read so far, within the limits."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._room = MOST_WORDS
        self.words: list[str] = []
        self.phrases: list[Words] = []
        self.excluded: list[Words] = []
        self.codes: set[str] = set()
        self.prefix = ""
        self.was_cut = False

    def add(self, token: re.Match[str], *, is_alone: bool) -> None:
        quoted = token["phrase"] is not None
        words = self._within_room(folded_words(token["phrase"] if quoted else token["word"]))
        if not words:
            return
        written = (token["word"] or token["phrase"]).strip()
        if written.upper() in STATES and (written.isupper() or is_alone):
            self.codes.add(words[0])
        if token["minus"]:
            self.excluded.append(words)
        elif len(words) > 1:
            self.phrases.append(words)
        else:
            self._add_word(words[0], is_last=not quoted and token.end() == len(self._text))

    def _within_room(self, words: Words) -> Words:
        kept = []
        for word in words:
            if word not in STOP_WORDS:
                if not self._room:
                    self.was_cut = True
                    break
                self._room -= 1
            kept.append(word)
        return tuple(kept)

    def _add_word(self, word: str, *, is_last: bool) -> None:
        self.words.append(word)
        if is_last and len(word) >= SHORTEST_PREFIX:
            self.prefix = word
