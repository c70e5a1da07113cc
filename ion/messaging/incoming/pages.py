"""Mail that came as HTML alone, as plain text: quoted lines begin with ">", and what mail programs add is left out."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, PreformattedString, Tag
from bs4.exceptions import ParserRejectedMarkup

from ion.core.conversion.markup import as_text, depth

BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
    }
    | {
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    }
)
APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})
"""Blocks with an empty line above and below."""
SILENT = frozenset({"head", "style", "script", "title", "template", "noscript", "object", "svg", "math"})
ADDED = re.compile(
    r"^(?:gmail_signature(?:_prefix)?|moz-signature|ms-outlook-(?:mobile|ios)-signature|protonmail_signature_block|"
    r"(?:x_)*Signature|gmail_attr|moz-cite-prefix)$"
)
"""Class or id of signatures, and of the line above what is quoted."""
REST = re.compile(
    r"^(?:x_)*(?:appendonsend|divRplyFwdMsg|stopSpelling|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)$"
)
"""Id of what Outlook puts before the mail that is answered; what follows is that mail, to the end of the page."""
INDENTED = "margin: 0 0 0 40px"
"""Style of a passage that was set in and is not quoted."""
DECLARATION = re.compile(r"<[!?][^>]*>?")
LONG_TAG = re.compile(r"<[^<>]{5000,}>")
OPEN = re.compile(r"<(?![a-zA-Z/][^<>]*>)")
"""A sign that begins no tag, or one that does not end: the parser would look for its end again and again."""
DEEPEST = 150
BLANKS = re.compile(r"[ \t\n\f\r]+")


class Rest(Exception):
    """What follows is the mail that is answered."""


def text_of(html: str) -> str:
    """The text of the page."""
    html = plainly_built(html)
    if depth(html) > DEEPEST:
        return unescape(as_text(html))
    try:
        page = BeautifulSoup(html, "html.parser")
    except (ParserRejectedMarkup, AssertionError):
        return unescape(as_text(html))
    writer = Writer()
    with suppress(Rest):
        writer.write(page)
    return writer.text


def plainly_built(html: str) -> str:
    """The page without comments and declarations, with tags that end: what any parser goes through once.

    A comment that never ends goes to the end of the page, as in browsers.
    """
    told = "".join(piece.partition("<!--")[0] for piece in html.split("-->"))
    return OPEN.sub("&lt;", LONG_TAG.sub("", DECLARATION.sub("", told)))


class Writer:
    """Writes the lines that a reader of the page sees."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.due = 0
        self.quotes = 0
        self.mark = ""
        self.written = 0

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    def write(self, parent: Tag) -> None:
        for number, each in enumerate(parent.children, 1):
            if isinstance(each, Tag):
                self.write_element(each, number)
            elif is_text(each):
                self.write_words(str(each), is_kept=parent.name == "pre")

    def write_element(self, element: Tag, number: int) -> None:
        if element.name in SILENT or any(ADDED.match(name) for name in names_of(element)):
            return
        if self.lines and REST.match(str(element.get("id", ""))):
            raise Rest
        if element.name == "br":
            self.due = min(self.due + 1, 2)
            return
        is_quote = element.name == "blockquote" and INDENTED not in str(element.get("style", ""))
        self.set_apart(element.name)
        self.quotes += is_quote
        if element.name == "li":
            self.mark = "- "
        before = self.written
        self.write(element)
        if element.name == "a" and self.written > before:
            self.name_link(str(element.get("href", "")), element.get_text())
        self.quotes -= is_quote
        self.set_apart(element.name)
        if element.name in ("td", "th"):
            self.write_words(" ")

    def set_apart(self, name: str) -> None:
        """Let what follows stand on a line of its own, below an empty one where the block is set apart."""
        if name in BLOCKS:
            self.due = max(self.due, 2 if name in APART else 1)

    def write_words(self, words: str, *, is_kept: bool = False) -> None:
        for number, piece in enumerate(words.split("\n") if is_kept else [BLANKS.sub(" ", words)]):
            if number:
                self.due = min(self.due + 1, 2)
            if piece.strip():
                self.write_piece(piece if is_kept else piece.lstrip(" ") if self.due else piece)
            elif piece and self.lines and not self.due:
                self.lines[-1] += " "

    def write_piece(self, piece: str) -> None:
        if self.due or not self.lines:
            self.lines += [""] * (self.due if self.lines else 1)
            self.lines[-1] = "> " * self.quotes + self.mark
            self.due, self.mark = 0, ""
        self.lines[-1] += piece
        self.written += len(piece)

    def name_link(self, href: str, words: str) -> None:
        """Write the address of a link behind its words, where these are not the address."""
        bare = href.split("://")[-1].rstrip("/").removeprefix("www.")
        if re.match(r"https?://", href) and bare not in words:
            self.write_words(f" ({href})")


def is_text(element: PageElement) -> bool:
    return isinstance(element, NavigableString) and not isinstance(element, Comment | PreformattedString)


def names_of(element: Tag) -> Iterator[str]:
    """The id and the classes of an element."""
    for name in ("id", "class"):
        found = element.get(name, "")
        yield from found.split() if isinstance(found, str) else map(str, found or ())
