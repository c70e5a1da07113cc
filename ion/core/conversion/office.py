"""What Word, Outlook and Google Docs mean by the HTML they put on the clipboard, said in plain HTML.

Bold and italic are styles of spans there, lists may be paragraphs with a typed bullet and a level, and a paragraph of
a class may be a heading. Each function changes a parsed text in place.
"""

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from ion.core.cleaning import is_safe_link
from ion.core.conversion.breaks import HEADINGS, is_space

BOLD = re.compile(r"(?<![\w-])font-weight:\s*(bold|bolder|[6-9]00)", re.I)
NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(normal|lighter|[1-5]00)", re.I)
ITALIC = re.compile(r"(?<![\w-])font-style:\s*(italic|oblique)", re.I)
NOT_ITALIC = re.compile(r"(?<![\w-])font-style:\s*normal", re.I)
STRUCK = re.compile(r"text-decoration[a-z-]*:[^;]*line-through", re.I)
RAISED = re.compile(r"vertical-align:\s*super", re.I)
LOWERED = re.compile(r"vertical-align:\s*sub", re.I)
HIDDEN = re.compile(r"mso-list:\s*ignore|mso-hide:\s*all|display:\s*none|mso-element:\s*comment", re.I)
STYLES = ((LOWERED, "sub"), (RAISED, "sup"), (STRUCK, "del"), (ITALIC, "em"), (BOLD, "strong"))
"""What a style means, the innermost element first."""
TELLING = re.compile(
    r"(?<![\w-])(?:font-weight|font-style|text-decoration[a-z-]*|vertical-align|mso-list|mso-hide|display|mso-element)"
    r"\s*:[^;]*",
    re.I,
)
"""The parts of a style that say something about a text."""
HEADING = re.compile(r"MsoHeading([1-9])|MsoTitle")
QUOTE = re.compile(r"Mso(?:Intense)?Quote")
CONTENTS = re.compile(r"MsoToc(?:[1-9]|Heading)")
COMMENT = re.compile(r"MsoComment")
PUNCTUATION = re.compile(r"[^\w\s]{1,20}$")
INLINE = ("strong", "em", "del")


def told(style: str) -> str:
    """What is left of a style attribute when all that only looks goes."""
    return ";".join(part.strip() for part in TELLING.findall(style))


def style_of(element: Tag) -> str:
    return str(element.get("style") or "")


def classes_of(element: Tag) -> str:
    """The classes of an element, as they were written."""
    found = element.get("class") or ""
    return found if isinstance(found, str) else " ".join(found)


def drop_hidden(soup: BeautifulSoup) -> None:
    """Take out what nobody saw: typed bullets of lists (their levels tell), hidden text, comments at the margin."""
    for element in soup.find_all(style=HIDDEN):
        if not element.decomposed and not re.search(r"mso-list:\s*l\d", style_of(element)):
            element.decompose()
    for element in soup.find_all(class_=COMMENT):
        if not element.decomposed:
            element.decompose()


def drop_contents(soup: BeautifulSoup) -> int:
    """Take out a table of contents, whose page numbers mean nothing here; how many lines it had."""
    lines = [p for p in soup.find_all("p") if CONTENTS.search(classes_of(p))]
    for line in lines:
        line.decompose()
    return len(lines)


def name_headings(soup: BeautifulSoup) -> None:
    """Paragraphs that are headings by their class or role become headings, quotations quotations."""
    for p in soup.find_all(["p", "div"]):
        if found := HEADING.search(classes_of(p)):
            p.name = f"h{min(6, int(found[1] or 1))}"
        elif p.get("role") == "heading" and str(p.get("aria-level", "")).isdecimal():
            p.name = f"h{min(6, max(1, int(str(p['aria-level']))))}"
        elif QUOTE.search(classes_of(p)):
            p.wrap(soup.new_tag("blockquote"))


def shift_headings(soup: BeautifulSoup) -> None:
    """A page has its first heading already: those of a text begin at the second level."""
    if soup.find("h1") is None:
        return
    for level in (5, 4, 3, 2, 1):
        for heading in soup.find_all(f"h{level}"):
            heading.name = f"h{level + 1}"


def name_styles(soup: BeautifulSoup) -> None:
    """Bold, italic, struck, raised and lowered by style become elements; such elements undone by style, spans."""
    for element in soup.find_all(["b", "i", "strong", "em"]):
        undone = NOT_BOLD if element.name in ("b", "strong") else NOT_ITALIC
        element.name = {"b": "strong", "i": "em"}.get(element.name, element.name)
        if undone.search(style_of(element)):
            element.name = "span"
    for span in soup.find_all(["span", "font"]):
        for pattern, name in STYLES:
            if pattern.search(style_of(span)) and span.find_parent(name) is None:
                wrap_inside(soup, span, name)
        span.unwrap()


def wrap_inside(soup: BeautifulSoup, element: Tag, name: str) -> None:
    inside = soup.new_tag(name)
    inside.extend(list(element.contents))
    element.append(inside)


def ease_emphasis(soup: BeautifulSoup) -> None:
    """No bold where all is bold (headings, heads of tables), none in itself, none in pieces, none that is empty."""
    for heading in soup.find_all([*HEADINGS, "th"]):
        for strong in heading.find_all("strong"):
            strong.unwrap()
    for element in soup.find_all(INLINE):
        if element.find_parent(element.name) is not None or not element.get_text().strip():
            element.unwrap()
    for element in soup.find_all(INLINE):
        if not element.decomposed:
            join_following(element)
            free_end(element)


def join_following(element: Tag) -> None:
    """Take in what follows as the same emphasis, white space between them included."""
    while True:
        gap = element.next_sibling
        is_gap = isinstance(gap, NavigableString) and not gap.strip()
        after = gap.next_sibling if is_gap and gap is not None else gap
        if not (isinstance(after, Tag) and after.name == element.name):
            return
        if is_gap and gap is not None:
            element.append(gap.extract())
        element.extend(list(after.contents))
        after.decompose()


def free_end(element: Tag) -> None:
    """Punctuation at the end of an emphasis goes behind it where a letter follows: Markdown would read no end there."""
    last, after = element.contents[-1], element.next_sibling
    if not (isinstance(last, NavigableString) and isinstance(after, NavigableString) and after[:1].isalnum()):
        return
    found = PUNCTUATION.search(last)
    if found and found.start() > 0:
        after.replace_with(found[0] + after)
        last.replace_with(last[: found.start()])


def mend_links(soup: BeautifulSoup) -> None:
    """Links lead where they led: no redirects, no places within the other document, nothing that runs."""
    for link in soup.find_all("a"):
        href = target(str(link.get("href") or "").strip())
        if not href or href.startswith("#") or not is_safe_link(href) or is_space(link):
            link.unwrap()
            continue
        link.attrs = {"href": href}


def target(href: str) -> str:
    """The address behind a redirect of Google or of Outlook's link check; any other as it is."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    asked = parse_qs(parts.query)
    if host in ("google.com", "www.google.com") and parts.path == "/url":
        return (asked.get("q") or asked.get("url") or [href])[0]
    if host.endswith(".safelinks.protection.outlook.com"):
        return (asked.get("url") or [href])[0]
    return href


def head_tables(soup: BeautifulSoup) -> None:
    """The first row of a table is its head; Markdown knows no table without one."""
    for table in soup.find_all("table"):
        first = table.find("tr")
        if isinstance(first, Tag):
            for cell in first.find_all("td"):
                cell.name = "th"
