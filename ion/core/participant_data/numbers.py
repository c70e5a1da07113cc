"""Numbers that the government gave one person: Social Security and taxpayer numbers, whole or their end.

Numbers that are never given (000, 666 and most of 900 to 999 in front, zeros in a part) are no finds: examples are
written so. Without dashes a number is only found beside its name.
"""

import re
from collections.abc import Iterator

from ion.core.participant_data.masking import Suspicion
from ion.core.participant_data.reading import Text

SSN, ITIN = "a Social Security number", "a taxpayer number (ITIN)"
LAST_FOUR = "the last four digits of a Social Security number"

DASHED = re.compile(r"[0-9](?<![\w.-].)(?<![0-9] .)[0-9]{2} ?- ?[0-9]{2} ?- ?[0-9]{4}(?![\w-])")
PLAIN = re.compile(r"[0-9](?<![\w.$-].)[0-9]{2}([ .]?)[0-9]{2}\1[0-9]{4}(?![\w-]|\.[0-9])")
GIVEN = re.compile(r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}")
TAXPAYER = re.compile(r"9[0-9]{2}(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[0-9]{4}")
ADVERTISED = "98765432"
"""How the numbers begin that were set aside for advertisements."""
NAME = r"(?:ssn|ss ?#|s\.s\.n\.|social security|soc\.? sec\.?|social(?=\s?[:#])|ss (?:no|number)\b)"
GAP = r"[^0-9\n]{0,30}\n?[^0-9\n]{0,8}(?<![a-z0-9$-])\Z"
NAMED = re.compile(rf"(?<!\w){NAME}{GAP}")
NAMED_AFTER = re.compile(r"\W{1,3}(?:ssn|social security number)\b")
NAMED_TAXPAYER = re.compile(rf"(?<!\w)(?:itin|individual taxpayer){GAP}")
NEAR = 64

FOUR = r"(?:4|four)(?: digits| numbers)?"
LAST = rf"l(?<!\w.)ast {FOUR} (?:of |in )?(?:(?:the|his|her|their|my|a) )?(?:ssn|ss ?#|social)"
SSN_LAST = rf"s(?<!\w.)(?:sn|s ?#|ocial security number)[^\w\n]{{0,3}}(?:\(?last {FOUR}|ending in|ends in)"
ENDING = re.compile(rf"(?:{LAST}|{SSN_LAST})[^0-9\n]{{0,24}}(?<![a-z0-9-])[0-9]{{4}}(?![\w-])")
MASKED = re.compile(r"[x*•#](?<!\w.)(?:xx|\*\*|••|##)-(?:xx|\*\*|••|##)-[0-9]{4}(?![\w-])")
IN_ADDRESS = re.compile(r"(?:://|www\.)\S*\Z")
LONGEST_ADDRESS = 200


def numbers_in(text: Text) -> Iterator[Suspicion]:
    """Every number, each sort in turn."""
    for found in text.places(DASHED):
        if (what := sort_of(found[0])) and not is_in_address(text, found.start()):
            yield Suspicion(what, text.around(*found.span()))
    for found in text.places(PLAIN):
        if (what := sort_of(found[0])) and is_named(text, found, what):
            yield Suspicion(what, text.around(*found.span()))
    for pattern in (ENDING, MASKED):
        for found in text.places(pattern):
            yield Suspicion(LAST_FOUR, text.around(*found.span()))


def sort_of(number: str) -> str:
    """What a number of nine digits is; empty for one that nobody has."""
    digits = re.sub(r"[^0-9]", "", number)
    if digits.startswith(ADVERTISED):
        return ""
    if GIVEN.fullmatch(digits):
        return SSN
    return ITIN if TAXPAYER.fullmatch(digits) else ""


def is_named(text: Text, found: re.Match[str], what: str) -> bool:
    """Whether the words before a number, or right after it, say which one it is."""
    before = text.small[max(0, found.start() - NEAR) : found.start()]
    if what == ITIN:
        return NAMED_TAXPAYER.search(before) is not None
    return bool(NAMED.search(before) or NAMED_AFTER.match(text.small, found.end()))


def is_in_address(text: Text, at: int) -> bool:
    """Whether a place is inside an address of the web."""
    return IN_ADDRESS.search(text.small[max(0, at - LONGEST_ADDRESS) : at]) is not None
