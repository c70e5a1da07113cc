"""A refusal costs at most 2 seconds of CPU and 200 MB, whatever was sent: shown in a process that is held to both."""

import subprocess
import sys
from pathlib import Path

from ion.base.config import ROOT
from tests.files.glutton import CASES, SECONDS
from tests.skips import skip_or_fail

MEGABYTES = 200
WORDS = {
    "bomb_picture": "more than 25 million pixels",
    "largest_picture_broken": "The picture is damaged",
    "largest_photograph_broken": "The picture is damaged",
    "huge_dimensions": "more than 25 million pixels",
    "huge_webp": "more than 25 million pixels",
    "bomb_archive": "unpacks to far more than it should",
    "archive_of_many": "more than 3,000 files",
    "archive_of_countless": "more than 3,000 files",
    "archive_that_must_be_looked_through": "In the archive, last.csv",
    "archive_of_documents": "more than 3,000 files",
    "long_text": "text in an old encoding",
    "entities": "The archive is damaged",
}


def test_refusals_are_cheap() -> None:
    if not Path("/proc/self/clear_refs").exists():
        skip_or_fail("How much memory a process had at most is only told by Linux.")
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.glutton"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.split("|") for line in done.stdout.splitlines()]
    assert [name for name, *_ in told] == [case.__name__ for case in CASES]
    assert {name: seconds for name, seconds, _, _ in told if float(seconds) > SECONDS} == {}
    assert {name: megabytes for name, _, megabytes, _ in told if int(megabytes) > MEGABYTES} == {}
    assert {name: words for name, _, _, words in told if WORDS[name] not in words} == {}
