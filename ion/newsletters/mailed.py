"""Safe HTML of a page made fit for a mail: full addresses, no anchors, no classes; and the same as plain text. Pure."""

import re
from html import unescape
from urllib.parse import urljoin

import nh3

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4"),
    *(
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
    ),
    *("td", "th", "thead", "tr", "ul"),
}
SCHEMES = {"http", "https", "mailto"}
BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr", "dl", "section"}
)
LINES = frozenset({"li", "tr", "dt", "dd", "br"})
NO_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
BACK = "↩︎"
"""What leads from a footnote back to its place on a page."""
PIECE = re.compile(r'<(/?)(\w+)(?: (?:href|start)="([^"]*)")?[^>]*>|([^<]+)')


def for_mail(html: str, base: str) -> str:
    """The HTML with every link a full one below the site's address `base`; what leads to a place in it is text."""

    def told(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href":
            return None if value.startswith("#") else urljoin(base + "/", value)
        return value if tag == "ol" and value.isdigit() else None

    kept = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=told,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return NO_LINK.sub(r"\1", kept).replace(BACK, "").strip()


class Reader:
    """Reads HTML of `for_mail` as plain text: paragraphs apart, marks before list items, addresses after links."""

    def __init__(self) -> None:
        self.text = ""
        self.lists: list[int | None] = []
        self.href, self.words = "", ""
        self.is_literal = self.is_marked = False

    def part(self, lines: int) -> None:
        """End the line, or leave an empty one; a list item begins beside its mark."""
        if self.is_marked:
            return
        bare = self.text.rstrip(" \n")
        there = self.text[len(bare) :].count("\n")
        self.text = bare + "\n" * max(lines, there) if bare else ""

    def open(self, tag: str, value: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.part(1)
        elif tag in BLOCKS:
            self.part(2)
        elif tag in LINES:
            self.part(1)
        if tag in ("ul", "ol"):
            self.lists.append(int(value or 1) if tag == "ol" else None)
        elif tag == "li":
            self.mark()
        elif tag == "a":
            self.href, self.words = value, ""
        self.is_literal = self.is_literal or tag == "pre"

    def mark(self) -> None:
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self.text += "  " * (len(self.lists) - 1) + (f"{number}. " if number is not None else "* ")
        self.is_marked = True

    def close(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in BLOCKS and not self.lists:
            self.part(2)
        if tag in ("td", "th"):
            self.text += "  "
        if tag == "a":
            self.text += self.address()
        self.is_literal = self.is_literal and tag != "pre"

    def address(self) -> str:
        """What a link leads to, where its words do not say it."""
        is_said = not self.href or self.href.removeprefix("mailto:") in (self.words, f"mailto:{self.words}")
        return "" if is_said or self.href == self.words else f" ({self.href})"

    def read(self, text: str) -> None:
        if not self.is_literal:
            text = re.sub(r"\s+", " ", text)
            text = text.lstrip() if self.text.endswith(("\n", " ")) or not self.text else text
        self.words += text
        self.text += text
        self.is_marked = self.is_marked and not text


def as_text(html: str) -> str:
    """HTML made by `for_mail` as plain text, without a line end at its end."""
    reader = Reader()
    for is_end, tag, value, text in PIECE.findall(html):
        if not tag:
            reader.read(unescape(text))
        elif is_end:
            reader.close(tag)
        else:
            reader.open(tag, unescape(value))
    return "\n".join(line.rstrip() for line in reader.text.strip().split("\n"))
