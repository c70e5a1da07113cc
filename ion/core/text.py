"""Text that people typed, made safe once, when it is stored.

The stored form is Markdown without HTML. `safe_html` is the only way from it to a page: markdown-it-py (HTML off),
then `ion.core.cleaning`. Beyond CommonMark it has tables, footnotes, strike-through, pull quotes
(`ion.core.pull_quotes`) and pictures of ours with captions (`ion.core.figures`).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from ion.core import pull_quotes
from ion.core.cleaning import ANCHOR, clean
from ion.core.figures import Sizes, pictures, shape_figures, shaped

MAX_MARKDOWN = 500_000
MAX_MARKS = 20_000
"""Signs that mean something, in one text: far above a long article, and what keeps the slowest one under 2 s."""
MARKS = re.compile(r"[\[\]*_~`|<>&#^\n]|\.(?=\w)")
LIST_MARKS = re.compile(r"(?:[-+*]|\d[.)])(?=\s)")
"""Each of these may open a list in a list, which is four tags of HTML."""
HTML_MARKS = re.compile("[<&]")


class TextTooLong(Exception):
    """More than one text may hold: over MAX_MARKDOWN characters, or over MAX_MARKS signs of formatting."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text: its level (2–6), anchor (without #) and words."""

    level: int
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The plain text under one heading; the text before the first heading has an empty anchor and label."""

    anchor: str
    label: str
    text: str


def slug(words: str, limit: int = 80) -> str:
    """Lower-case ASCII words joined by hyphens, at most `limit` characters; never empty ("untitled")."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = "-".join(parts)[: limit + 1]
    if len(kept) > limit:
        kept = kept[:limit] if "-" not in kept else kept.rsplit("-", 1)[0]
    return kept or "untitled"


def squeeze(words: str, limit: int) -> str:
    """One line of at most `limit` characters, cut at a word with an ellipsis."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


class Renderer(RendererHTML):
    """markdown-it's HTML with our table region, so that a wide table scrolls and can be reached by keyboard."""

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="ion-table-scroll" role="region" tabindex="0" aria-label="Table"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"


def build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": False}, renderer_cls=Renderer)
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    pull_quotes.use(parser)
    parser.options["maxNesting"] = 20
    return parser


PARSER = build_parser()


NO_SIZES: Sizes = {}


def safe_html(markdown: str, *, top: int = 2, within: str = "", pictures: Sizes = NO_SIZES) -> str:
    """Safe HTML of a Markdown text; raises TextTooLong.

    The highest heading becomes level `top` (a page has one h1 of its own), with anchors `h-<words>`; `#fragment`
    links follow them. `within` sets the anchors of one text apart where a page holds several. Pictures kept
    here are shown, at the sizes in `pictures` where these are known, so that the page does not jump as they load; all
    others become links, since nothing on a page loads from another host.
    """
    env = {"docId": within} if within else {}
    tokens = parse(markdown, top=top, within=within, sizes=pictures)
    html = PARSER.renderer.render(tokens, PARSER.options, env)
    refuse_too_many(HTML_MARKS, html)
    return clean(html)


def refusal(markdown: str) -> str:
    """Why `safe_html` would refuse the text, in words; empty when it takes it. Renders only what is near a limit."""
    most = 5 * len(MARKS.findall(markdown)) + 4 * len(LIST_MARKS.findall(markdown))
    if len(markdown) < MAX_MARKDOWN and most < MAX_MARKS:
        return ""
    try:
        safe_html(markdown)
    except TextTooLong as error:
        return f"the text is too long: {error}"
    return ""


def refuse_too_many(marks: re.Pattern[str], text: str) -> None:
    number = sum(1 for _ in marks.finditer(text))
    if number > MAX_MARKS:
        raise TextTooLong(f"{number:,} marks of formatting; at most {MAX_MARKS:,}")


