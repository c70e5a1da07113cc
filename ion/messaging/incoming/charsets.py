"""The words of a part of a mail: its bytes read by the letters it names, or those it is likely written in."""

import codecs
import re
from email.message import Message

FALLBACKS = ("utf-8", "cp1252")
"""Programs that name no letters, or wrong ones, mostly write these."""
ALIASES = {
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "latin-1": "cp1252",
    "x-unknown": "utf-8",
}
"""What is called so is often the wider set, and equal to it where it is not."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufeff]")
INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
SPACES = re.compile("[\u00a0\u202f\u2007]")


def text_of(part: Message) -> str:
    """The text of a part, lines ended by one letter, without what no page shows; flowed lines joined (RFC 3676)."""
    found = part.get_payload(decode=True)
    raw = found if isinstance(found, bytes) else b""
    text = decoded(raw, str(part.get_content_charset() or ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = SPACES.sub(" ", INVISIBLE.sub("", CONTROLS.sub("", text)))
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, drops_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def decoded(raw: bytes, charset: str) -> str:
    """The bytes as text; letters that cannot be told are shown as such."""
    for name in (ALIASES.get(charset.lower(), charset), *FALLBACKS):
        try:
            if name and codecs.lookup(name).name not in (
                "rot13",
                "hex",
                "base64",
                "bz2",
                "zip",
                "uu",
                "quopri",
            ):
                return raw.decode(name)
        except (LookupError, UnicodeError, ValueError, AssertionError):
            continue
    return raw.decode("cp1252", "replace")


def unflowed(text: str, *, drops_space: bool = False) -> str:
    """The lines as they were typed: one that ends in a space goes on in the next of the same depth of quoting."""
    joined: list[str] = []
    is_open, open_depth = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_delimiter = words == "-- "
        if is_open and depth == open_depth and not is_delimiter:
            joined[-1] += words
        else:
            joined.append(">" * depth + (" " if depth else "") + words)
        is_open = words.endswith(" ") and not is_delimiter
        open_depth = depth
        if is_open and drops_space:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)
