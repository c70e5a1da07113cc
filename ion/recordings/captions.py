"""Captions: WebVTT and SRT as anyone may send them, and WebVTT as we keep it.

Times may overlap or run backwards: cues are put in the order in which they begin. Markup of cues is dropped, anything
else that looks like HTML is text. What is too large, too long or no caption file is refused in words.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from ion.recordings.decoding import NotText, decoded

MOST_BYTES = 2_000_000
MOST_CUES = 20_000
LONGEST_CUE = 2_000
LONGEST_SPEAKER = 200
LAST_MS = 24 * 3_600_000
SHORTEST_MS = 1_000
"""How long a cue is shown whose end is not after its beginning."""

VOICE = re.compile(r"<v(?:\.[^\s<>]{0,200})?\s+([^<>\n]{1,400})>")
TAG = re.compile(r"</?(?:b|i|u|c|v|lang|ruby|rt|font|\d[\d:.]{0,20})(?:[\s.][^<>]{0,200})?>", re.IGNORECASE)
BREAK = re.compile(r"<br\s{0,5}/?>", re.IGNORECASE)
STAMP = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")


class CaptionsRefused(Exception):
    """The file is not taken; the text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Some words and when they are shown, in milliseconds; `text` may have lines, `speaker` may be empty."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def read(data: bytes) -> list[Cue]:
    """The cues of a caption file, in order, each with its speaker where the file says so. Raises CaptionsRefused."""
    if len(data) > MOST_BYTES:
        raise CaptionsRefused(
            f"The caption file is too large: at most {MOST_BYTES // 1_000_000} MB are read."
        )
    try:
        return parse(decoded(data))
    except NotText as error:
        raise CaptionsRefused(str(error)) from error


def parse(text: str) -> list[Cue]:
    """The cues of WebVTT or SRT text, in the order in which they begin. Raises CaptionsRefused."""
    cues = sorted(parts(raw_captions(text.strip())), key=lambda cue: cue.start_ms)
    if not cues:
        raise CaptionsRefused("There is no caption in this file.")
    if len(cues) > MOST_CUES:
        raise CaptionsRefused(f"More than {MOST_CUES:,} captions: this is not one recording.")
    return cues


def raw_captions(text: str) -> list[Any]:
    form = "vtt" if text.startswith("WEBVTT") else "srt"
    try:
        captions: list[Any] = webvtt.from_buffer(StringIO(text), format=form).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise CaptionsRefused(
            "This is neither WebVTT nor SRT: the first begins with WEBVTT, the second with 1 and a time."
        ) from error
    return captions


def parts(captions: Sequence[Any]) -> Iterator[Cue]:
    """Each caption as cues: one for each voice in it, none where nothing is said."""
    for number, caption in enumerate(captions, 1):
        start, end = milliseconds(caption.start), milliseconds(caption.end)
        if len(caption.raw_text) > 2 * LONGEST_CUE:
            raise CaptionsRefused(f"Caption {number:,} has more than {LONGEST_CUE:,} characters.")
        if start > LAST_MS:
            raise CaptionsRefused(f"Caption {number:,} is later than 24 hours: no recording is that long.")
        end = min(end, 2 * LAST_MS) if end > start else start + SHORTEST_MS
        for speaker, text in voices(caption.raw_text):
            yield Cue(start, end, speaker, text)


def milliseconds(stamp: str) -> int:
    found = STAMP.fullmatch(stamp)
    if not found:
        return LAST_MS + 1
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + int(found[4].ljust(3, "0"))


def voices(raw: str) -> Iterator[tuple[str, str]]:
    """Who says what in one caption; what stands before the first voice is nobody's."""
    pieces = VOICE.split(raw)
    said = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    for speaker, words in said:
        if text := shown(words):
            yield one_line(html.unescape(speaker))[:LONGEST_SPEAKER], text


def shown(raw: str) -> str:
    """The words of a caption as plain text, its lines kept."""
    lines = html.unescape(TAG.sub("", BREAK.sub("\n", raw))).replace("\x00", "").splitlines()
    return "\n".join(line for line in (one_line(each) for each in lines) if line)


def one_line(text: str) -> str:
    return " ".join(text.split())


def write(cues: Sequence[Cue]) -> str:
    """WebVTT as we keep and give it out: nothing but times, voices and plain text."""
    blocks = ["WEBVTT"]
    for cue in cues:
        name = html.escape(cue.speaker, quote=False)
        name += " " if name.endswith("-") else ""  # else its end could be read as the arrow between two times
        voice = f"<v {name}>" if name else ""
        text = html.escape(cue.text, quote=False)
        blocks.append(f"{stamp(cue.start_ms)} --> {stamp(cue.end_ms)}\n{voice}{text}")
    return "\n\n".join(blocks) + "\n"


def stamp(ms: int) -> str:
    """00:12:40.500"""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
