"""What a comment looks like: the safe HTML of its Markdown, without headings, tables and pictures of its own.

A heading in a comment would stand in the outline of somebody else's page, and a table is wider than a reply.
"""

import re
import unicodedata
from html import unescape

from ion.core.cleaning import PICTURE
from ion.core.text import safe_html

HEADING = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>", re.S)
BETWEEN_CELLS = re.compile(r"</t[hd]>\s*<t[hd][^>]*>")
AROUND_CELLS = re.compile(r"</?t[hd][^>]*>|</?(?:table|thead|tbody)>|<div[^>]*>|</div>")
LINE = re.compile(r"<(/?)(?:tr|figcaption)>")
FRAME = re.compile(r"</?(?:figure|aside)[^>]*>")
TAG = re.compile(r"<[^>]*>")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


def comment_html(markdown: str, id: int) -> str:
    """Safe HTML of the comment of that id; raises TextTooLong.

    Only tags that the cleaner let through are replaced, by tags without attributes: what is safe stays so.
    """
    html = HEADING.sub(r"<p><strong>\1</strong></p>", safe_html(markdown, within=f"c{id}"))
    html = AROUND_CELLS.sub("", BETWEEN_CELLS.sub(" | ", html))
    return LINE.sub(r"<\1p>", FRAME.sub("", PICTURE.sub("", html)))


def shows_something(markdown: str) -> bool:
    """Whether anything would be seen of the text: some Markdown is only definitions, some letters show nothing."""
    words = unescape(TAG.sub("", comment_html(markdown, 0)))
    return any(unicodedata.category(letter) not in UNSEEN for letter in words)
