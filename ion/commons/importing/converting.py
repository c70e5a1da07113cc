"""The text of one file as ION's Markdown: no shortcodes, no HTML, links that lead somewhere, code untouched."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from ion.commons.importing.code import set_aside
from ion.commons.importing.links import AddressBook, relink
from ion.commons.importing.markup import PARSER, without_html
from ion.commons.importing.shortcodes import UNLINKED, Rules, Target, expand
from ion.core.conversion.losses import Losses

Rewrites = Sequence[tuple[re.Pattern[str], str]]

BLANK_LINES = re.compile(r"(?:[ \t]*\n){3,}")
LEFT_UNLINKED = re.compile(re.escape(UNLINKED) + r"([\w%.~-]*)")
OPENER = re.compile(r"\{\{[<%]")


def convert(
    text: str, rules: Rules, book: AddressBook, at: str, losses: Losses, rewrites: Rewrites = ()
) -> str:
    """Convert the text of the file `at`; what could not be kept is noted in `losses`. Never raises."""

    def resolve(wanted: str) -> Target | None:
        return book.find(wanted, at)

    prose, kept = set_aside(text)
    prose = without_comments(prose, losses)
    for find, put in rewrites:
        prose = find.sub(put, prose)
    markdown = kept.put_back(expand(prose, rules, resolve, losses))
    prose, kept = set_aside(without_html(markdown, losses))
    prose = LEFT_UNLINKED.sub(lambda found: unquote(found[1]), relink(prose, book, at, losses))
    return without_openers(kept.put_back(BLANK_LINES.sub("\n\n", prose)).strip("\n"))


def without_comments(text: str, losses: Losses) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        losses.note("html", "comment")
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def without_openers(markdown: str) -> str:
    """The last word on shortcodes: no text outside of code shows one, however the code around it came apart."""
    if not OPENER.search(markdown):
        return markdown
    lines = markdown.split("\n")
    for token in PARSER.parse(markdown):
        if token.map and token.type in ("inline", "html_block") and OPENER.search(shown(token)):
            for index in range(*token.map):
                lines[index] = OPENER.sub("", lines[index])
    return "\n".join(lines)


def shown(token: Token) -> str:
    return (
        "".join(child.content for child in token.children or () if child.type != "code_inline")
        or token.content
    )
