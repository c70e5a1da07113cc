"""Footnotes of Word, Google Docs and our own pages: a mark that links to a note which links back."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import Tag

TO_NOTE = re.compile(r"#(_?ftn|_?edn|ftnt|footnote-|endnote-|fn)(\d{1,4})$")
TO_MARK = re.compile(r"#(_?ftn|_?edn|ftnt_|footnote-|endnote-|fn)-?ref-?(\d{1,4})(?::\d+)?$")
NOTE_ID = re.compile(r"(?:ftn|edn|ftnt|footnote-|endnote-|fn)\d{1,4}$")
OPEN, CLOSE = "\ue000", "\ue001"
"""Letters for private use, which stand around the number of a note while its text is written."""
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
HOLDERS = ("div", "ol", "section", "ul")


@dataclass(slots=True)
class Notes:
    """The notes of one text in the order of their marks."""

    bodies: list[BeautifulSoup] = field(default_factory=list)

    def written(self, markdown: str, write: Callable[[BeautifulSoup], str]) -> str:
        """The text with its marks as Markdown, and the notes below it."""
        marked = MARK.sub(lambda found: f"[^{found[1]}]", markdown)
        notes = [definition(number, write(body)) for number, body in enumerate(self.bodies, 1)]
        return "\n\n".join([marked, *notes])


def definition(number: int, text: str) -> str:
    """A note as Markdown; what follows its first paragraph is indented."""
    marked = MARK.sub(lambda found: f"[^{found[1]}]", text).strip()
    return f"[^{number}]: " + marked.replace("\n", "\n    ").replace("\n    \n", "\n\n")


def key(found: re.Match[str]) -> str:
    return found[1].strip("_-") + found[2]


def take_notes(soup: BeautifulSoup) -> Notes:
    """Take the notes out of a text and leave numbers in place of their marks. A mark without a note stays as it is."""
    bodies = note_bodies(soup)
    holders = {id(body) for body in bodies.values()}
    numbers: dict[str, int] = {}
    for link in soup.find_all("a"):
        found = TO_NOTE.search(str(link.get("href") or ""))
        if found and key(found) in bodies and not any(id(parent) in holders for parent in link.parents):
            number = numbers.setdefault(key(found), len(numbers) + 1)
            outermost(link).replace_with(f"{OPEN}{number}{CLOSE}")
    return Notes([lifted(bodies[name]) for name in numbers])


def note_bodies(soup: BeautifulSoup) -> dict[str, Tag]:
    """What holds each note, by its key, without the link back."""
    bodies: dict[str, Tag] = {}
    for link in soup.find_all("a"):
        found = TO_MARK.search(str(link.get("href") or ""))
        body = holder(link) if found else None
        if found and body is not None:
            bodies.setdefault(key(found), body)
            link.decompose()
    return bodies


def holder(link: Tag) -> Tag | None:
    """The element that is the whole note: named as one, else the paragraph of the link back."""
    named = link.find_parent(lambda tag: bool(NOTE_ID.fullmatch(str(tag.get("id") or "").lstrip("_"))))
    return named or link.find_parent(["p", "li", "div"])


def outermost(link: Tag) -> Tag:
    """The mark with what only raises it."""
    while (
        (parent := link.parent) is not None and parent.name in ("sup", "span") and len(parent.contents) == 1
    ):
        link = parent
    return link


def lifted(body: Tag) -> BeautifulSoup:
    """A note taken from its place, as a text of its own; what held nothing but notes goes with it."""
    parent = body.parent
    note = BeautifulSoup("", "html.parser")
    note.append(body.extract())
    body.name = "div" if body.name == "li" else body.name
    while parent is not None and parent.name in HOLDERS and not parent.get_text().strip():
        above = parent.parent
        parent.extract()
        parent = above
    return note
