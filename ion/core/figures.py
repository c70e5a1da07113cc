"""Pictures in a text: shown where their address is one of ours, a link that says what they show where it is not."""

import re
from collections.abc import Iterable, Iterator, Mapping

from markdown_it.token import Token

from ion.core.ports.files import PICTURE_PATH

Sizes = Mapping[str, tuple[int, int]]
"""Width and height in pixels of pictures, by their addresses."""
SILENT = re.compile(rf"!\[\s*\]\(({PICTURE_PATH.pattern})(?=[\s)])")
SPECIAL = re.compile(r"[\\`*_\[\]<>&~!]")


def is_ours(token: Token) -> bool:
    return token.type == "image" and bool(PICTURE_PATH.fullmatch(str(token.attrs.get("src", ""))))


def shaped(token: Token, sizes: Sizes, *, is_in_link: bool) -> list[Token]:
    """What stands in place of a picture that was typed: itself, without its title, or a link."""
    if not is_ours(token):
        return picture_link(token)[1:2] if is_in_link else picture_link(token)
    path = str(token.attrs["src"])
    token.meta = {"caption": str(token.attrs.get("title", ""))}
    token.attrs = {"src": path, "alt": "", "loading": "lazy", "decoding": "async"}
    if path in sizes:
        token.attrs |= dict(zip(("width", "height"), map(str, sizes[path]), strict=True))
    return [token]


def picture_link(token: Token) -> list[Token]:
    """A link with the picture's alternative text in place of a picture that would load from another host."""
    start = Token("link_open", "a", 1, attrs={"href": str(token.attrs.get("src", ""))})
    words = Token("text", "", 0, content=f"Picture: {token.content.strip() or 'without description'}")
    return [start, words, Token("link_close", "a", -1)]


def shape_figures(tokens: list[Token]) -> None:
    """A picture alone in its paragraph becomes a figure; its title, the caption."""
    for at, token in enumerate(tokens):
        children = token.children or []
        if len(children) != 1 or tokens[at - 1].type != "paragraph_open" or not is_ours(children[0]):
            continue
        if caption := children[0].meta["caption"].strip():
            for edge in (tokens[at - 1], tokens[at + 1]):
                edge.tag, edge.hidden = "figure", False
            children += [
                Token("figcaption_open", "figcaption", 1),
                Token("text", "", 0, content=caption),
                Token("figcaption_close", "figcaption", -1),
            ]


def pictures(tokens: Iterable[Token]) -> Iterator[Token]:
    """The pictures of ours in a parsed text, in order; one that stands twice comes twice."""
    for token in tokens:
        yield from (child for child in token.children or () if is_ours(child))


def described(markdown: str, words: Mapping[str, str]) -> str:
    """A text with alternative text given to pictures of these addresses, where they stand without any."""

    def describe(found: re.Match[str]) -> str:
        alt = SPECIAL.sub(r"\\\g<0>", " ".join(words.get(found[1], "").split()))
        return f"![{alt}]({found[1]}"

    return SILENT.sub(describe, markdown)
