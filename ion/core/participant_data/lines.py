"""Lists of people without headings of columns: lines that begin with names."""

import re
from collections.abc import Iterator

from ion.core.participant_data.masking import Suspicion, masked
from ion.core.participant_data.names import begins_with_name, holds_given_name, is_name
from ion.core.participant_data.numbers import PLAIN, sort_of
from ion.core.participant_data.reading import Text
from ion.core.participant_data.tables import FEWEST_LINES, LIST, LONGEST_LINE

BIRTH_DAY = re.compile(
    r"[0-9](?<![\w/.-].)(?:[0-9]?/[0-9]{1,2}/(?:19[4-9][0-9]|200[0-9]|201[0-2])"
    r"|(?:9[4-9][0-9]|00[0-9]|01[0-2])-[01][0-9]-[0-3][0-9])(?![\w/-])"
)
BULLET = re.compile(r"[\s>|*+-]*(?:[0-9]{1,3}[.)]\s+)?(?:\w{1,20}:\s+)?")
"""What may stand before the name: a mark or number of a list, or a word that heads it."""
WORDS = ("participant", "client", "customer", "claimant", "enrollee", "seeker")
SERVED = "|".join(WORDS)
HEADING = re.compile(
    rf"^[#>*\t ]{{0,8}}(?:[a-z]{{1,20}} ){{0,3}}"
    rf"(?:(?:{SERVED})s(?: list| names)?|(?:{SERVED}) (?:list|names|roster))[:* ]{{0,4}}$",
    re.MULTILINE,
)
LONGEST_LIST = 4_000


def birthdays_in(text: Text) -> Iterator[Suspicion]:
    """Lines that each begin with a name and hold a birth date."""
    lines = {
        at for found in text.places(BIRTH_DAY) if (at := line_of_person(text, found.start())) is not None
    }
    if len(lines) >= FEWEST_LINES:
        yield Suspicion(LIST, f"{len(lines)} lines with a name and a birth date")


def numbered_in(text: Text) -> Iterator[Suspicion]:
    """Lines that each begin with a name and hold a number as that of Social Security; firms have such numbers too, so
    every other line begins with a given name that is often met."""
    lines = {
        at
        for found in text.places(PLAIN)
        if sort_of(found[0]) and (at := line_of_person(text, found.start())) is not None
    }
    given = sum(holds_given_name(BULLET.sub("", text.typed[at : at + 80], count=1)) for at in lines)
    if len(lines) >= FEWEST_LINES and 2 * given >= len(lines):
        yield Suspicion(LIST, f"{len(lines)} lines with a name and a number of nine digits")


def line_of_person(text: Text, at: int) -> int | None:
    """Where the line around a place begins, if it begins with a name; a semicolon ends a line, too."""
    first = max(0, at - LONGEST_LINE)
    start = max(text.typed.rfind("\n", first, at), text.typed.rfind(";", first, at)) + 1
    if not start and first:
        return None
    bullet = BULLET.match(text.typed, start, at)
    return start if begins_with_name(text.typed[bullet.end() if bullet else start : at]) else None


def named_lists_in(text: Text) -> Iterator[Suspicion]:
    """Names, one a line, below a line that says that these are people who are served."""
    if not any(word in text.small for word in WORDS):
        return
    for heading in text.places(HEADING):
        number = names_below(text.typed[heading.end() : heading.end() + LONGEST_LIST])
        if number >= FEWEST_LINES:
            yield Suspicion(LIST, f"{number} names under “{masked(heading[0].strip('#>*: '))}”")


def names_below(lines: str) -> int:
    """How many names there are at the beginning, one a line, with or without blank lines between."""
    number = 0
    for line in filter(None, map(str.strip, lines.split("\n"))):
        name = BULLET.sub("", line, count=1)
        if not (begins_with_name(name) and is_name(name)):
            break
        number += 1
    return number
