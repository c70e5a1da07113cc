"""Lists that are none: paragraphs of Word with a bullet and a level, items of Word for the web each in a list alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

LEVEL = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)", re.I)
MARKER = re.compile(r"mso-list:\s*ignore", re.I)
NUMBER = re.compile(r"\(?(\d{1,9}|[a-z]{1,5})[.)]", re.I)
DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that is an item: its level (1 is the outermost), whether it is numbered, the number it shows."""

    element: Tag
    level: int
    is_numbered: bool
    number: int | None = None


def build_lists(soup: BeautifulSoup) -> None:
    """Paragraphs that are items become lists, nested by their levels; a list in a list goes into the item before."""
    for run in runs(soup):
        place(soup, run)
    for inner in soup.select("ul > ul, ul > ol, ol > ul, ol > ol"):
        adopt(soup, inner)
    tighten(soup)


def runs(soup: BeautifulSoup) -> Iterator[list[Item]]:
    """Items that stand one after the other."""
    run: list[Item] = []
    for element in soup.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6", "div"]):
        item = paragraph_item(element) or web_item(element)
        if item is None:
            continue
        if run and not follows(item.element, run[-1].element):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def follows(element: Tag, before: Tag) -> bool:
    previous = element.previous_sibling
    while isinstance(previous, NavigableString) and not previous.strip():
        previous = previous.previous_sibling
    return previous is before


def paragraph_item(element: Tag) -> Item | None:
    """A paragraph of Word that has a level; what it shows before its words tells a number from a bullet."""
    found = LEVEL.search(str(element.get("style") or ""))
    if not found or element.name not in ("p", "div"):
        return None
    shown = element.find(style=MARKER)
    words = " ".join(shown.get_text().split()) if isinstance(shown, Tag) else ""
    number = NUMBER.match(words)
    digits = int(number[1]) if number and number[1].isdecimal() else None
    return Item(element, min(DEEPEST, int(found[2])), number is not None, digits)


def web_item(element: Tag) -> Item | None:
    """An item of Word for the web: a division that holds a list of one item, which says its level."""
    items = element.find_all("li")
    if element.name != "div" or len(items) != 1 or "ListContainerWrapper" not in str(element.get("class")):
        return None
    level, parent = str(items[0].get("data-aria-level") or "1"), items[0].parent
    is_numbered = parent is not None and parent.name == "ol"
    start = str(parent.get("start") or "") if parent is not None else ""
    number = int(start) if start.isdecimal() and len(start) < 9 else None
    return Item(element, min(DEEPEST, max(1, int(level) if level.isdecimal() else 1)), is_numbered, number)


def place(soup: BeautifulSoup, run: list[Item]) -> None:
    """Put a run of items into lists, in the place of the first."""
    open_lists: list[tuple[int, Tag]] = []
    anchor = run[0].element
    for item in run:
        while open_lists and open_lists[-1][0] > item.level:
            open_lists.pop()
        name = "ol" if item.is_numbered else "ul"
        if open_lists and open_lists[-1][0] == item.level and open_lists[-1][1].name != name:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < item.level:
            new = soup.new_tag(name)
            if item.number is not None and item.number > 1:
                new["start"] = str(item.number)
            if open_lists:
                open_lists[-1][1].find_all("li", recursive=False)[-1].append(new)
            else:
                anchor.insert_before(new)
            open_lists.append((item.level, new))
        li = soup.new_tag("li")
        li.extend(words_of(item.element))
        open_lists[-1][1].append(li)
    for item in run:
        item.element.decompose()


def words_of(element: Tag) -> list[Tag]:
    inner = element.find("li")
    source = inner if isinstance(inner, Tag) else element
    for marker in source.find_all(style=MARKER):
        marker.decompose()
    return list(source.contents)  # type: ignore[arg-type]


def adopt(soup: BeautifulSoup, inner: Tag) -> None:
    """A list that stands between the items of another belongs to the item before it."""
    before = inner.find_previous_sibling("li")
    if before is None:
        before = soup.new_tag("li")
        inner.insert_before(before)
    before.append(inner.extract())


def tighten(soup: BeautifulSoup) -> None:
    """An item of one paragraph is its words."""
    for li in soup.find_all("li"):
        paragraphs = li.find_all(["p", "div"], recursive=False)
        if len(paragraphs) == 1:
            paragraphs[0].unwrap()
