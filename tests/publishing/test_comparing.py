"""Comparing: word by word, nothing hidden, and no text that takes long."""

import random
import time

import pytest

from ion.commons.publishing.comparing import (
    MOST_BY_WORDS,
    Mark,
    Piece,
    compared,
    differences,
    folded,
)
from ion.core.ports.publishable import Told


def marks(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.mark.value, piece.text) for piece in compared(old, new)]


def test_comparing_marks_the_words_that_changed() -> None:
    found = marks("The quick brown fox jumps.", "The slow brown dog jumps.")

    assert found == [
        ("same", "The "),
        ("gone", "quick "),
        ("new", "slow "),
        ("same", "brown "),
        ("gone", "fox "),
        ("new", "dog "),
        ("same", "jumps."),
    ]


def test_comparing_marks_what_was_added_at_the_end_of_a_line() -> None:
    assert marks("One.\n\nTwo.", "One.\n\nTwo and three.") == [
        ("same", "One.\n\nTwo "),
        ("new", "and three"),
        ("same", "."),
    ]


def test_comparing_keeps_words_with_hyphens_and_apostrophes_whole() -> None:
    assert marks("a one-stop's desk", "a one-stop desk") == [
        ("same", "a "),
        ("gone", "one-stop's "),
        ("new", "one-stop "),
        ("same", "desk"),
    ]


def test_comparing_shows_a_line_that_was_written_anew_as_one() -> None:
    found = marks("Nothing here was left of it.", "All words on this line differ now, of course.")

    assert [mark for mark, _ in found] == ["gone", "new"]


@pytest.mark.parametrize("pair", [("", ""), ("", "New."), ("Old.", ""), ("Same.", "Same.")])
def test_comparing_handles_texts_that_are_empty_or_alike(pair: tuple[str, str]) -> None:
    old, new = pair
    wanted = (
        [("same", new)] if old == new and old else [("gone", old)] * bool(old) + [("new", new)] * bool(new)
    )

    assert marks(old, new) == (wanted if old != new or old else [])


def test_comparing_never_loses_a_letter_of_either_text() -> None:
    chance = random.Random(7)
    for _ in range(500):
        old, new = ("".join(chance.choices("ab \n.", k=chance.randint(0, 14))) for _ in range(2))

        pieces = compared(old, new)

        assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == new
        before = "".join(piece.text for piece in pieces if piece.mark is not Mark.NEW)
        assert "".join(before.split()) == "".join(old.split())


def hostile() -> dict[str, tuple[str, str]]:
    chance = random.Random(11)
    few, many = "ab", [f"w{number}" for number in range(3000)]
    return {
        "two letters": tuple(" ".join(chance.choices(few, k=50_000)) for _ in range(2)),  # type: ignore[dict-item]
        "one word": ("a " * 50_000, "a " * 25_000 + "b " * 25_000),
        "many words": tuple(" ".join(chance.choices(many, k=17_000)) for _ in range(2)),  # type: ignore[dict-item]
        "many lines": ("a\n" * 50_000, "b\na\n" * 25_000),
    }


@pytest.mark.parametrize("name", ["two letters", "one word", "many words", "many lines"])
def test_comparing_texts_of_100_kb_takes_less_than_two_seconds_of_cpu(name: str) -> None:
    old, new = hostile()[name]
    began = time.process_time()

    compared(old, new)

    assert time.process_time() - began < 2


def test_comparing_very_long_texts_falls_back_to_lines() -> None:
    line = "word " * 100 + "\n"
    old = line * (MOST_BY_WORDS // len(line) // 2 + 1)

    found = compared(old, old + "One changed word here.\n" + line)
    changed = compared(old + "The last line.\n", old + "The very last line.\n")

    assert [piece.mark for piece in found] == [Mark.SAME, Mark.NEW]
    assert [(piece.mark, piece.text) for piece in changed[1:]] == [
        (Mark.GONE, "The last line.\n"),
        (Mark.NEW, "The very last line.\n"),
    ]


def test_long_unchanged_stretches_are_folded_with_some_words_around_the_change() -> None:
    long = "unchanged words " * 60

    pieces = list(folded(compared(f"{long}old end", f"{long}new end")))

    assert [piece.mark for piece in pieces] == [Mark.FOLDED, Mark.SAME, Mark.GONE, Mark.NEW, Mark.SAME]
    assert len(pieces[1].text) < 250
    assert "".join(piece.text for piece in pieces[:2]) == long
    assert pieces[0].words > 80


def test_differences_name_each_part_once_in_the_order_of_the_new_one() -> None:
    old = [Told("Title", "A"), Told("Gone", "x"), Told("Text", "t")]
    new = [Told("Title", "B"), Told("Text", "t"), Told("Added", "y")]

    found = differences(old, new)

    assert [(part.label, part.is_change) for part in found] == [
        ("Title", True),
        ("Text", False),
        ("Added", True),
        ("Gone", True),
    ]
    assert found[2].pieces == (Piece(Mark.NEW, "y"),)
