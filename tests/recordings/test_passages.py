"""Transcripts: captions put together to paragraphs, who speaks, and what is shown and not said."""

from ion.recordings.captions import Cue
from ion.recordings.passages import SHOWN, Told, shown, spoken, together


def said(*texts: str, every: int = 5, speaker: str = "") -> list[Cue]:
    """One caption after the other, each as long as the time between them."""
    return [Cue(at * every * 1000, (at + 1) * every * 1000, speaker, text) for at, text in enumerate(texts)]


def test_a_paragraph_ends_with_the_sentence_after_some_twenty_seconds() -> None:
    found = spoken(said("One", "two.", "Three", "four", "five", "six.", "Seven"))

    assert found == [Told(0, "", "One two. Three four five six."), Told(30, "", "Seven")]


def test_a_paragraph_without_an_end_is_cut_after_forty_seconds() -> None:
    found = spoken(said(*[f"and {n}" for n in range(20)]))

    assert [told.seconds for told in found] == [0, 40, 80]


def test_a_paragraph_ends_where_somebody_else_speaks() -> None:
    cues = [Cue(0, 1, "Ana", "We met."), Cue(2000, 3000, "Ben", "Twice?"), Cue(4000, 5000, "Ben", "Really?")]

    assert spoken(cues) == [Told(0, "Ana", "We met."), Told(2, "Ben", "Twice? Really?")]


def test_a_caption_that_repeats_the_one_before_is_told_once() -> None:
    assert spoken(said("We met", "We met", "twice.")) == [Told(0, "", "We met twice.")]


def test_names_before_the_words_are_who_speaks() -> None:
    found = spoken(
        said("Ana Ruiz: We met.", "Note: twice.", "It helped: a lot.", ">> Ben Okafor: And?", ">> Hello.")
    )

    assert found == [
        Told(0, "Ana Ruiz", "We met. Note: twice. It helped: a lot."),
        Told(15, "Ben Okafor", "And?"),
        Told(20, "", "Hello."),
    ]


def test_a_single_word_before_a_colon_is_a_name_once_it_comes_often() -> None:
    once, often = spoken(said("Ana: Yes.")), spoken(said("Ana: Yes.", "Ana: No.", "Ana: So."))

    assert once == [Told(0, "", "Ana: Yes.")]
    assert often == [Told(0, "Ana", "Yes. No. So.")]


def test_what_is_shown_is_typed_line_by_line_and_wrong_lines_are_named() -> None:
    told, problems = shown("12:40 A map.\n\nA chart.\n1:02:05 A table.\n3:00\n")

    assert told == [Told(760, SHOWN, "A map."), Told(3725, SHOWN, "A table.")]
    assert problems == [
        "Line 3: begin with the time, such as 12:40 or 1:02:05.",
        "Line 5: say what happens at 3:00.",
    ]


def test_no_two_passages_begin_at_the_same_second_and_what_is_said_keeps_its_own() -> None:
    found = together(
        [Told(10, "Ana", "a"), Told(760, "Ana", "b"), Told(760, "Ben", "c")], [Told(760, SHOWN, "A map.")]
    )

    assert [(told.seconds, told.text) for told in found] == [
        (10, "a"),
        (760, "b"),
        (761, "c"),
        (762, "A map."),
    ]
