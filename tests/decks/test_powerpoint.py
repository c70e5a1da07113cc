"""PowerPoint files: what is read of one, and what a bad one can do, which is nothing but not to be read."""

import sys
from collections.abc import Callable
from io import BytesIO

import pytest

from ion.core.text import passages
from ion.decks import outside
from ion.decks.outside import INSTEAD, NotRead, Read, read_answer, read_slides
from ion.decks.powerpoint import wording
from ion.decks.source import SlideText, joined, slides_in
from tests.decks import samples


def read(content: bytes) -> Read:
    return read_slides(BytesIO(content))


@pytest.fixture(scope="module")
def whole() -> Read:
    """What is read of the file with a bit of everything."""
    return read(samples.of_everything())


def test_titles_lists_and_notes_are_read_as_they_stand(whole: Read) -> None:
    first = whole.slides[0]

    assert first.title == r"Why \*now\*"
    assert first.body.split("\n") == [
        "- Purpose",
        r"   - 2015\. A law",
        r"      - snake_case \_here\_",
        "- Need",
    ]
    assert first.notes.split("\n\n") == ["Say hello", r"\---", r"Notes\: again"]


def test_tables_links_and_groups_are_read_and_pictures_by_their_words(whole: Read) -> None:
    second = whole.slides[1]

    assert second.title == ""
    assert second.body.split("\n\n") == [
        r"Picture: Two people at a \[table\]",
        "| a\\|b | c |\n| --- | --- |\n| 1 |  |",
        "[Go here](<https://example.gov/a>) now",
        "In a group",
    ]


def test_hidden_slides_are_left_out_and_told(whole: Read) -> None:
    assert len(whole.slides) == 2
    assert whole.note == "Read from the PowerPoint file; 1 hidden slide was left out"


def test_what_is_read_is_the_source_of_the_same_slides(whole: Read) -> None:
    assert slides_in(joined(whole.slides)) == whole.slides


@pytest.mark.parametrize(
    "words",
    ["# no heading", "- no item", "12) no item", "> no quotation", "**no** `code` [x](y)", "---", "&lt;"],
)
def test_text_means_nothing_but_itself(words: str) -> None:
    assert [passage.text for passage in passages(wording.line(words))] == [words]


def test_links_lead_to_the_web_alone() -> None:
    assert wording.link("words", "javascript:alert(1)") == "words"
    assert wording.link("words", "https://a.gov/x>y") == "words"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (samples.laughs, "damaged"),
        (samples.swollen, "swollen"),
        (samples.of_many_slides, "many"),
        (samples.of_countless_elements, "memory"),
        (lambda: samples.changed(samples.FIRST_SLIDE, lambda xml: xml[:-30]), "damaged"),
        (lambda: samples.of_one_slide("", ""), "empty"),
        (lambda: b"PK\x03\x04 and nothing else", "damaged"),
    ],
    ids=["laughs", "swollen", "many slides", "countless elements", "cut off", "empty", "nothing"],
)
def test_a_bad_file_ends_the_reading_of_itself(bad: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(NotRead) as refused:
        read(bad())

    assert refused.value.reason == reason
    assert str(refused.value) == f"This file could not be read: {outside.WORDS[reason]}. {INSTEAD}"


def doing(code: str) -> tuple[str, ...]:
    """A reader that does something else once it holds itself to its limits."""
    begin = "import os, signal, socket, subprocess, sys\nfrom ion.decks.powerpoint import limits\n"
    return (sys.executable, "-c", f"{begin}limits.CPU_SECONDS = 1\nlimits.hold()\n{code}")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", "time"),
        ("bytearray(1 << 30)", "memory"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "ended"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "memory"),
        ("socket.create_connection(('127.0.0.1', 9))", "ended"),
        ("open('/etc/passwd')", "ended"),
        ("subprocess.run(['true'])", "ended"),
        ("[sys.stdout.write('x' * 1_000_000) for _ in range(20)]", "ended"),
        ("sys.stdout.write('{}')", "ended"),
    ],
    ids=["endless", "greedy", "killed", "crashed", "network", "files", "programs", "talkative", "senseless"],
)
def test_the_reader_can_do_nothing_else(monkeypatch: pytest.MonkeyPatch, code: str, reason: str) -> None:
    monkeypatch.setattr(outside, "COMMAND", doing(code))

    with pytest.raises(NotRead) as refused:
        read(b"")

    assert refused.value.reason == reason


def test_a_reader_that_sleeps_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "COMMAND", (sys.executable, "-c", "import signal; signal.pause()"))
    monkeypatch.setattr(outside, "SECONDS", 0.2)

    with pytest.raises(NotRead) as refused:
        read(b"")

    assert refused.value.reason == "time"


def test_the_reader_gets_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ION_SECRET_KEY", "secret")
    code = "import json, os; print(json.dumps({'slides': [[' '.join(os.environ), '', '']], 'hidden': 0}))"
    monkeypatch.setattr(outside, "COMMAND", (sys.executable, "-c", code))

    assert "ION_SECRET_KEY" not in read(b"").slides[0].title


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"7", b"null", b'{"slides": 7, "hidden": 0}', b'{"slides": [["a"] * 9]}']
)
def test_an_answer_is_taken_for_no_more_than_it_is(answer: bytes) -> None:
    with pytest.raises(NotRead):
        read_answer(answer)


def test_a_reason_that_nobody_knows_has_words_all_the_same() -> None:
    with pytest.raises(NotRead, match="it is damaged"):
        read_answer(b'{"refused": "<b>anything</b>"}')


def test_a_nul_in_an_answer_is_left_out() -> None:
    assert read_answer(b'{"slides": [["a\\u0000b", "", ""]], "hidden": 0}').slides == [SlideText("ab")]
