"""Chapters of a recording, typed as "12:40 Title | 4": the time, what it is about, and the slide shown then."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ion.core.transcripts import clock_words
from ion.recordings.lines import TimedLine, timed_lines

LONGEST_TITLE = 200


class Chapter(NamedTuple):
    """From which second on a recording is about what, and the number of the slide that is shown then."""

    seconds: int
    title: str
    slide: int | None


def stored(chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    """As `Recording.chapters` holds them."""
    return [chapter._asdict() for chapter in chapters]


def kept(rows: Sequence[Mapping[str, Any]]) -> list[Chapter]:
    """What `Recording.chapters` holds."""
    return [Chapter(row["seconds"], row["title"], row.get("slide")) for row in rows]


def typed(chapters: Sequence[Chapter]) -> str:
    """The lines in which somebody would type these chapters."""
    return "\n".join(
        f"{clock_words(each.seconds)} {each.title}" + (f" | {each.slide}" if each.slide else "")
        for each in chapters
    )


def read(
    text: str, *, slides: int | None = None, length: int | None = None
) -> tuple[list[Chapter], list[str]]:
    """The chapters that were typed, and what is wrong with them in words.

    `slides` is how many slides the deck has (None: no deck is chosen), `length` the recording's in seconds.
    """
    lines, problems = timed_lines(text)
    chapters: list[Chapter] = []
    for line in lines:
        title, bar, number = (part.strip() for part in line.words.rpartition("|"))
        title, number = (title, number) if bar else (line.words, "")
        chapter = Chapter(line.seconds, title, int(number) if is_number(number) else None)
        wrong = wrong_with(line, chapter, number, slides, length)
        if chapters and chapters[-1].seconds == line.seconds:
            wrong = f"Line {line.number}: another chapter begins at {clock_words(line.seconds)} too."
        if wrong:
            problems.append(wrong)
        chapters.append(chapter)
    return chapters, problems


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def wrong_with(line: TimedLine, chapter: Chapter, number: str, slides: int | None, length: int | None) -> str:
    """What is wrong with one typed chapter; empty where nothing is."""
    where = f"Line {line.number}: "
    if not chapter.title or len(chapter.title) > LONGEST_TITLE:
        return where + f"a chapter has a title of at most {LONGEST_TITLE} characters."
    if length is not None and chapter.seconds > length:
        return where + f"the recording ends at {clock_words(length)}."
    if not number:
        return ""
    if chapter.slide is None:
        return where + "what follows the last “|” is the number of a slide."
    if slides is None:
        return where + "choose the slides first, or leave the number out."
    if not 1 <= chapter.slide <= slides:
        return where + f"the deck has slides 1 to {slides}."
    return ""
