"""The worst that can be typed costs at most two seconds of CPU, in a process of its own."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ion.base.config import ROOT
from ion.core.text import TextTooLong, refusal, safe_html

SECONDS = 2.0
MEGABYTES = 200
TEXTS = {
    "nested brackets": "[" * 100_000,
    "brackets up to the limit": "![" * 10_000,
    "nested quotes": ">" * 100_000,
    "quotes up to the limit": "> " * 19_900,
    "tags": "<div>" * 100_000,
    "tags up to the limit": "<div>" * 9_900,
    "stars": "*a" * 100_000,
    "inline notes up to the limit": "^[a]" * 1_900,
    "table rows up to the limit": "|a|b|\n|-|-|\n" + "|x|y|\n" * 3_200,
    "lines": "a\n" * 19_000,
    "lists in lists": ("- " * 9 + "a\n\n") * 1_000,
    "pull quotes up to the limit": "::: pull-quote\n" * 19_900,
    "closed pull quotes": "::: pull-quote\na\n:::\n" * 4_900,
    "pictures up to the limit": "![](/files/abcdefghijklmnopqrstuv 'b')\n\n" * 3_900,
    "one word": "a" * 500_000,
    "bare addresses": "a.org " * 80_000,
    "bare addresses up to the limit": "a.org " * 19_900,
    "schemes": "http://" * 70_000,
    "ten million letters": "a" * 10_000_000,
}


@pytest.fixture(scope="module")
def spent() -> dict[str, float]:
    """Seconds of CPU per text, and megabytes at the most, of a process that did them all."""
    child = [sys.executable, "-m", "tests.core.test_text_bounds"]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", TEXTS)
def test_the_worst_texts_are_refused_or_done_within_two_seconds_of_cpu(
    name: str, spent: dict[str, float]
) -> None:
    assert spent[name] <= SECONDS


def test_the_worst_texts_take_no_more_than_some_hundred_megabytes(spent: dict[str, float]) -> None:
    assert spent["megabytes"] <= MEGABYTES


@pytest.mark.parametrize(
    "text",
    [
        ("- " * 9 + "a\n") * 1_100,
        "> a\n" * 10_500,
        "|a|b|\n|-|-|\n" + "|x|y|\n" * 4_500,
        "a" * 500_001,
    ],
)
def test_a_text_that_would_be_refused_is_known_beforehand(text: str) -> None:
    with pytest.raises(TextTooLong):
        safe_html(text)

    assert refusal(text).startswith("the text is too long: ")


@pytest.mark.parametrize("text", ["", "Words about **boards**.", "- a line\n" * 4_500])
def test_a_text_that_is_taken_has_nothing_said_against_it(text: str) -> None:
    safe_html(text)

    assert refusal(text) == ""


def seconds(text: str) -> float:
    before = time.process_time()
    with suppress(TextTooLong):
        safe_html(text)
    return time.process_time() - before


def most_megabytes() -> float:
    """The most this process ever held; ru_maxrss would tell the parent's, which a child begins with."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    told = {name: seconds(text) for name, text in TEXTS.items()}
    told["megabytes"] = most_megabytes()
    print(json.dumps(told))  # noqa: T201 - the answer to the test
