"""Captions: what anybody may send is read or refused in words, and what we write is read back the same."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.recordings import captions
from ion.recordings.captions import LAST_MS, LONGEST_CUE, MOST_BYTES, CaptionsRefused, Cue, parse, read, write

LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)
LETTERS = st.text("abcDEF <>&;:-.'\"12", max_size=40)
WORDS = (LINES | LETTERS).map(captions.one_line).filter(bool)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
SPEAKERS = st.just("") | WORDS


@st.composite
def cue(draw: st.DrawFn) -> Cue:
    start = draw(st.integers(0, LAST_MS - 1))
    return Cue(start, start + draw(st.integers(1, 20_000)), draw(SPEAKERS), draw(TEXTS))


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(cues)


@given(st.lists(cue(), min_size=1, max_size=20))
def test_parse_reads_back_what_write_wrote_in_the_same_order(cues: list[Cue]) -> None:
    in_order = sorted(cues, key=lambda cue: cue.start_ms)

    assert parse(write(in_order)) == in_order


@given(st.text("WEBVTT\n\n01:.,->< v/&abc", max_size=200) | st.text(max_size=200))
def test_read_takes_or_refuses_any_text(text: str) -> None:
    try:
        assert read(text.encode(errors="replace"))
    except CaptionsRefused as reason:
        assert str(reason).endswith(".")


def test_read_takes_subrip_as_well() -> None:
    first = "1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Good</i> morning.\r\nAll.\r\n\r\n"
    srt = first + "2\r\n00:00:04,000 --> 00:00:05,000\r\nBye.\r\n"

    assert read(srt.encode("utf-8-sig")) == [
        Cue(1500, 3000, "", "Good morning.\nAll."),
        Cue(4000, 5000, "", "Bye."),
    ]


def test_read_knows_who_speaks_two_in_one_caption_too() -> None:
    text = vtt(
        "00:01.000 --> 00:02.000 align:left\n<v.loud Ana Ruiz>We <b>met</b> twice.</v>",
        "00:03.000 --> 00:04.000\n<v Ana Ruiz>And?\n<v Ben>Yes.",
    )

    assert [(cue.speaker, cue.text) for cue in parse(text)] == [
        ("Ana Ruiz", "We met twice."),
        ("Ana Ruiz", "And?"),
        ("Ben", "Yes."),
    ]


def test_html_in_captions_becomes_text() -> None:
    hostile = '<script>alert(1)</script> &lt;img src=x onerror="y"&gt;'

    found = parse(vtt(f"00:01.000 --> 00:02.000\n{hostile}"))

    assert [cue.text for cue in found] == ['<script>alert(1)</script> <img src=x onerror="y">']
    assert "<script" not in write(found)
    assert html.unescape(write(found)).count("<script>") == 1


def test_times_may_overlap_run_backwards_and_end_before_they_begin() -> None:
    text = vtt(
        "00:09.000 --> 00:12.000\nThird", "00:01.000 --> 00:08.000\nFirst", "00:05.000 --> 00:02.000\nSecond"
    )

    assert parse(text) == [
        Cue(1000, 8000, "", "First"),
        Cue(5000, 6000, "", "Second"),
        Cue(9000, 12_000, "", "Third"),
    ]


REFUSED = {
    "neither WebVTT nor SRT": b"Minutes of the meeting",
    "There is no caption": b"WEBVTT\n\nNOTE nothing is said",
    "not a text file": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "at most 2 MB": b"x" * (MOST_BYTES + 1),
    "later than 24 hours": vtt("30:00:00.000 --> 30:00:01.000\nLate").encode(),
    "Caption 1 has more than": vtt(f"00:01.000 --> 00:02.000\n{'a' * (3 * LONGEST_CUE)}").encode(),
    "More than 20,000": vtt(*["00:01.000 --> 00:02.000\na"] * 20_001).encode(),
}


@pytest.mark.parametrize("words", REFUSED)
def test_read_refuses_in_words(words: str) -> None:
    with pytest.raises(CaptionsRefused, match=words):
        read(REFUSED[words])
