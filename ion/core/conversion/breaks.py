"""Line breaks: a clipboard has them for lines, for paragraphs and for distance alike."""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
PARTS = [
    "blockquote",
    "div",
    "dl",
    "figure",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "td",
    "th",
    "ul",
]
BLOCKS = frozenset(HEADINGS + PARTS)


def tidy_breaks(soup: BeautifulSoup) -> None:
    """A line break between words of a paragraph stays, two make a new paragraph, all others were only distance."""
    parents = {id(br.parent): br.parent for br in soup.find_all("br") if br.parent is not None}
    for parent in parents.values():
        children = list(parent.contents)
        parent.clear()
        pieces = lines_of(soup, children)
        if parent.name in ("p", "div") and len(pieces) > 1:
            parent.name = "div"
            for piece in pieces:
                parent.append(filled(soup.new_tag("p"), piece))
        else:
            filled(parent, [node for piece in pieces for node in piece])


def filled(element: Tag, nodes: list[PageElement]) -> Tag:
    element.extend(nodes)
    return element


def lines_of(soup: BeautifulSoup, children: list[PageElement]) -> list[list[PageElement]]:
    """Nodes in paragraphs, with one line break between words on both sides and none at an edge."""
    pieces: list[list[PageElement]] = [[]]
    has_words, breaks = False, 0
    for child in children:
        if is_break(child):
            breaks += 1
            continue
        if not is_space(child):
            is_block = isinstance(child, Tag) and child.name in BLOCKS
            if breaks > 1 and has_words:
                pieces.append([])
            elif breaks and has_words and not is_block:
                pieces[-1].append(soup.new_tag("br"))
            if breaks and isinstance(child, NavigableString):
                child = NavigableString(child.lstrip())
            has_words, breaks = not is_block, 0
        pieces[-1].append(child)
    return pieces


def is_break(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def is_space(node: PageElement) -> bool:
    """Whether there is nothing to read; a picture is something."""
    if isinstance(node, Tag):
        return node.name != "img" and node.find("img") is None and not node.get_text().strip()
    return not str(node).strip()
