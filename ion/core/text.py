"""Text that people typed, made safe once, when it is stored.

The stored form is Markdown without HTML. `safe_html` is the only way from it to a page: markdown-it-py (HTML off),
then bleach (clean and linkify), then nh3, which is maintained and has the last word. Nothing typed by a person keeps
`id`, `class`, `style` or `data-*`: the few that pass are made here, from patterns that cannot be typed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

MAX_MARKDOWN = 500_000
SCHEMES = {"http", "https", "mailto"}
INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "s", "strong", "sub", "sup"}
BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre", "section"}
LISTS = {"li", "ol", "ul", "table", "tbody", "td", "th", "thead", "tr"}
TAGS = frozenset(INLINE | BLOCKS | LISTS)
CLASSES = frozenset({"ion-table-scroll", "footnotes", "footnote-ref", "footnote-backref", "footnote-item"})
ANCHOR = re.compile(r"h-[a-z0-9][a-z0-9-]{0,119}|fn(ref)?(-[a-z0-9-]{1,40}-)?\d{1,3}(:\d{1,2})?")
FIXED = {
    ("div", "role"): {"region"},
    ("div", "tabindex"): {"0"},
    ("div", "aria-label"): {"Table"},
    ("td", "align"): {"left", "center", "right"},
    ("th", "align"): {"left", "center", "right"},
    ("th", "scope"): {"col"},
}
LINK_REL = "nofollow ugc noopener"


class TextTooLong(Exception):
    """More Markdown than one text may hold (MAX_MARKDOWN characters)."""


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
    parser.options["maxNesting"] = 20
    return parser


PARSER = build_parser()


def safe_html(markdown: str, *, top: int = 2, within: str = "") -> str:
    """Safe HTML of a Markdown text; raises TextTooLong.

    The highest heading becomes level `top` (a page has one h1 of its own), with anchors `h-<words>`; `#fragment`
    links follow them. `within` sets the anchors of one text apart where a page holds several. Pictures from
    elsewhere become links, since nothing on a page loads from another host.
    """
    env = {"docId": within} if within else {}
    return clean(PARSER.renderer.render(parse(markdown, top=top, within=within), PARSER.options, env))


def parse(markdown: str, *, top: int = 2, within: str = "") -> list[Token]:
    if len(markdown) > MAX_MARKDOWN:
        raise TextTooLong(f"{len(markdown):,} characters; at most {MAX_MARKDOWN:,}")
    env: dict[str, Any] = {}
    tokens = PARSER.parse(markdown.replace("\x00", ""), env)
    prefix = f"h-{within}-" if within else "h-"
    shape_headings(tokens, top, prefix)
    for token in tokens:
        if token.children:
            token.children = shape_links(token.children, prefix)
        if token.type in ("td_open", "th_open"):
            shape_cell(token)
    return tokens


def shape_headings(tokens: list[Token], top: int, prefix: str) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        if token.type == "heading_open":
            token.attrSet("id", free_anchor(prefix + slug(inline_text(tokens[at + 1]), 60), taken))


def free_anchor(anchor: str, taken: dict[str, int]) -> str:
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


def shape_links(children: list[Token], prefix: str) -> list[Token]:
    shaped: list[Token] = []
    for token in children:
        if token.type == "link_open":
            token.attrs = {"href": local_fragment(str(token.attrs.get("href", "")), prefix)}
        if token.type == "image":
            shaped.extend(picture_link(token))
        else:
            shaped.append(token)
    return shaped


def local_fragment(href: str, prefix: str) -> str:
    return (
        f"#{prefix}{slug(href[1:], 60)}" if href.startswith("#") and not ANCHOR.fullmatch(href[1:]) else href
    )


def picture_link(token: Token) -> list[Token]:
    """A link with the picture's alternative text in place of a picture that would load from another host."""
    start = Token("link_open", "a", 1, attrs={"href": str(token.attrs.get("src", ""))})
    words = Token("text", "", 0, content=f"Picture: {token.content.strip() or 'without description'}")
    return [start, words, Token("link_close", "a", -1)]


def shape_cell(token: Token) -> None:
    style = str(token.attrs.get("style", ""))
    token.attrs = {"align": style.removeprefix("text-align:")} if style else {}
    if token.tag == "th":
        token.attrSet("scope", "col")


def may_stay(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stand on a tag: ours by pattern, never one that a person chose freely."""
    if name == "href":
        return tag == "a" and is_safe_link(value)
    if name == "rel":
        return tag == "a"
    if name == "start":
        return tag == "ol" and value.isdigit()
    if name == "id":
        return bool(ANCHOR.fullmatch(value))
    if name == "class":
        return set(value.split()) <= CLASSES
    return value in FIXED.get((tag, name), ())


def is_safe_link(address: str) -> bool:
    """http, https, mailto, a path on this site or a fragment; nothing that a browser could run."""
    squashed = re.sub(r"[\x00-\x20]", "", unescape(address))
    try:
        scheme = urlsplit(squashed).scheme.lower()
    except ValueError:
        return False
    if scheme:
        return scheme in SCHEMES
    return not squashed.startswith(("//", "\\", "/\\")) and ":" not in squashed.split("/")[0].split("#")[0]


def _link_rel(attributes: dict[Any, str], new: bool = False) -> dict[Any, str]:
    href = attributes.get((None, "href"), "")
    if href.startswith(("http://", "https://")):
        attributes[(None, "rel")] = LINK_REL
    return attributes


def build_cleaner() -> Cleaner:
    def linkify(source: Any) -> LinkifyFilter:
        return LinkifyFilter(source, callbacks=[_link_rel], skip_tags={"pre", "code"})

    return Cleaner(
        tags=TAGS, attributes=may_stay, protocols=SCHEMES, strip=True, strip_comments=True, filters=[linkify]
    )


def nh3_filter(tag: str, name: str, value: str) -> str | None:
    return value if may_stay(tag, name, value) else None


NH3_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "rel"},
    "ol": {"start"},
    "div": {"role", "tabindex", "aria-label"},
    "td": {"align"},
    "th": {"align", "scope"},
}


def clean(html: str) -> str:
    """HTML with nothing in it but the tags and attributes above: bleach first, nh3 last."""
    return nh3.clean(
        build_cleaner().clean(html),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in NH3_ATTRIBUTES.items()},
        attribute_filter=nh3_filter,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def inline_text(token: Token) -> str:
    """The words of an inline token, without markup."""
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image" or child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)


def passages(markdown: str) -> list[Passage]:
    """The plain text of a Markdown text, split at its headings; anchors are those of `safe_html`."""
    found = [("", "", list[str]())]
    tokens = parse(markdown)
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
