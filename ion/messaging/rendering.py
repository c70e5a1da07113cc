"""What a message looks like: the safe HTML of its Markdown, its plain words, and the things on the site it links to.

Lines stay lines, as people type them; headings, tables and pictures become plain lines, as in a comment.
"""

import hashlib
import re
import unicodedata
from html import unescape
from urllib.parse import urlsplit, urlunsplit

from ion.commons.discussion.rendering import comment_html

FORMER = "Former member"
"""What somebody is called who left ION."""
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
TAG = re.compile(r"<[^>]*(?:>|$)")
BLOCK_END = re.compile(r"</(?:p|li|blockquote|pre|div|dd|dt)>|<br ?/?>|<hr ?/?>")
LINKED = r'<a [^>]*?href="([^"]+)"'
FENCE = re.compile(r" {0,3}(```|~~~)")


def message_html(markdown: str, id: int) -> str:
    """Safe HTML of the message of that id; raises TextTooLong."""
    return comment_html(with_line_breaks(markdown), id)


def with_line_breaks(markdown: str) -> str:
    """The text with every line break kept: Markdown joins lines unless two spaces end them. Code stays as it is."""
    lines, fence = [], ""
    for line in markdown.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n"):
        mark = FENCE.match(line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        lines.append(line if fence or mark else f"{line.rstrip()}  ")
    return "\n".join(lines)


def plain_words(html: str) -> str:
    """The words of a message on one line, without marks; HTML that was cut in the middle of a tag loses the rest."""
    return " ".join(unescape(TAG.sub("", BLOCK_END.sub(" ", html))).split())


def shows_something(words: str) -> bool:
    """Whether anything would be seen of plain words: some letters show nothing."""
    return any(unicodedata.category(letter) not in UNSEEN for letter in words)


def same_hash(words: str) -> str:
    """What tells the same text again, however it is spaced, punctuated and capitalized."""
    letters = "".join(letter for letter in words.casefold() if letter.isalnum())
    return hashlib.sha256((letters or words).encode()).hexdigest()


def local_paths(html: str, public_url: str) -> list[str]:
    """The paths on this site that a message links to (with what follows a ? and a #), each once, in order.

    An address of the site counts also where nothing made a link of it, as of a host that has no dot.
    """
    host = urlsplit(public_url).netloc
    addresses = re.compile(LINKED + "|" + re.escape(public_url) + r"/[^\s<>\"]+")
    found: dict[str, None] = {}
    for match in addresses.finditer(html):
        try:
            parts = urlsplit(unescape(match[1] or match[0].rstrip(".,;:!?)")))
        except ValueError:
            continue
        if parts.netloc not in ("", host) or not parts.path.startswith("/"):
            continue
        found[urlunsplit(("", "", *parts[2:]))] = None
    return list(found)
