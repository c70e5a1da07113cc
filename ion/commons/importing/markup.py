"""HTML inside Markdown to Markdown: what is plain Markdown stays letter for letter, the rest is written anew.

The text is parsed once. Blocks without HTML are copied; a run of blocks with HTML (up to where its tables, lists and
quotations end) is rendered and turned into Markdown as a whole, so that Markdown between HTML tags survives as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.exceptions import ParserRejectedMarkup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ion.commons.importing.losses import ATTRIBUTE, Losses
from ion.commons.importing.writing import Writer

MAYBE_TAG = re.compile(r"<[a-zA-Z/!?]")
OPENING = re.compile(r"<(/?)(table|ul|ol|dl|blockquote|figure|details|iframe|video|object|svg|form)\b", re.I)
GONE = frozenset(
    {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "template",
        "noscript",
        "select",
        "textarea",
        "input",
        "video",
        "audio",
        "math",
    }
)
PLAYERS = frozenset({"iframe", "embed", "video", "audio"})
STAYING = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan"},
    "th": {"colspan"},
    "code": {"class"},
}
FIRST_TAG = re.compile(r"\s*</?([a-zA-Z][a-zA-Z0-9]*)[\s>]")
PROSE_TAG = re.compile(r"\s*<(?:/|(?:p|h[1-6]|li|tr|td|th)\b)")
ANY_TAG = re.compile(r"<[^<>]*>")
FEWEST_WORDS = 6
FARTHEST = 400
DEEPEST = 150
EITHER_TAG = re.compile(r"<(/?)(?!(?:area|br|col|hr|img|input|link|meta|wbr)\b)[a-zA-Z][^<>]*?(/?)>")
_OTHERS = """
    a abbr address article aside b bdi big blockquote body br button caption center cite code col
    colgroup dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5
    h6 head header hr html i img ins kbd label legend li link main mark meta nav ol p param pre q s samp
    section small source span strike strong sub summary sup table tbody td tfoot th thead time title tr
    track tt u ul var wbr
"""
KNOWN = GONE | frozenset(_OTHERS.split())

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


def from_html(html: str, losses: Losses) -> str:
    """HTML to Markdown; what has no place in Markdown is noted."""
    if depth(html) > DEEPEST:
        losses.note("html", "nested too deeply: kept as text")
        return as_text(html)
    try:
        soup = BeautifulSoup(html, "html.parser")
    except (ParserRejectedMarkup, AssertionError):
        losses.note("html", "could not be read: kept as text")
        return as_text(html)
    prune(soup, losses)
    for table in soup.find_all("table"):
        if not is_grid(table):
            unfold(table)
    return str(Writer().convert_soup(soup)).strip()


def depth(html: str) -> int:
    """How deeply tags may nest in what a lenient parser makes of the text."""
    deepest = now = 0
    for found in EITHER_TAG.finditer(html):
        now = max(0, now - 1) if found[1] else now + (not found[2])
        deepest = max(deepest, now)
    return deepest


def as_text(html: str) -> str:
    return re.sub(r"<[^<>]*>", " ", html).replace("<", "\\<")


def is_grid(table: Tag) -> bool:
    """Whether a table holds words in rows and columns; one that holds tables, or a single cell, is layout."""
    return table.find("table") is None and len(table.find_all(["td", "th"], limit=2)) > 1


def unfold(table: Tag) -> None:
    """A table that is only layout becomes what stands in it."""
    own = [
        part
        for part in table.find_all(["tbody", "thead", "tr", "td", "th"])
        if part.find_parent("table") is table
    ]
    for part in [table, *own]:
        part.name = "div"


def prune(soup: BeautifulSoup, losses: Losses) -> None:
    """Take out what Markdown cannot hold: elements with their content, attributes, unknown tags."""
    for element in soup.find_all(True):
        if element.decomposed:
            continue
        if element.name in GONE:
            losses.note("html", f"<{element.name}>")
            replace_gone(soup, element)
            continue
        if element.name not in KNOWN:
            element.insert_before(
                str(element).partition(">")[0].replace('=""', "") + ">"
            )  # words in brackets, not a tag
            element.unwrap()
            continue
        for name in sorted(set(element.attrs) - STAYING.get(element.name, set())):
            losses.note(ATTRIBUTE, name[:40])


def replace_gone(soup: BeautifulSoup, element: Tag) -> None:
    """A player leaves a link to what it played; everything else leaves nothing."""
    source = str(element.get("src") or "").strip()
    if source.startswith("//"):
        source = f"https:{source}"
    if element.name not in PLAYERS or not source.startswith(("https://", "http://")):
        element.decompose()
        return
    link = soup.new_tag("a", href=source)
    link.string = str(element.get("title") or "").strip() or "Embedded content"
    element.insert_before(link)
    element.decompose()
