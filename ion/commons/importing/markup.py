"""HTML inside Markdown to Markdown: what is plain Markdown stays letter for letter, the rest is written anew.

The text is parsed once. Blocks without HTML are copied; a run of blocks with HTML (up to where its tables, lists and
quotations end) is rendered and turned into Markdown as a whole, so that Markdown between HTML tags survives as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ion.core.conversion.losses import Losses
from ion.core.conversion.markup import KNOWN, from_html

MAYBE_TAG = re.compile(r"<[a-zA-Z/!?]")
OPENING = re.compile(r"<(/?)(table|ul|ol|dl|blockquote|figure|details|iframe|video|object|svg|form)\b", re.I)
FIRST_TAG = re.compile(r"\s*</?([a-zA-Z][a-zA-Z0-9]*)[\s>]")
PROSE_TAG = re.compile(r"\s*<(?:/|(?:p|h[1-6]|li|tr|td|th)\b)")
ANY_TAG = re.compile(r"<[^<>]*>")
FEWEST_WORDS = 6
FARTHEST = 400
PARSER = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"])


@dataclass(slots=True)
class Block:
    """One block of the outermost level: its lines [first, last) and its tokens."""

    first: int
    last: int
    tokens: list[Token]

    def html(self, inside: bool = False) -> Iterator[str]:
        """The HTML of the block; `inside` an open element, indented tags are no code."""
        for token in self.tokens:
            if token.type == "html_block" or (
                is_indented_html(token) and (inside or reads_as_prose(token.content))
            ):
                yield token.content
            for child in token.children or ():
                if child.type == "html_inline":
                    yield child.content


def without_html(text: str, losses: Losses) -> str:
    """The text with every HTML tag turned into Markdown or dropped and noted. Never raises."""
    if not MAYBE_TAG.search(text):
        return text
    lines = text.split("\n")
    parts, at = [], 0
    env: dict[str, object] = {}
    for run in runs(list(blocks(PARSER.parse(text, env)))):
        first, last = run[0].first, run[-1].last
        tokens = [unindented(token) for block in run for token in block.tokens]
        html = PARSER.renderer.render(tokens, PARSER.options, env)
        parts += ["\n".join([*lines[at:first], ""]), "\n", from_html(html, losses), "\n\n"]
        at = last
    return "".join([*parts, "\n".join(lines[at:])])


def unindented(token: Token) -> Token:
    if is_indented_html(token):
        token.type = "html_block"
    return token


def is_indented_html(token: Token) -> bool:
    """HTML that only its indentation made a code block: next to open tags, nobody meant it to be read as code."""
    found = FIRST_TAG.match(token.content) if token.type == "code_block" else None
    return found is not None and found[1].lower() in KNOWN


def reads_as_prose(html: str) -> bool:
    """Whether indented HTML is a paragraph, heading or row with words in it (or closing tags only), no code."""
    words = len(ANY_TAG.sub(" ", html).split())
    return PROSE_TAG.match(html) is not None and (words == 0 or words >= FEWEST_WORDS)


def blocks(tokens: list[Token]) -> Iterator[Block]:
    """The outermost blocks in order."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        if token.level == 0 and token.nesting != 1:
            first, last = held[0].map or (0, 0)
            yield Block(first, last, held)
            held = []


def runs(all_blocks: list[Block]) -> Iterator[list[Block]]:
    """Runs of blocks to convert together: each begins with HTML and ends where what it opened is closed."""
    at = 0
    while at < len(all_blocks):
        if any(all_blocks[at].html()):
            end = closing(all_blocks, at)
            yield all_blocks[at : end + 1]
            at = end
        at += 1


def closing(all_blocks: list[Block], at: int) -> int:
    """The index of the block that closes what block `at` opened; `at` itself when nothing is open or ever closed."""
    open_now = 0
    for index in range(at, min(len(all_blocks), at + FARTHEST)):
        for html in all_blocks[index].html(inside=open_now > 0):
            for found in OPENING.finditer(html):
                open_now += -1 if found[1] else 1
        if open_now <= 0:
            return index
    return at
