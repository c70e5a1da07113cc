"""The piece of text shown under a hit: the passage that says most of what was asked, escaped, then marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice

from ion.adapters.whoosh_search.analysis import Chain, readings
from ion.core.ports.query import WORD
from ion.core.ports.search import PartHit

SPAN = 220
"""Characters of a snippet, about."""

LEAD = 50
"""Characters shown before the first marked word, about."""

MOST_FINDS = 400
"""Found words of one passage that are weighed."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to take the snippet from; `part` is set where it has its own anchor on the page."""

    text: str
    part: PartHit | None = None


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    chains: frozenset[Chain]


@dataclass(frozen=True, slots=True)
class _Window:
    worth: float
    passage: Passage
    finds: Sequence[_Find]


def snippet(passages: Sequence[Passage], worth: Mapping[Chain, float]) -> tuple[str, PartHit | None]:
    """Return safe HTML of the best passage, and its part; `worth` says how much each term, or row of terms, asked for matters."""
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
        named = named.union(*(find.chains for find in _finds(passage.part.label, worth)))
    best = _Window(sum(worth[chain] for chain in named) * 0.9, passage, ())
    finds = list(islice(_finds(passage.text, worth), MOST_FINDS))
    for first, find in enumerate(finds):
        upto = first
        while upto < len(finds) and finds[upto].end <= find.start + SPAN - LEAD:
            upto += 1
        within = finds[first : max(upto, first + 1)]
        told = named.union(*(each.chains for each in within))
        value = sum(worth[chain] for chain in told) + 0.001 * len(within)
        if value > best.worth:
            best = _Window(value, passage, within)
    return best


def _finds(text: str, worth: Mapping[Chain, float]) -> Iterator[_Find]:
    """Yield where a text says any of the chains, the longest at each place, in order and apart."""
    if text.isascii() and not _starts(frozenset(worth)).search(text):
        return
    by_first: dict[str | None, list[Chain]] = {}
    for chain in sorted(worth, key=len, reverse=True):
        by_first.setdefault(chain[0], []).append(chain)
    words = list(readings(text))
    places = [(number, term) for number, (_, reading) in enumerate(words) for term in reading.chain]
    upto = -1
    for here, (number, term) in enumerate(places):
        whole = words[number][1].whole
        if number > upto and (term in by_first or whole in by_first):
            wholes = [chain for chain in by_first.get(whole, ()) if len(chain) == 1]
            rows = [chain for chain in by_first.get(term, ()) if _stands_at(chain, places, here)]
            if rows or wholes:
                upto = max([number, *(places[here + len(chain) - 1][0] for chain in rows)])
                yield _Find(words[number][0].start(), words[upto][0].end(), frozenset([*rows, *wholes]))


def _stands_at(chain: Chain, places: Sequence[tuple[int, str | None]], here: int) -> bool:
    if here + len(chain) > len(places):
        return False
    return all(term is None or places[here + step][1] == term for step, term in enumerate(chain))


@lru_cache(maxsize=256)
def _starts(chains: frozenset[Chain]) -> re.Pattern[str]:
    # stemming changes the end of a word; a text without any such start needs no reading word by word
    starts = {re.escape(term[:2]) for chain in chains for term in chain if term}
    return re.compile(rf"\b(?:{'|'.join(sorted(starts))})" if starts else r"(?!)", re.IGNORECASE)


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
    """Return where to cut so that no word is cut."""
    start = max(0, first - LEAD)
    if start:
        gap = re.compile(r"\s").search(text, start, first)
        start = gap.end() if gap else first
    end = start + SPAN
    if end < len(text):
        end = max(text.rfind(" ", first, end), 0)
        if end <= first:
            found = WORD.match(text, first)
            end = found.end() if found else start + SPAN
    return start, min(end, len(text))
