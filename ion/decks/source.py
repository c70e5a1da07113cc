"""The Markdown of a deck: slides one after the other, each with a title, a text and notes. Pure.

    ## The launch

    Right players. Right table. Right time.

    Notes:

    Timing is huge.

    ---

    ## The restructure

A line of three hyphens or more, at the margin, ends a slide. Its first heading is its title; a line that begins with
"Notes:" begins the notes. Nothing of that counts inside a block of code.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_SLIDES = 300
END = re.compile(r"-{3,}[ \t]*")
NOTES = re.compile(r"Notes:(.*)")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class SlideText:
    """One slide as Markdown; a part that is not there is empty. `title` is what stands in its heading."""

    title: str = ""
    body: str = ""
    notes: str = ""

    @property
    def markdown(self) -> str:
        """The slide as it is written."""
        parts = [
            f"## {self.title}" if self.title else "",
            self.body,
            self.notes and f"Notes:\n\n{self.notes}",
        ]
        return "\n\n".join(part for part in parts if part)


def slides_in(markdown: str) -> list[SlideText]:
    """The slides of a deck, in order; one that says nothing is left out."""
    found, fences = [Lines()], Fences()
    for line in markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        slide = found[-1]
        if fences.is_code(line):
            slide.place.append(line)
        elif END.fullmatch(line):
            found.append(Lines())
        elif slide.notes is None and (begun := NOTES.fullmatch(line)):
            slide.notes = [first_of_notes(begun[1])]
            fences.is_code(slide.notes[0])
        elif slide.notes is None and not slide.title and (headed := HEADING.fullmatch(line)):
            slide.title = without_closing(headed[1])
        else:
            slide.place.append(line)
    return [told for each in found if (told := each.slide()) != SlideText()]


def joined(slides: Sequence[SlideText]) -> str:
    """The Markdown of these slides, as `slides_in` reads it."""
    return "\n\n---\n\n".join(slide.markdown for slide in slides)


class Fences:
    """Follows the blocks of code of a text."""

    def __init__(self) -> None:
        self.open = ""

    def is_code(self, line: str) -> bool:
        """Whether this line, the next of the text, begins, continues or ends a block of code."""
        found = FENCE.fullmatch(line)
        if self.open:
            if found and found[1].startswith(self.open) and not found[2].strip():
                self.open = ""
            return True
        if found is None or (found[1][0] == "`" and "`" in found[2]):
            return False
        self.open = found[1]
        return True


@dataclass(slots=True)
class Lines:
    """The lines of one slide, so far."""

    title: str = ""
    body: list[str] = field(default_factory=list)
    notes: list[str] | None = None

    @property
    def place(self) -> list[str]:
        """Where the next line belongs."""
        return self.body if self.notes is None else self.notes

    def slide(self) -> SlideText:
        return SlideText(self.title, trimmed(self.body), trimmed(self.notes or ()))


def without_closing(heading: str) -> str:
    """The words of a heading without the number signs that may close it."""
    words = heading.rstrip()
    open_words = words.rstrip("#")
    return open_words.rstrip() if open_words[-1:] in (" ", "\t") else words


def first_of_notes(rest: str) -> str:
    """What stands behind "Notes:"; nothing where it would end the slide on a line of its own."""
    words = rest.strip()
    return "" if END.fullmatch(words) else words


def trimmed(lines: Sequence[str]) -> str:
    """The lines without empty ones at either end."""
    said = [at for at, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[said[0] : said[-1] + 1]) if said else ""
