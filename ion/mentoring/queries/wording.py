"""Words of a question found in what mentors wrote, by the search port; and topics that a question speaks of."""

import re
from collections.abc import Sequence
from html import unescape

from ion.core.labels import facet_labels
from ion.core.ports.engine import engine
from ion.core.ports.query import MOST_WORDS, Query, fold, folded_words
from ion.core.ports.search import Search, SearchUnavailable
from ion.core.ports.stopwords import STOP_WORDS
from ion.mentoring.queries.pool import Pool

KIND = "mentor"
"""The kind of a mentor's document; its id is that of the person."""
MOST_ASKED, MOST_HITS = 6, 10
"""The search engine is asked for other forms of the rarest words of a question, and its nearest mentors are read."""
MOST_SHOWN = 5
NAMED, MOST_NAMED = ("topic", "role", "sector", "population"), 3
SHORTEST = 3
_WEAK = """
back began begin beginning bring brought came come coming first new people person program programs run running start
started stop stopped time work worked working works workforce year years
"""
WEAK = frozenset(_WEAK.split())
"""Words that everybody in this field writes, whatever they know."""
MARKED = re.compile(r"<mark>(.*?)</mark>", re.S)


def asked_words(question: str) -> tuple[str, ...]:
    """The words of a question that say what it is about, folded, each once, in its order."""
    words = dict.fromkeys(folded_words(question))
    return tuple(filter(says_something, words))[:MOST_WORDS]


def says_something(word: str) -> bool:
    """Whether a folded word says what a question is about; an address or "U.S." does not."""
    return len(word) >= SHORTEST and "." not in word and word not in STOP_WORDS and word not in WEAK


def found_words(words: Sequence[str], scopes: frozenset[str]) -> dict[int, tuple[str, ...]]:
    """By mentor (person id), the words on their profile that are these or other forms of them ("employer",
    "employers"), as written there; of the mentors nearest to the words. Empty without an index to look in."""
    asked = Search(
        Query(text=" ".join(words), words=tuple(words)), scopes, frozenset({KIND}), limit=MOST_HITS
    )
    try:
        hits = engine().search(asked).hits if words else ()
    except SearchUnavailable:
        return {}
    return {hit.id: marked(hit.snippet) for hit in hits}


def marked(snippet: str) -> tuple[str, ...]:
    """The marked words of a snippet, each once."""
    return tuple(dict.fromkeys(word for mark in MARKED.findall(snippet) for word in unescape(mark).split()))


def shared_words(question: str, scopes: frozenset[str], everyone: Pool) -> dict[int, tuple[str, ...]] | None:
    """By mentor (person id), what of a question they say in their own words: the question's words for all of them,
    and other forms of these for those whom the search engine finds nearest. Labels of what they ticked do not count:
    they are reasons of their own.

    Who says none is absent; None where nobody does, so that the question does not count at all.
    """
    found: dict[int, list[str]] = {}
    asked = asked_words(question)
    for word in asked:
        for id in everyone.speakers(word):
            found.setdefault(id, []).append(word)
    rarest = sorted(asked, key=lambda word: len(everyone.written.get(word, ())))[:MOST_ASKED]
    for id, words in found_words(rarest, scopes).items():
        for word in map(fold, words):
            own = found.get(id, [])
            if (
                says_something(word)
                and id in everyone.speakers(word)
                and not any(is_form(word, of) for of in own)
            ):
                found[id] = [*own, word]
    return {id: tuple(words)[:MOST_SHOWN] for id, words in found.items()} or None


def is_form(word: str, of: str) -> bool:
    """Whether one of two words begins with the other, as "employers" does with "employer"."""
    return word.startswith(of) or of.startswith(word)


def terms_in(question: str) -> tuple[tuple[str, str], ...]:
    """What a question names word for word: (facet, key) of topics, partner roles, sectors and populations."""
    said = f" {' '.join(folded_words(question))} "
    return tuple(
        (facet, key)
        for facet in NAMED
        for key, label in facet_labels(facet).items()
        if f" {' '.join(folded_words(label))} " in said
    )[:MOST_NAMED]
