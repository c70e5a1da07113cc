"""HTML elements that stand in a text: what Markdown has a place for is written, the rest is dropped and noted."""

import re

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.exceptions import ParserRejectedMarkup

from ion.core.conversion.losses import ATTRIBUTE, Losses
from ion.core.conversion.writing import Writer

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