def parse(markdown: str, *, top: int = 2, within: str = "", sizes: Sizes = NO_SIZES) -> list[Token]:
    if len(markdown) > MAX_MARKDOWN:
        raise TextTooLong(f"{len(markdown):,} characters; at most {MAX_MARKDOWN:,}")
    refuse_too_many(MARKS, markdown)
    env: dict[str, Any] = {}
    tokens = pull_quotes.flattened(PARSER.parse(markdown.replace("\x00", ""), env))
    prefix = f"h-{within}-" if within else "h-"
    shape_headings(tokens, top, prefix)
    for at, token in enumerate(tokens):
        if token.children:
            token.children = shape_links(token.children, prefix, sizes)
        if token.type == "th_open" and not tokens[at + 1].content:
            token.tag = tokens[at + 2].tag = "td"  # an empty corner heads nothing
        if token.type in ("td_open", "th_open"):
            shape_cell(token)
    shape_figures(tokens)
    return tokens


def shape_headings(tokens: list[Token], top: int, prefix: str) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    taken: set[str] = set()
    last: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        if token.type == "heading_open":
            token.attrSet("id", free_anchor(prefix + slug(inline_text(tokens[at + 1]), 60), taken, last))


def free_anchor(wanted: str, taken: set[str], last: dict[str, int]) -> str:
    """The anchor, or with the first number that makes it one of a kind; "Cost 2" may be a heading of its own."""
    anchor, number = wanted, last.get(wanted, 1)
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    last[wanted] = number
    return anchor


def shape_links(children: list[Token], prefix: str, sizes: Sizes) -> list[Token]:
    new: list[Token] = []
    is_in_link = False
    for token in children:
        if token.type in ("link_open", "link_close"):
            is_in_link = token.type == "link_open"
        if token.type == "link_open":
            token.attrs = {"href": local_fragment(str(token.attrs.get("href", "")), prefix)}
        new += shaped(token, sizes, is_in_link=is_in_link) if token.type == "image" else [token]
    return new


def local_fragment(href: str, prefix: str) -> str:
    """Where a link to a place in the same text leads: to the heading of those words, as its anchor is made."""
    if len(href) < 2 or href[0] != "#" or ANCHOR.fullmatch(href[1:]):
        return href
    return f"#{prefix}{slug(unquote(href[1:]), 60)}"


def shape_cell(token: Token) -> None:
    style = str(token.attrs.get("style", ""))
    token.attrs = {"align": style.removeprefix("text-align:")} if style else {}
    if token.tag == "th":
        token.attrSet("scope", "col")


def inline_text(token: Token) -> str:
    """The words of an inline token, without markup."""
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak", "figcaption_open"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(inline_text(child))
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)


def passages(markdown: str) -> list[Passage]:
    """The plain text of a Markdown text, split at its headings; anchors are those of `safe_html`.

    Pull quotes are left out: the text says the same words itself.
    """
    found = [("", "", list[str]())]
    tokens = pull_quotes.outside(parse(markdown))
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            found.append((str(token.attrs["id"]), inline_text(tokens[at + 1]), []))
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            found[-1][2].append(inline_text(token))
        elif token.type in ("fence", "code_block"):
            found[-1][2].append(token.content)
    return [Passage(anchor, label, " ".join(" ".join(lines).split())) for anchor, label, lines in found]


def headings(markdown: str, deepest: int = 3) -> list[Heading]:
    """The headings of a text down to level `deepest`, in order."""
    tokens = parse(markdown)
    return [
        Heading(int(token.tag[1]), str(token.attrs["id"]), inline_text(tokens[at + 1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and int(token.tag[1]) <= deepest
    ]


def picture_paths(markdown: str) -> list[str]:
    """The addresses of the pictures of ours that a text shows, each once, in order."""
    return list(dict.fromkeys(str(token.attrs["src"]) for token in pictures(parse(markdown))))


def pictures_without_alt(markdown: str) -> list[str]:
    """The addresses of the pictures of ours that somewhere stand without words for who cannot see them."""
    silent = (token for token in pictures(parse(markdown)) if not inline_text(token).strip())
    return list(dict.fromkeys(str(token.attrs["src"]) for token in silent))
