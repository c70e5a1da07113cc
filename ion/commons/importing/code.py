"""Code in Markdown is set aside while the text around it is rewritten, and put back as it was.

A block stands as one mark on its line, so that what moves the line (a list, a quotation) moves the block with it;
the code itself is never touched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FENCE = re.compile(r"^((?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*[ \t]*)(`{3,}|~{3,})([^\n]*)$")
EDGE = re.compile(r"[ \t>]*")
TICKS = re.compile(r"`+")
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
BLOCK = re.compile("(?:^([ \t>]*))?\x02(\\d+)\x03", re.M)
SPAN = re.compile("\x04(\\d+)\x05")
MARKS = re.compile("[\x02-\x05]")


@dataclass(slots=True)
class Kept:
    """What was set aside, by number. A block of several lines is kept without the edge it had (spaces, >)."""

    pieces: list[str] = field(default_factory=list)

    def block(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\x02{len(self.pieces) - 1}\x03"

    def span(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\x04{len(self.pieces) - 1}\x05"

    def put_back(self, text: str) -> str:
        """The text with every piece in its place again; the lines of a block take the edge the mark has now."""

        def block(found: re.Match[str]) -> str:
            edge = found[1] or ""
            return edge + self.pieces[int(found[2])].replace("\n", "\n" + edge)

        return SPAN.sub(lambda found: self.pieces[int(found[1])], BLOCK.sub(block, text))


def set_aside(text: str) -> tuple[str, Kept]:
    """The text with marks in place of fenced blocks and code spans, and what the marks stand for."""
    kept = Kept()
    parts: list[str] = []
    prose: list[str] = []
    rows = iter(MARKS.sub("", text).split("\n"))
    for row in rows:
        opening = FENCE.match(row)
        if not opening or (opening[2][0] == "`" and "`" in opening[3]):
            prose.append(row)
            continue
        if prose:
            parts.append(spans_aside("\n".join(prose), kept))
            prose = []
        parts.append(opening[1] + kept.block(fence(opening, rows)))
    if prose:
        parts.append(spans_aside("\n".join(prose), kept))
    return "\n".join(parts), kept


def fence(opening: re.Match[str], rows: Iterator[str]) -> str:
    """The block from its opening line to the line that closes it (or the end of the text), without its edge."""
    edge = opening[1] if EDGE.fullmatch(opening[1]) else ""
    marks = opening[2]
    block = [marks + opening[3]]
    for row in rows:
        block.append(row.removeprefix(edge) if row.startswith(edge) else row.lstrip(" \t"))
        bare = row[len(row) - len(row.lstrip(" \t>")) :].rstrip()
        if len(bare) >= len(marks) and not bare.strip(marks[0]):
            break
    return "\n".join(block)


def spans_aside(prose: str, kept: Kept) -> str:
    if "`" not in prose:
        return prose
    parts, at = [], 0
    for end in PARAGRAPH_END.finditer(prose):
        parts += [paragraph_aside(prose[at : end.start()], kept), end[0]]
        at = end.end()
    return "".join([*parts, paragraph_aside(prose[at:], kept)])


def paragraph_aside(text: str, kept: Kept) -> str:
    runs = [(run.start(), run.end()) for run in TICKS.finditer(text)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    parts, at, index = [], 0, 0
    while index < len(runs):
        start, stop = runs[index]
        closers = later[stop - start]
        while closers and closers[-1] <= index:
            closers.pop()
        if closers and text[start - 1 : start] != "\\":
            closing = closers[-1]
            parts += [text[at:start], kept.span(text[start : runs[closing][1]])]
            at, index = runs[closing][1], closing
        index += 1
    return "".join([*parts, text[at:]])
