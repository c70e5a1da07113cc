"""What a question and an answer look like: plain words, and the safe HTML of an answer's Markdown.

An answer has no headings and no pictures of its own: it stands in the outline of somebody else's page.
"""

import re
import unicodedata

from ion.core.cleaning import PICTURE
from ion.core.text import safe_html

HEADING = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>", re.S)
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


def answer_html(markdown: str, id: int) -> str:
    """Safe HTML of the answer to the question of that id; raises TextTooLong.

    Only tags that the cleaner let through are replaced, by tags without attributes: what is safe stays so.
    """
    html = HEADING.sub(r"<p><strong>\1</strong></p>", safe_html(markdown, within=f"q{id}"))
    return PICTURE.sub("", html)


def shows_something(words: str) -> bool:
    """Whether anything would be seen of plain words: some letters show nothing."""
    return any(unicodedata.category(letter) not in UNSEEN for letter in words)
