"""Who speaks, in captions that name people before their words: "Ana Ruiz: We met twice", ">> ANA: We met twice"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ion.recordings.captions import Cue

NAMED = re.compile(r"(?:>>\s*|-\s+)?([^\W\d_][^:<>\n]{0,59}):\s+(?=\S)")
TURN = re.compile(r">>+\s*")
NO_NAMES = frozenset(
    {"note", "question", "answer", "example", "warning", "q", "a", "first", "second", "remember"}
)
MOST_WORDS = 5
OFTEN = 3
"""A single word before a colon is a name once it stands there this often."""


def with_speakers(cues: Sequence[Cue]) -> list[Cue]:
    """The same cues; where names stand before the words, they are the speakers of these and of what follows."""
    if any(cue.speaker for cue in cues):
        return list(cues)
    found = [NAMED.match(cue.text) for cue in cues]
    often = Counter(match[1].casefold() for match in found if match)
    told, present = [], ""
    for cue, match in zip(cues, found, strict=True):
        if match and is_name(match[1], often):
            present = match[1].strip()
            told.append(replace(cue, speaker=present, text=cue.text[match.end() :]))
        else:
            turn = TURN.match(cue.text)
            present = "" if turn else present
            text = cue.text[turn.end() :] if turn else cue.text
            told.append(replace(cue, speaker=present, text=text or cue.text))
    return told


def is_name(words: str, often: Counter[str]) -> bool:
    """Whether what stands before a colon is a person: two to five words that begin large, or one that comes often."""
    parts = words.split()
    if len(parts) > MOST_WORDS or words.casefold() in NO_NAMES:
        return False
    if not all(part[0].isupper() or not part[0].isalpha() for part in parts):
        return False
    return len(parts) > 1 or often[words.casefold()] >= OFTEN
