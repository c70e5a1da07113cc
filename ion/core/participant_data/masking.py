"""What was found, and a few words around it without what it gives away."""

import re
from dataclasses import dataclass

LONGEST = 100
LETTER = "[^\\W\\d_]"
WORDS = """
a add address age all an and april as at august birth birthdate birthday born but by call case claimant
client contact customer date december disability dob driver each ethnicity every family february first for
friday from full gender given he her here his home i id if in is it itin january july june last legal
license list march may middle monday my name new no not november number october of on only our participant
person please race saturday security see september she she's so social ssn street student sunday surname tax
taxpayer that the their there they this thursday to tuesday was we wednesday when with
"""
PLAIN = frozenset(WORDS.split())
"""Words that name nobody, in a capital or not."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that looks like participant data: `what` in words ("a Social Security number"), `where` it begins to
    be found, as a few words around it in which digits and names are masked."""

    what: str
    where: str


def masked(piece: str) -> str:
    """One line without digits, and of each word that begins with a capital only that."""
    line = " ".join(piece.split())[:LONGEST]
    return re.sub(r"\d", "•", re.sub(rf"(?<!\w){LETTER}[\w'’-]*", shortened, line))


def shortened(found: re.Match[str]) -> str:
    word = found[0]
    names_nobody = word[0].islower() or word.lower().rstrip("s'’") in PLAIN
    return word if names_nobody else f"{word[0]}…"
