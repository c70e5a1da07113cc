"""Having a PowerPoint file read by another process: what it does to that one, it does not do to us."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

import structlog

from ion.base.config import ROOT
from ion.core.text import refusal
from ion.decks.source import MOST_SLIDES, SlideText, joined

COMMAND = (sys.executable, "-m", "ion.decks.powerpoint")
SECONDS = 60
MOST_ANSWERED = 8 * 1024 * 1024
INSTEAD = "Save it again from PowerPoint and send that, or paste the text of the slides."
WORDS = {
    "memory": "it needs more memory than allowed",
    "time": "it takes longer than allowed",
    "swollen": "it unpacks to far more than slides hold",
    "damaged": "it is damaged, or no PowerPoint file of today",
    "many": f"it has more than {MOST_SLIDES} slides",
    "long": "it holds more text than one deck may have",
    "empty": "no slide in it holds any text",
    "ended": "the program that reads it ended before it was done",
}
"""Why a file could not be read, by the name of the reason."""
OF_MEMORY = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS)


class NotRead(Exception):
    """The file could not be read; the text is a sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        why = WORDS.get(reason, WORDS["damaged"])
        super().__init__(f"This file could not be read: {why}. {INSTEAD}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says; `hidden` counts the slides that were left out since the file does not show them."""

    slides: list[SlideText]
    hidden: int

    @property
    def note(self) -> str:
        """What the history of versions says of it."""
        if not self.hidden:
            return "Read from the PowerPoint file"
        which = "1 hidden slide was" if self.hidden == 1 else f"{self.hidden} hidden slides were"
        return f"Read from the PowerPoint file; {which} left out"


def read_slides(file: BinaryIO) -> Read:
    """The slides of a .pptx; raises NotRead. It may take SECONDS: call it outside of any transaction."""
    with TemporaryFile() as given, TemporaryFile() as told, TemporaryFile() as complaints:
        shutil.copyfileobj(file, given)
        given.seek(0)
        status = run(given, told, complaints)
        if status:
            note(status, complaints)
            raise NotRead(reason_of(status, beginning(complaints)))
        return read_answer(beginning(told, MOST_ANSWERED))


def run(given: IO[bytes], told: IO[bytes], complaints: IO[bytes]) -> int:
    """Let the other process read; how it ended. It gets none of our settings. Raises NotRead where it does not end."""
    try:
        done = subprocess.run(
            COMMAND,
            stdin=given,
            stdout=told,
            stderr=complaints,
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotRead("time") from error
    return done.returncode


def beginning(file: IO[bytes], most: int = 20_000) -> bytes:
    file.seek(0)
    return file.read(most)


def note(status: int, complaints: IO[bytes]) -> None:
    structlog.get_logger("ion.decks").warning(
        "slides not read", status=status, error=beginning(complaints)[-500:].decode(errors="replace")
    )


def reason_of(status: int, complaint: bytes) -> str:
    """The name of the reason why the other process ended the way it did."""
    if -status in OF_MEMORY or b"MemoryError" in complaint:
        return "memory"
    return "time" if -status == signal.SIGXCPU else "ended"


def read_answer(answer: bytes) -> Read:
    """What the other process said, taken for no more than it is; raises NotRead."""
    try:
        told = json.loads(answer)
        if "refused" in told:
            raise NotRead(str(told["refused"]))
        slides = [SlideText(*map(text_in, each)) for each in told["slides"][:MOST_SLIDES]]
        hidden = int(told["hidden"])
    except (ValueError, TypeError, LookupError) as error:
        raise NotRead("ended") from error
    said = [slide for slide in slides if slide != SlideText()]
    if not said:
        raise NotRead("empty")
    if refusal(joined(said)):
        raise NotRead("long")
    return Read(said, hidden)


def text_in(part: Any) -> str:
    return str(part).replace("\x00", "")
