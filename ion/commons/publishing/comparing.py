"""What changed between two texts, word by word, in a time that no text can stretch.

Lines are matched first, then the words of the lines that changed. Matching is the longest common subsequence, row by
row in the bits of one integer (Hyyrö 2004): its work is rows times columns whatever the texts say, so a bound on that
product is a bound on time. What is over the bound is shown line by line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from ion.core.ports.publishable import Told

MOST_CELLS = 300_000_000
"""Rows times columns of one matching: about half a second, and 40 MB while it lasts."""
MOST_BY_WORDS = 400_000
"""Characters of both texts together above which changed lines are not looked into."""
LEAST_IN_COMMON = 0.2
"""The share of a changed stretch that must be in both; with less it was written anew, and is shown so."""
CONTEXT = 160
"""Characters of unchanged text that stay in sight on each side of a change."""
WORTH_FOLDING = 2 * CONTEXT + 240
TOKEN = re.compile(r"[^\S\n]*\n\s*|\w+(?:['’\-]\w+)*[^\S\n]*|[^\w\s][^\S\n]*|[^\S\n]+")
LINE = re.compile(r"[^\n]*\n+|[^\n]+")


class Mark(StrEnum):
    """What a piece of text is: in both, only in the old one, only in the new one, or in both and not shown."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and what it is."""

    mark: Mark
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of two contents ("Title", "Text"): `pieces` in reading order."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_change(self) -> bool:
        return any(piece.mark in (Mark.GONE, Mark.NEW) for piece in self.pieces)


def differences(old: Sequence[Told], new: Sequence[Told]) -> list[Difference]:
    """Each part that is in either, in the order of `new`; a part that one does not have is empty there."""
    before = {part.label: part.text for part in old}
    after = {part.label: part.text for part in new}
    labels = [*after, *(label for label in before if label not in after)]
    return [
        Difference(label, tuple(folded(compared(before.get(label, ""), after.get(label, "")))))
        for label in labels
    ]


def compared(old: str, new: str) -> list[Piece]:
    """Both texts as one: what is not NEW are the words of the old text, what is not GONE is the new text."""
    if old == new:
        return [Piece(Mark.SAME, new)] if new else []
    before, after = LINE.findall(old), LINE.findall(new)
    look = by_words if len(old) + len(new) <= MOST_BY_WORDS else replaced
    pieces: list[Piece] = []
    for is_same, gone, added in matched(before, after):
        was, now = "".join(before[gone]), "".join(after[added])
        pieces += [Piece(Mark.SAME, now)] if is_same else look(was, now)
    return joined(list(bridged(joined(pieces))))


def replaced(was: str, now: str) -> list[Piece]:
    return [Piece(Mark.GONE, was), Piece(Mark.NEW, now)]


def by_words(was: str, now: str) -> list[Piece]:
    """A changed stretch word by word; how many blanks stand behind a word is no change."""
    before, after = TOKEN.findall(was), TOKEN.findall(now)
    pieces: list[Piece] = []
    for is_same, gone, added in matched([key(token) for token in before], [key(token) for token in after]):
        old, new = "".join(before[gone]), "".join(after[added])
        pieces += [Piece(Mark.SAME, new)] if is_same else replaced(old, new)
    kept = sum(len(piece.text) for piece in pieces if piece.mark is Mark.SAME)
    return pieces if kept >= LEAST_IN_COMMON * max(len(was), len(now)) else replaced(was, now)


def key(token: str) -> str:
    return token.rstrip(" \t") or " "


Stretch = tuple[bool, slice, slice]
"""Whether both sequences are the same there, and where it is in each."""


def matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Stretches that both have, and between them what was there before and is there now; in order, nothing left out."""
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    most -= first
    last = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    here, there = len(old) - last, len(new) - last
    middle = in_common(old[first:here], new[first:there])
    pairs = [(row + first, column + first) for row, column in middle]
    at = begin = 0
    for row, column, length in [(0, 0, first), *runs(pairs), (here, there, last)]:
        if row > at or column > begin:
            yield False, slice(at, row), slice(begin, column)
        at, begin = row + length, column + length
        if length:
            yield True, slice(row, at), slice(column, begin)


def runs(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Where each unbroken run of pairs begins in both, and its length."""
    found: list[tuple[int, int, int]] = []
    for row, column in pairs:
        if found and (row, column) == (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]):
            found[-1] = (*found[-1][:2], found[-1][2] + 1)
        else:
            found.append((row, column, 1))
    return found


def in_common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places in both of a longest common subsequence, ascending; none where the matching would be too large.

    A zero bit of a row says that the subsequence of what came before grows in that column.
    """
    if len(old) * len(new) > MOST_CELLS:
        return []
    places: dict[str, int] = {}
    for column, token in enumerate(new):
        places[token] = places.get(token, 0) | (1 << column)
    width = (1 << len(new)) - 1
    row, rows = width, [width]
    for token in old:
        hits = row & places.get(token, 0)
        row = ((row + hits) | (row - hits)) & width
        rows.append(row)
    return list(reversed(list(traced(old, new, rows))))


def traced(old: Sequence[str], new: Sequence[str], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From the last row back to the first: where each common token stands, last one first."""
    at, column = len(old), len(new) - 1
    while at > 0 and column >= 0:
        if not rows[at] >> column & 1:
            if rows[at - 1] >> column & 1:
                at, column = at - 1, column - 1
                yield at, column + 1
            else:
                at -= 1
        else:
            column -= 1


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbors of one mark as one piece; of what was replaced, first what is gone, then what is new."""
    tidy: list[Piece] = []
    for is_same, group in groupby(pieces, key=lambda piece: piece.mark is Mark.SAME):
        stretch = list(group)
        for mark in (Mark.SAME,) if is_same else (Mark.GONE, Mark.NEW):
            if text := "".join(piece.text for piece in stretch if piece.mark is mark):
                tidy.append(Piece(mark, text))
    return tidy


def bridged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Blank space alone between two changes belongs to both: a phrase that was replaced reads as a phrase."""
    for at, piece in enumerate(pieces):
        if piece.mark is Mark.SAME and not piece.text.strip() and 0 < at < len(pieces) - 1:
            yield Piece(Mark.GONE, piece.text)
            yield Piece(Mark.NEW, piece.text)
        else:
            yield piece


def folded(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Long unchanged stretches without their middle; where nothing changed, the whole is one such stretch."""
    for at, piece in enumerate(pieces):
        if piece.mark is not Mark.SAME or len(piece.text) < WORTH_FOLDING:
            yield piece
            continue
        start = cut(piece.text, CONTEXT) if at else 0
        end = len(piece.text) - cut(piece.text[::-1], CONTEXT) if at < len(pieces) - 1 else len(piece.text)
        yield from (
            each
            for each in (
                Piece(Mark.SAME, piece.text[:start]),
                Piece(Mark.FOLDED, piece.text[start:end]),
                Piece(Mark.SAME, piece.text[end:]),
            )
            if each.text
        )


def cut(text: str, near: int) -> int:
    """A place at about `near` where no word is broken."""
    found = re.search(r"\s", text[near : near + 60])
    return near + found.start() if found else near
