"""The piece of text shown under a hit: the passage that says most of what was asked, escaped, then marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice

from ion.adapters.whoosh_search.analysis import Chain, Reading, readings
from ion.core.ports.search import PartHit

SPAN = 220
"""Characters of a snippet, about."""

LEAD = 50
"""Characters shown before the first marked word, about."""

MOST_FINDS = 400
"""Found words of one passage that are weighed."""


_ACCENTED = re.compile(r"[^\W\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to take the snippet from; `part` is set where it has its own anchor on the page."""

    text: str
    part: PartHit | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """Where a text says any of the chains asked for."""

    start: int
    end: int
    chains: frozenset[Chain]


@dataclass(frozen=True, slots=True)
class _Window:
    worth: float
    passage: Passage
    finds: Sequence[Find]


def snippet(passages: Sequence[Passage], worth: Mapping[Chain, float]) -> tuple[str, PartHit | None]:
    """Return safe HTML of the best passage, and its part.

    `worth` says how much each term, or row of terms, matters to the one who asked.
    """
    best = _Window(0.0, Passage(""), ())
    for passage in passages:
        window = _best_window(passage, worth)
        if window.worth > best.worth + 1e-9:
            best = window
    if best.worth:
        return _marked(best), best.passage.part
    opening = next(
        (passage for passage in passages if passage.text.strip() and not passage.part), Passage("")
    )
    return _marked(_Window(0.0, opening, ())), None


def _best_window(passage: Passage, worth: Mapping[Chain, float]) -> _Window:
    named = frozenset[Chain]()
    if passage.part:  # a word found in the heading of a part leads to that part
        named = named.union(*(find.chains for find in finds(passage.part.label, worth.keys())))
    best = _Window(sum(worth[chain] for chain in named) * 0.9, passage, ())
    found = list(islice(finds(passage.text, worth.keys()), MOST_FINDS))
    for first, find in enumerate(found):
        upto = first
        while upto < len(found) and found[upto].end <= find.start + SPAN - LEAD:
            upto += 1
        within = found[first : max(upto, first + 1)]
        told = named.union(*(each.chains for each in within))
        value = sum(worth[chain] for chain in told) + 0.001 * len(within)
        if value > best.worth:
            best = _Window(value, passage, within)
    return best


def finds(text: str, chains: AbstractSet[Chain]) -> Iterator[Find]:
    """Yield where a `plain` text says any of the chains, the longest at each place, in order and apart."""
    firsts = _firsts(frozenset(chains))
    for begin, end in _regions(text, firsts):
        yield from _finds_in(list(readings(text, begin, end)), firsts.chains)


def _regions(text: str, firsts: "_Firsts") -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text worth reading word by word: where a word begins like one asked for."""
    if not text.isascii() and _ACCENTED.search(text):  # accents may hide how a word begins
        yield 0, len(text)
        return
    begin = end = 0
    for match in firsts.beginning.finditer(text):
        if match.start() >= end:
            if end:
                yield begin, end
            begin = text.rfind(" ", 0, match.start()) + 1
        space = text.find(" ", match.end() + firsts.reach)
        end = space if space > 0 else len(text)
    if end:
        yield begin, end


def _finds_in(
    words: Sequence[tuple[re.Match[str], Reading]], by_first: Mapping[str, Sequence[Chain]]
) -> Iterator[Find]:
    places = [(number, term) for number, (_, reading) in enumerate(words) for term in reading.chain]
    upto = -1
    for here, (number, term) in enumerate(places):
        whole = words[number][1].whole
        if number > upto and (term in by_first or whole in by_first):
            wholes = [chain for chain in by_first.get(whole or "", ()) if len(chain) == 1]
            rows = [chain for chain in by_first.get(term or "", ()) if _stands_at(chain, places, here)]
            if rows or wholes:
                upto = max([number, *(places[here + len(chain) - 1][0] for chain in rows)])
                yield Find(words[number][0].start(), words[upto][0].end(), frozenset([*rows, *wholes]))


def _stands_at(chain: Chain, places: Sequence[tuple[int, str | None]], here: int) -> bool:
    if here + len(chain) > len(places):
        return False
    return all(term is None or places[here + step][1] == term for step, term in enumerate(chain))


@dataclass(frozen=True, slots=True)
class _Firsts:
    """Chains by their first term, how those terms begin, and how many characters on a chain may reach."""

    chains: Mapping[str, Sequence[Chain]]
    beginning: re.Pattern[str]
    reach: int


@lru_cache(maxsize=256)
def _firsts(chains: frozenset[Chain]) -> _Firsts:
    by_first: dict[str, list[Chain]] = {}
    for chain in chains:
        by_first.setdefault(chain[0] or "", []).append(chain)
    # stemming changes only the end of a word
    starts = sorted({re.escape(term[:3] if len(term) > 3 else term[:2]) for term in by_first})
    longest = max(map(len, chains), default=1)
    pattern = rf"\b(?:{'|'.join(starts)})" if starts else r"(?!)"
    return _Firsts(by_first, re.compile(pattern, re.IGNORECASE), 16 * (longest - 1))


def _marked(window: _Window) -> str:
    text, finds = window.passage.text, window.finds
    start, end = _bounds(text, finds[0].start if finds else 0)
    pieces, here = [], start
    for find in (find for find in finds if find.end <= end):
        pieces += [escape(text[here : find.start]), f"<mark>{escape(text[find.start : find.end])}</mark>"]
        here = find.end
    pieces.append(escape(text[here:end]))
    html = re.sub(r"\s+", " ", "".join(pieces)).strip()
    return ("… " if start > 0 else "") + html + (" …" if end < len(text.rstrip()) else "")


def _bounds(text: str, first: int) -> tuple[int, int]:
    """Return where to cut: between words, unless one is longer than a whole snippet."""
    start = max(0, first - LEAD)
    if start:
        gap = re.compile(r"\s").search(text, start, first)
        start = gap.end() if gap else first
    end = start + SPAN
    if end < len(text):
        gap_at = max(text.rfind(" ", first, end), text.rfind("\n", first, end))
        end = gap_at if gap_at > first else end
    return start, min(end, len(text))
