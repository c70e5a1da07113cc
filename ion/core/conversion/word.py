"""A Word document as a title, Markdown and pictures; what was left out is told."""

import re
import secrets
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

import mammoth
from bs4 import BeautifulSoup

from ion.core.conversion.archive import DAMAGED, MEGABYTE, TOO_LONG, WordRefused, check
from ion.core.conversion.losses import Losses
from ion.core.conversion.pasting import PasteRefused, drop_pictures, parsed, sentence, written
from ion.core.text import refusal, squeeze

STYLES = """
p[style-name='Title'] => p.MsoTitle:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => p.MsoQuote:fresh
p[style-name='Intense Quote'] => p.MsoIntenseQuote:fresh
p[style-name^='toc '] => p.MsoToc1:fresh
p[style-name='TOC Heading'] => p.MsoTocHeading:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
"""
LONGEST_TITLE = 300
LONGEST_ALT = 500
MOST_MARKS = 20_000
"""Tags and entities of the document as HTML."""
MOST_PICTURES = 60
MOST_PICTURE_BYTES = 50 * MEGABYTE
MADE_BY_MACHINE = re.compile(r"description automatically generated|AI-generated content", re.I)
"""What Word adds to words of its own making, which nobody checked: the picture counts as one without words."""
BROKEN = (
    BadZipFile,
    ExpatError,
    zlib.error,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    AttributeError,
    TypeError,
)
"""What mammoth and zipfile raise over a document that contradicts itself; RecursionError is a RuntimeError."""


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture of a document. `path` stands in the Markdown in its place; `alt` is empty where nobody wrote words."""

    path: str
    name: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class WordText:
    """What a document says. `dropped` is a sentence on what was left out; empty where nothing was."""

    title: str
    markdown: str
    pictures: list[WordPicture] = field(default_factory=list)
    dropped: str = ""


def read_word(content: bytes, name: str) -> WordText:
    """Read the content of a .docx; `name` is the file's. Raises WordRefused."""
    check(content)
    pictures: dict[str, WordPicture] = {}
    html = html_of(content, pictures)
    try:
        soup = parsed(html, MOST_MARKS)
        losses = Losses()
        title = take_title(soup) or title_from(name)
        drop_pictures(soup, losses, pictures)
        markdown = written(soup, losses)
    except PasteRefused as error:
        raise WordRefused(TOO_LONG) from error
    if refusal(markdown):
        raise WordRefused(TOO_LONG)
    kept = [picture for picture in pictures.values() if f"]({picture.path})" in markdown]
    return WordText(squeeze(title, LONGEST_TITLE), markdown, kept, sentence(losses))


def html_of(content: bytes, pictures: dict[str, WordPicture]) -> str:
    """The document as HTML; its pictures go into `pictures` and have their paths as addresses."""

    def keep(image: Any) -> dict[str, str]:
        is_full = len(pictures) >= MOST_PICTURES or held(pictures) > MOST_PICTURE_BYTES
        picture = None if is_full else picture_of(image, len(pictures) + 1)
        if picture is None:
            return {"src": "", "alt": ""}
        pictures[picture.path] = picture
        return {"src": picture.path, "alt": picture.alt}

    try:
        told = mammoth.convert_to_html(
            BytesIO(content),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(keep),
        )
    except BROKEN as error:
        raise WordRefused(DAMAGED) from error
    return str(told.value)


def held(pictures: dict[str, WordPicture]) -> int:
    """Bytes of all pictures; one that stands twice in a document is there twice."""
    return sum(len(picture.data) for picture in pictures.values())


def picture_of(image: Any, number: int) -> WordPicture | None:
    """A picture with its bytes; None for one that stands elsewhere or cannot be read."""
    try:
        with image.open() as opened:
            data = opened.read()
    except BROKEN:
        return None
    alt = "" if MADE_BY_MACHINE.search(image.alt_text or "") else squeeze(image.alt_text or "", LONGEST_ALT)
    ending = re.sub(r"[^a-z0-9]", "", str(image.content_type or "").rpartition("/")[2].lower())[:8]
    return WordPicture(
        f"/files/{secrets.token_urlsafe(16)}", f"{alt or f'Picture {number}'}.{ending}", data, alt
    )


def take_title(soup: BeautifulSoup) -> str:
    """The words of the title, taken out of the text; those of the first heading where there is no title.

    A heading stays in the text where it is one of several.
    """
    title = soup.find(class_="MsoTitle")
    tops = soup.find_all("h1")
    if title is None and tops:
        title = tops[0]
    if title is None or not title.get_text().strip():
        return ""
    words = title.get_text()
    if title.name != "h1" or len(tops) == 1:
        title.decompose()
    return words


def title_from(name: str) -> str:
    """A title from a file's name: "annual_report-2026.docx" reads "annual report 2026"."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = re.sub(r"\.docx$", "", stem, flags=re.I)
    return " ".join(re.sub(r"[_-]+", " ", stem).split()) or "Without a title"
