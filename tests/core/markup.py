"""HTML taken apart by the standard library's parser, for tests that must not trust ours."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(slots=True)
class Element:
    """A start tag with its attributes."""

    tag: str
    attributes: dict[str, str]


class Reader(HTMLParser):
    """Collects start tags and words."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def elements(html: str) -> list[Element]:
    return read(html).elements


def words(html: str) -> str:
    """The text as a reader sees it, in one line."""
    return " ".join("".join(read(html).words).split())
