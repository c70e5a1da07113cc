"""Plain text as Markdown that says the same, signs included."""

import re
from collections.abc import Sequence

MARKS = re.compile(r"[\\`*\[\]]|~~|(?<!\w)_|_(?!\w)|&(?=#?\w{1,32};)")
LEADING = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|>|={3,}|-{3,}|~{3,}")
NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
NOTES = "Notes:"
WEB = re.compile(r"(?:https?://|mailto:)[^\s<>]{1,1000}", re.IGNORECASE)


def line(text: str) -> str:
    """One line of text: no sign in it means anything but itself."""
    words = MARKS.sub(lambda found: "\\" + found[0], squeezed(text))
    if LEADING.match(words):
        return "\\" + words
    if words.startswith(NOTES):
        return "Notes\\:" + words[len(NOTES) :]
    return NUMBERED.sub(r"\1\\\2", words, count=1) if NUMBERED.match(words) else words


def squeezed(text: str) -> str:
    """Text on one line, without signs that are not seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def link(text: str, address: str) -> str:
    """Words that lead somewhere on the web; other addresses lead nowhere."""
    words = MARKS.sub(lambda found: "\\" + found[0], squeezed(text))
    return f"[{words}](<{address}>)" if words and WEB.fullmatch(address) else words


def table(rows: Sequence[Sequence[str]]) -> str:
    """Cells as a table; its first row is its head."""
    if not rows or not rows[0]:
        return ""
    drawn = ["| " + " | ".join(line(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    drawn.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(drawn)
