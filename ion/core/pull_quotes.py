"""Pull quotes: words of a text set beside it in large type, written as `::: pull-quote` … `:::`.

They repeat what the text says, so a screen reader may pass over them by name, and search and feeds never see them.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from ion.core.cleaning import PULL_QUOTE

OPEN, CLOSE = "container_pull-quote_open", "container_pull-quote_close"
START = f'<aside class="{PULL_QUOTE}" role="note" aria-label="Pull quote">'
"""A note, not the landmark that an aside is by itself: a page may hold several."""
DRAWN = re.compile(re.escape(START) + r".*?</aside>\n?", re.S)


def use(parser: MarkdownIt) -> None:
    """Teach a parser to read and draw pull quotes."""

    def is_one(words: str, _marks: str) -> bool:
        return words.strip() == "pull-quote"

    def draw(
        _self: RendererHTML, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return f"{START}\n" if tokens[idx].nesting == 1 else "</aside>\n"

    container_plugin(parser, "pull-quote", validate=is_one, render=draw)


def flattened(tokens: list[Token]) -> list[Token]:
    """The tokens with no pull quote inside another, and no heading inside any."""
    flat, depth = [], 0
    for token in tokens:
        if token.type in (OPEN, CLOSE):
            outer, depth = depth, depth + token.nesting
            if min(outer, depth) > 0:
                continue
        if depth and token.type in ("heading_open", "heading_close"):
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        flat.append(token)
    return flat


def outside(tokens: list[Token]) -> list[Token]:
    """The tokens that stand in no pull quote; as `flattened` left them."""
    kept, is_inside = [], False
    for token in tokens:
        is_inside = is_inside or token.type == OPEN
        if not is_inside:
            kept.append(token)
        is_inside = is_inside and token.type != CLOSE
    return kept


def without_pull_quotes(html: str) -> str:
    """HTML as `ion.core.text.safe_html` made it, for feeds: nothing in it is said twice."""
    return DRAWN.sub("", html)
