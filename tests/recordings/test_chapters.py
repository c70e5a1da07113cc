"""Chapters: typed one a line, with the number of a slide; what is wrong is said line by line."""

import pytest

from ion.recordings.chapters import Chapter, kept, read, stored, typed

TWO = [Chapter(0, "Welcome", None), Chapter(760, "Who pays | for what", 4)]


def test_chapters_are_kept_and_typed_again_as_they_were_typed() -> None:
    text = "0:00 Welcome\n12:40 Who pays | for what | 4"

    found, problems = read(text, slides=12, length=3600)

    assert (found, problems) == (TWO, [])
    assert typed(kept(stored(found))) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Welcome", "Line 1: begin with the time"),
        ("0:00 A\n0:00 B", "Line 2: another chapter begins at 0:00 too"),
        ("1:30:00 A", "Line 1: the recording ends at 1:00:00"),
        ("0:00 A | 13", "Line 1: the deck has slides 1 to 12"),
        ("0:00 A | four", "Line 1: what follows the last “|” is the number of a slide"),
        (f"0:00 {'A' * 201}", "Line 1: a chapter has a title of at most 200"),
        ("0:01 A\n" * 501, "At most 500 lines"),
    ],
)
def test_read_says_what_is_wrong_and_in_which_line(text: str, words: str) -> None:
    _, problems = read(text, slides=12, length=3600)

    assert problems[0].startswith(words)


def test_a_slide_needs_a_deck() -> None:
    assert read("0:00 A | 1")[1] == ["Line 1: choose the slides first, or leave the number out."]
