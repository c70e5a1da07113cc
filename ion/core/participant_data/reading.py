"""A text as it is looked at: one kind of line end, dash, space and digit, and the same in small letters.

Patterns are matched with the small letters, which a search without regard to case would take three times as long for,
and begin with what is rare, so that a text without any finds costs next to nothing.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ion.core.participant_data.masking import masked

LONGEST = 2_000_000
"""Characters that are looked at; no form takes as many."""
MOST_TRIED = 2_000
"""Places that are looked at more closely, of one sort."""
SIGNS: dict[str, str] = (
    dict.fromkeys(map(chr, [*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D]), "-")
    | dict.fromkeys(map(chr, [0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]), " ")
    | dict.fromkeys(map(chr, [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]), "")
    | {chr(0xFF10 + number): str(number) for number in range(10)}
)
BEFORE, AFTER = 40, 16
"""Signs around a find that are shown."""
GROWS = "İ"
"""The one letter that is two when it is small."""


class Text(NamedTuple):
    """What was typed, and the same in small letters, sign by sign."""

    typed: str
    small: str

    def before(self, at: int, most: int) -> str:
        """Up to so many signs before a place, of its own paragraph."""
        return self.typed[max(0, at - most) : at].rpartition("\n\n")[2]

    def after(self, at: int, most: int) -> str:
        return self.typed[at : at + most].partition("\n\n")[0]

    def places(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Where the pattern matches, but no more places than are tried."""
        return islice(pattern.finditer(self.small), MOST_TRIED)

    def around(self, start: int, end: int) -> str:
        """The words around a place, in one line, masked."""
        before, after = self.before(start, BEFORE), self.after(end, AFTER)
        if len(before) == BEFORE:
            before = before[before.find(" ") + 1 :]
        if len(after) == AFTER:
            after = after[: after.rfind(" ") + 1]
        is_first, is_last = start == len(before), end + len(after) == len(self.typed)
        piece = masked(before + self.typed[start:end] + after)
        return f"{'' if is_first else '… '}{piece}{'' if is_last else ' …'}"


def reading(text: str) -> Text:
    plain = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\\-", "-")
    if not plain.isascii():
        for sign, instead in (SIGNS | {GROWS: "I"}).items():
            plain = plain.replace(sign, instead)
    return Text(plain, plain.lower())
