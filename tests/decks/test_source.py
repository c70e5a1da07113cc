"""The Markdown of decks: whatever is written, nothing of it is lost, and what comes out means the same again."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.decks.source import SlideText, joined, slides_in

LINES = st.sampled_from(
    [
        "---",
        "-----  ",
        "Notes:",
        "Notes: and so on",
        "Notes: ```",
        "Notes: ---",
        "## A title",
        "# Closed #",
        "##",
        "```",
        "````",
        "~~~",
        "``` a`b",
        "    --- indented",
        "- - -",
        "words",
        "",
        "  ",
    ]
)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=8)), max_size=25).map("\n".join)


def test_a_slide_has_a_title_a_text_and_notes() -> None:
    found = slides_in("## The launch\n\nRight players.\n\nNotes:\n\nTiming is huge.\n\nGain commitments.\n")

    assert found == [SlideText("The launch", "Right players.", "Timing is huge.\n\nGain commitments.")]


def test_three_hyphens_end_a_slide_and_empty_slides_are_left_out() -> None:
    found = slides_in("---\n\nOne\n---\r\nTwo\r\n\r\n---\n \n---\nNotes: only said\n")

    assert found == [SlideText(body="One"), SlideText(body="Two"), SlideText(notes="only said")]


def test_the_first_heading_alone_is_the_title() -> None:
    assert slides_in("Before\n\n### First ###\n\n## Second") == [SlideText("First", "Before\n\n\n## Second")]


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_nothing_counts_inside_a_block_of_code(fence: str) -> None:
    code = f"{fence}\n---\nNotes: no\n# no\n{fence}"

    assert slides_in(f"{code}\n---\nNext") == [SlideText(body=code), SlideText(body="Next")]


@given(TEXTS)
def test_slides_written_again_are_the_same_slides(text: str) -> None:
    slides = slides_in(text)

    assert slides_in(joined(slides)) == slides


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    kept = " ".join(f"{slide.title} {slide.body} {slide.notes}" for slide in slides_in(text))

    assert words(kept) == words(text)


def words(text: str) -> list[str]:
    """All words of a text but the mark of notes, in any order: the title of a slide may stand after its first line."""
    return sorted(word for word in re.split(r"\W+", text) if word and word != "Notes")


@pytest.mark.parametrize(
    "text", ["# a" + " " * 500_000 + "b", "# a" + " #" * 250_000 + "b", "---\n" * 120_000]
)
def test_hostile_lines_are_read_in_no_time(text: str) -> None:
    begun = process_time()

    slides_in(text)

    assert process_time() - begun < 2
