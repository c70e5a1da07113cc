"""The links of a text: which there are, and what can be said of one without asking anybody. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from urllib.parse import urlsplit

from markdown_it.token import Token

from ion.core.cleaning import ANCHOR
from ion.core.text import TextTooLong, headings, inline_text, parse, safe_html

HREF = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
BLANK = re.compile(r"[\s\x00-\x1f]|%20%20")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Leads(StrEnum):
    """Where a link leads, as its address alone says."""

    HERE = "here"
    PLACE = "place"
    OUT = "out"
    MAIL = "mail"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a text: its address, the words it stands under, and where it leads. `why` says what is malformed."""

    href: str
    words: str
    leads: Leads
    why: str = ""

    @property
    def path(self) -> str:
        """The path here of a link that leads HERE, without what follows it."""
        return urlsplit(self.href).path


def links(markdown: str, public_url: str = "") -> list[Link]:
    """Every link of a text once, in order; bare addresses that become links too. Raises TextTooLong."""
    written = [(href, words) for token in parse(markdown) for href, words in links_in(token.children or ())]
    shown = [(unescape(href), "") for href in HREF.findall(safe_html(markdown))]
    places = {heading.anchor for heading in headings(markdown, deepest=6)}
    found: dict[str, Link] = {}
    for href, words in [*written, *shown]:
        if href not in found:
            found[href] = judged(href.removeprefix(public_url) if public_url else href, words, places)
    return [link for link in found.values() if not is_own_note(link)]


def links_in(children: Iterable[Token]) -> Iterator[tuple[str, str]]:
    href, inside = "", list[Token]()
    for child in children:
        if child.type == "link_open":
            href, inside = str(child.attrs.get("href", "")), []
        elif child.type == "link_close":
            whole = Token("inline", "", 0, children=inside)
            yield href, inline_text(whole)
        else:
            inside.append(child)


def is_own_note(link: Link) -> bool:
    """Footnotes lead to and fro by anchors of our own making."""
    return link.leads is Leads.PLACE and link.href.startswith("#fn")


def judged(href: str, words: str, places: set[str]) -> Link:
    """What the address of a link says; `places` are the anchors of the text it stands in."""
    if not href or BLANK.search(href):
        return Link(href, words, Leads.NOWHERE, "It has no address, or blanks in it.")
    if href.startswith("#"):
        if href[1:] in places or (href.startswith("#fn") and ANCHOR.fullmatch(href[1:])):
            return Link(href, words, Leads.PLACE)
        return Link(href, words, Leads.NOWHERE, "No heading of this text has these words.")
    if href.lower().startswith("mailto:"):
        if MAIL.fullmatch(href[7:].partition("?")[0]):
            return Link(href, words, Leads.MAIL)
        return Link(href, words, Leads.NOWHERE, "This is no email address.")
    return judged_address(href, words)


def judged_address(href: str, words: str) -> Link:
    try:
        parts = urlsplit(href)
    except ValueError:
        return Link(href, words, Leads.NOWHERE, "This is no address.")
    if href.startswith("/") and not href.startswith("//"):
        return Link(href, words, Leads.HERE)
    if parts.scheme.lower() in ("http", "https") and "." in (parts.hostname or ""):
        return Link(href, words, Leads.OUT)
    if SCHEME.match(href) or href.startswith("//"):
        return Link(
            href, words, Leads.NOWHERE, "An address elsewhere begins with https:// and the name of a site."
        )
    return Link(
        href,
        words,
        Leads.NOWHERE,
        "It begins neither with https:// (elsewhere) nor with / (a page of this site).",
    )


def links_of(texts: Iterable[str], public_url: str = "") -> list[Link]:
    """The links of several texts that stand on one page, each once; a text that is too long is passed over."""
    found: dict[str, Link] = {}
    for text in texts:
        try:
            for link in links(text, public_url):
                found.setdefault(link.href, link)
        except TextTooLong:
            continue
    return list(found.values())
