"""HTML that came out of somebody's Markdown, with nothing left in it but what may stand on a page.

bleach comes first (it also turns bare addresses into links) and nh3, which is maintained, has the last word; both go by
`may_stay`. Nothing typed by a person keeps `id`, `class`, `style` or `data-*`: the few that pass are made by
`ion.core.text`, from patterns that cannot be typed.
"""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from ion.core.ports.files import PICTURE_PATH

SCHEMES = {"http", "https", "mailto"}
INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "strong", "sub", "sup"}
BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre", "section"}
LISTS = {"li", "ol", "ul", "table", "tbody", "td", "th", "thead", "tr"}
ASIDE = {"aside", "figcaption", "figure"}
TAGS = frozenset(INLINE | BLOCKS | LISTS | ASIDE)
PULL_QUOTE = "ion-pull-quote"
NOTE_CLASSES = {"footnotes", "footnote-ref", "footnote-backref", "footnote-item"}
CLASSES = frozenset({"ion-table-scroll", PULL_QUOTE} | NOTE_CLASSES)
ANCHOR = re.compile(r"h-[a-z0-9][a-z0-9-]{0,119}|fn(ref)?(-[a-z0-9-]{1,40}-)?\d{1,3}(:\d{1,2})?")
FIXED = {
    ("div", "role"): {"region"},
    ("div", "tabindex"): {"0"},
    ("div", "aria-label"): {"Table"},
    ("td", "align"): {"left", "center", "right"},
    ("th", "align"): {"left", "center", "right"},
    ("th", "scope"): {"col"},
    ("aside", "role"): {"note"},
    ("aside", "aria-label"): {"Pull quote"},
    ("img", "loading"): {"lazy"},
    ("img", "decoding"): {"async"},
}
PIXELS = re.compile(r"[1-9][0-9]{0,4}")
PATTERNS = {("img", "src"): PICTURE_PATH, ("img", "width"): PIXELS, ("img", "height"): PIXELS}
PICTURE = re.compile(r"<img((?: [a-z]+=\"[^\"]*\")*)>")
"""A picture as nh3 writes it: every value in double quotes, every double quote in a value escaped."""
LINK_REL = "nofollow ugc noopener"


def may_stay(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stand on a tag: ours by pattern, never one that a person chose freely."""
    if name == "href":
        return tag == "a" and is_safe_link(value)
    if name == "rel":
        return tag == "a"
    if name == "start":
        return tag == "ol" and value.isdigit()
    if name == "id":
        return bool(ANCHOR.fullmatch(value))
    if name == "class":
        return set(value.split()) <= CLASSES
    if pattern := PATTERNS.get((tag, name)):
        return bool(pattern.fullmatch(value))
    if (tag, name) == ("img", "alt"):
        return True  # words, which both cleaners escape
    return value in FIXED.get((tag, name), ())


def is_safe_link(address: str) -> bool:
    """http, https, mailto, a path on this site or a fragment; nothing that a browser could run."""
    squashed = re.sub(r"[\x00-\x20]", "", unescape(address))
    try:
        scheme = urlsplit(squashed).scheme.lower()
    except ValueError:
        return False
    if scheme:
        return scheme in SCHEMES
    return not squashed.startswith(("//", "\\", "/\\")) and ":" not in squashed.split("/")[0].split("#")[0]


def _link_rel(attributes: dict[Any, str], new: bool = False) -> dict[Any, str]:
    href = attributes.get((None, "href"), "")
    if href.lower().startswith(("http:", "https:")):
        attributes[(None, "rel")] = LINK_REL
    return attributes


def build_cleaner() -> Cleaner:
    def linkify(source: Any) -> LinkifyFilter:
        return LinkifyFilter(source, callbacks=[_link_rel], skip_tags={"pre", "code"})

    return Cleaner(
        tags=TAGS, attributes=may_stay, protocols=SCHEMES, strip=True, strip_comments=True, filters=[linkify]
    )


def nh3_filter(tag: str, name: str, value: str) -> str | None:
    return value if may_stay(tag, name, value) else None


NH3_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "rel"},
    "ol": {"start"},
    "div": {"role", "tabindex", "aria-label"},
    "td": {"align"},
    "th": {"align", "scope"},
    "aside": {"role", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
}


def clean(html: str) -> str:
    """HTML with nothing in it but the tags and attributes above: bleach first, nh3 last.

    A picture whose address is none of ours has lost it by then, and goes.
    """
    cleaned = nh3.clean(
        build_cleaner().clean(html),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in NH3_ATTRIBUTES.items()},
        attribute_filter=nh3_filter,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return PICTURE.sub(lambda found: found[0] if ' src="' in found[1] else "", cleaned)
