"""Bytes that a platform or a spreadsheet program wrote, as text."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
LONE_HALVES = re.compile("[\ud800-\udfff]")


class NotText(Exception):
    """The bytes are no text; the words say so to who sent them."""


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Windows writes otherwise; lines end in \\n. Raises NotText."""
    text = plain(data)
    if "\x00" in text:
        raise NotText("This is not a text file. Export it as CSV, WebVTT or SRT and load it again.")
    text = CONTROLS.sub(" ", LONE_HALVES.sub("", text))
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def plain(data: bytes) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
