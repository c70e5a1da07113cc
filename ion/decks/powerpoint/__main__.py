"""Reads a PowerPoint file from standard input and writes what it says as JSON to standard output.

    {"slides": [[title, text, notes], …], "hidden": 0}        Markdown
    {"refused": "swollen"}                                    why it is not read

It holds itself to `limits` before it takes a byte: what goes wrong ends this process and nothing else.
"""

import json
import sys
from typing import Any

from pptx import Presentation

from ion.core.ports.files import MOST_BYTES
from ion.decks.powerpoint import limits, reading

MEMORY = "memory"


def main() -> None:
    """Answer once."""
    warm_up()
    limits.hold()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(MOST_BYTES + 1))))
    sys.stdout.flush()


def warm_up() -> None:
    """Let python-pptx load what it loads at first use: afterwards no file can be opened."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.notes_slide.notes_text_frame.text = "x"


def answer(content: bytes) -> dict[str, Any]:
    try:
        limits.check(content)
        found = reading.read(content)
    except limits.Refused as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"refused": MEMORY}
    except Exception as error:  # noqa: BLE001 - python-pptx raises anything over a file that contradicts itself
        reason = MEMORY if limits.is_full() else limits.DAMAGED
        return {"refused": reason, "error": repr(error)[:500]}
    slides = [[slide.title, slide.body, slide.notes] for slide in found.slides]
    return {"slides": slides, "hidden": found.hidden}


if __name__ == "__main__":
    main()
