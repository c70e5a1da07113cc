"""What people paste from Word, Outlook, Google Docs and web pages, as clean Markdown; what was left out is told."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag

from ion.core.conversion import lists, notes, office
from ion.core.conversion.breaks import tidy_breaks
from ion.core.conversion.losses import Losses
from ion.core.conversion.markup import DEEPEST, KNOWN, depth, is_grid, prune, unfold
from ion.core.conversion.writing import LEADING_MARK, Writer, escape_mark
from ion.core.ports.files import PICTURE_PATH
from ion.core.text import refusal

MAX_HTML = 1_500_000
MAX_MARKS = 12_000
"""Tags and entities of one paste once all that only looks is gone; more than a long report has."""
MOST_OPEN = 5_000
"""Tags open at once as they were typed, where a paragraph need not be closed; the cleaner slows down beyond."""
TOO_MUCH = "That is too much to paste at once. Paste it in parts, or begin with the Word file."
START, END = re.compile(r"<!--\s?StartFragment\s?-->", re.I), re.compile(r"<!--\s?EndFragment\s?-->", re.I)
UNSEEN = {"head", "noscript", "script", "style", "template", "title", "xml"}
ATTRIBUTES = {
    "*": {"class", "id", "style", "role", "aria-level"},
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "iframe": {"src", "title"},
    "li": {"data-aria-level"},
    "ol": {"start"},
    "td": {"colspan"},
    "th": {"colspan"},
}
TELLING_CLASS = re.compile(r"Mso\w+|ListContainerWrapper|language-\w+")
NAMED = re.compile(r"_?(?:ftn|edn|ftnt|footnote-|endnote-|fn)\d+")
UNREADABLE = re.compile("[\x00\u00ad\u200b\u2060\ufeff\ue000-\uf8ff]")
"""Letters that show nothing, and those of private use: pictures of symbol fonts, which here would be boxes."""
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
OWN_MARKS = re.compile(r"\[(?=\^|[^\[\]]*\][(\[:])|(?<=\^)\[|:::|~")
"""What would begin a link, a note, a pull quote or struck text."""
LINE_END_SPACES = re.compile(r"[ \t]+$", re.M)


class PasteRefused(Exception):
    """The text is too long to be converted; the words say so and what to do."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The Markdown of a paste, and a sentence on what was left out; empty where nothing was."""

    markdown: str
    dropped: str = ""


def pasted(html: str) -> Pasted:
    """The HTML of a clipboard as Markdown. Raises PasteRefused."""
    if len(html) > MAX_HTML:
        raise PasteRefused(
            "That is too much to paste at once. Paste it in parts, or start from the Word file."
        )
    soup = parsed(whole(html))
    losses = Losses()
    drop_pictures(soup, losses, ())
    markdown = written(soup, losses)
    if why := refusal(markdown):
        raise PasteRefused(f"That is too much to paste at once: {why}.")
    return Pasted(markdown, sentence(losses))


def whole(html: str) -> str:
    """What was selected, where the program that copied it says so."""
    start = START.search(html)
    end = END.search(html, start.end()) if start else None
    return html[start.end() : end.start()] if start and end else html


def parsed(html: str, most: int = MAX_MARKS) -> BeautifulSoup:
    """The elements of an HTML text, without comments, namespaces and styles that say nothing. Raises PasteRefused."""
    if depth(html) > MOST_OPEN:
        raise PasteRefused(TOO_MUCH)
    clean = UNREADABLE.sub("", cleaned(html))
    if clean.count("<") + clean.count("&") > most or depth(clean) > DEEPEST:
        raise PasteRefused(TOO_MUCH)
    return BeautifulSoup(clean, "html.parser")


def cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(KNOWN) - UNSEEN | {"iframe", "video", "audio"},
        clean_content_tags=UNSEEN,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=telling,
        url_schemes={"http", "https", "mailto", "file", "data", "cid", "blob"},
        link_rel=None,
    )


def telling(_tag: str, name: str, value: str) -> str | None:
    """An attribute as far as it says something about the text; None drops it."""
    if name == "style":
        return office.told(value) or None
    if name == "class":
        return " ".join(TELLING_CLASS.findall(value)) or None
    if name == "id":
        return value if NAMED.fullmatch(value) else None
    return value


def drop_pictures(soup: BeautifulSoup, losses: Losses, kept: Collection[str]) -> None:
    """Take out every picture that is not kept here already or named in `kept`."""
    for picture in soup.find_all("img"):
        source = str(picture.get("src") or "")
        if source not in kept and not PICTURE_PATH.fullmatch(source):
            losses.note("picture")
            picture.decompose()


def written(soup: BeautifulSoup, losses: Losses) -> str:
    """The Markdown of parsed HTML; changes it."""
    if office.drop_contents(soup):
        losses.note("contents")
    found = notes.take_notes(soup)
    for part in (soup, *found.bodies):
        shape(part, losses)
    return BLANK_LINES.sub("\n\n", found.written(write(soup), write))


def shape(soup: BeautifulSoup, losses: Losses) -> None:
    """Bring parsed HTML, or a note of it, to what Markdown can say."""
    office.name_headings(soup)
    lists.build_lists(soup)
    office.drop_hidden(soup)
    office.mend_links(soup)
    office.name_styles(soup)
    prune(soup, losses)
    for table in soup.find_all("table"):
        if not is_grid(table):
            unfold(table)
    office.head_tables(soup)
    office.shift_headings(soup)
    office.ease_emphasis(soup)
    tidy_breaks(soup)


class PasteWriter(Writer):
    """Writes words as words: pasted text that looks like Markdown, ION's own marks included, stays what it looks like.

    A file that is imported may hold Markdown between its tags; a clipboard does not.
    """

    def __init__(self) -> None:
        super().__init__(newline="backslash")

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return OWN_MARKS.sub(r"\\\g<0>", super().escape(text, parent_tags))

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        text = super().process_text(el, parent_tags=parent_tags)
        is_after_break = isinstance(el.previous_sibling, Tag) and el.previous_sibling.name == "br"
        return LEADING_MARK.sub(escape_mark, text) if is_after_break else text


def write(part: BeautifulSoup) -> str:
    part.smooth()
    return LINE_END_SPACES.sub("", str(PasteWriter().convert_soup(part))).strip()


def sentence(losses: Losses) -> str:
    """What was left out, for whoever pasted it."""
    pictures = losses.seen["picture", ""]
    parts = []
    if pictures == 1:
        parts.append("1 picture was left out: add it under Pictures.")
    elif pictures:
        parts.append(f"{pictures:,} pictures were left out: add them under Pictures.")
    if losses.seen["contents", ""]:
        parts.append("The table of contents was left out.")
    return " ".join(parts)
