"""Passages: captions put together to paragraphs that can be read, and what is shown but not said among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ion.recordings.captions import Cue, one_line
from ion.recordings.lines import timed_lines
from ion.recordings.speakers import with_speakers

SHOWN = "Shown on screen"
"""Stands where a speaker would, in the passages of a descriptive transcript."""
LONG_MS = 20_000
LONGEST_MS = 40_000
ENDS = (".", "?", "!", "…", ".”", "?”", "!”", '."', '?"', '!"', ".)", "。")
LONGEST_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """One paragraph of a transcript and the second at which it begins."""

    seconds: int
    speaker: str
    text: str

    @property
    def is_shown(self) -> bool:
        return self.speaker == SHOWN


def spoken(cues: Sequence[Cue]) -> list[Told]:
    """Paragraphs of cues in order: a new one where somebody else speaks, after some 20 seconds at the end of a
    sentence, or after 40, so that who comes by search is never far from the words. A caption that repeats the one
    before it is told once."""
    told: list[Told] = []
    words: list[str] = []
    begun: Cue | None = None
    for cue in with_speakers(cues):
        text = one_line(cue.text)
        if begun is not None and breaks(begun, cue, words):
            told.append(Told(begun.start_ms // 1000, begun.speaker, " ".join(words)))
            begun, words = None, []
        begun = begun or cue
        if not words or words[-1] != text:
            words.append(text)
    if begun is not None:
        told.append(Told(begun.start_ms // 1000, begun.speaker, " ".join(words)))
    return told


def breaks(begun: Cue, cue: Cue, words: Sequence[str]) -> bool:
    """Whether a new paragraph begins with this cue."""
    length = cue.start_ms - begun.start_ms
    if cue.speaker != begun.speaker or length >= LONGEST_MS:
        return True
    return length >= LONG_MS and words[-1].endswith(ENDS)


def shown(text: str) -> tuple[list[Told], list[str]]:
    """What a descriptive transcript says is shown, typed as "12:40 A chart of …" lines; and what is wrong with it."""
    told, problems = [], []
    lines, wrong = timed_lines(text)
    for line in lines:
        if len(line.words) > LONGEST_SHOWN:
            problems.append(f"Line {line.number}: at most {LONGEST_SHOWN:,} characters fit in one line.")
        told.append(Told(line.seconds, SHOWN, line.words))
    return told, wrong + problems


def together(*parts: Iterable[Told]) -> list[Told]:
    """All passages by time, no two of them at the same second, since each has an address of its own."""
    told: list[Told] = []
    for each in sorted((each for part in parts for each in part), key=lambda each: each.seconds):
        earliest = told[-1].seconds + 1 if told else 0
        told.append(each if each.seconds >= earliest else replace(each, seconds=earliest))
    return told
