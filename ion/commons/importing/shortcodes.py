"""Shortcodes (`{{< note >}} … {{< /note >}}`, `{{% ref "x.md" %}}`) to Markdown, by the rules of the map.

Every tag goes; what a rule keeps of it is Markdown. Works on text whose code is set aside. Never raises, whatever
the text: a tag that is broken or stands alone loses its braces and is noted.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Literal, get_args
from urllib.parse import quote

from ion.commons.importing.tags import tags
from ion.core.conversion.losses import Losses

As = Literal["keep", "drop", "quote", "link", "text", "picture", "item", "list", "ref"]
WAYS: tuple[str, ...] = get_args(As)
UNLINKED = "unlinked:"
DEEPEST = 40
KEEP_ALT_FROM = 80

BLANK = re.compile(r"\{([\w-]+)\}")
LINK_SPOT = re.compile(r"""(?:\]\(\s*<?|href\s*=\s*["']?|^[ \t]*\[[^\]\n]+\]:\s*<?)$""", re.M)
BETWEEN_ITEMS = re.compile(r"(?:[ \t]*\n)+(?=[ \t]*- )")
LIST_LINE = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a shortcode.

    `way`: keep the text inside, drop it all, make it a quotation, a link, plain `text`, a picture, an item of a list,
    a list of such items, or the address of another file. `text`, `url` and `head` are templates over the shortcode's
    arguments: `{title}` by name, `{0}` by place. `head` is a bold line before what is kept.
    """

    way: As = "keep"
    text: str = ""
    url: str = ""
    head: str = ""
    keep_alt_from: int = KEEP_ALT_FROM


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference leads: an address on this site and the title found there."""

    address: str
    title: str


Rules = Mapping[str, Rule]
Resolve = Callable[[str], Target | None]


@dataclass(slots=True)
class Open:
    """A paired shortcode not yet closed: its arguments, where its line began, and the text gathered since."""

    name: str
    arguments: dict[str, str]
    edge: str | None
    parts: list[str] = field(default_factory=list)


def expand(text: str, rules: Rules, resolve: Resolve, losses: Losses) -> str:
    """The text without shortcodes. References that lead nowhere become `unlinked:` addresses for `links.relink`."""
    if "{{<" not in text and "{{%" not in text:
        return text
    return Expansion(rules, resolve, losses).run(text)


class Expansion:
    """One pass over one text: a stack of open shortcodes, each gathering what stands inside it."""

    def __init__(self, rules: Rules, resolve: Resolve, losses: Losses) -> None:
        self.rules, self.resolve, self.losses = rules, resolve, losses
        self.stack = [Open("", {}, None)]

    def run(self, text: str) -> str:
        found = list(tags(text))
        paired = {tag.name for tag in found if tag.closes}
        at = 0
        for tag in found:
            self.add(text[at : tag.start])
            at = tag.end
            if tag.closes:
                self.close(tag.name, text[at : at + 200])
            elif tag.name in paired and not tag.stands_alone and len(self.stack) < DEEPEST:
                self.stack.append(Open(tag.name, tag.arguments, self.edge()))
            else:
                self.add(self.alone(tag.name, tag.arguments))
        self.add(text[at:])
        while len(self.stack) > 1:
            self.spill()
        left = "".join(self.stack[0].parts)
        if "{{<" in left or "{{%" in left:
            self.losses.note("shortcode", "broken tag")
            left = re.sub(r"\{\{[<%]", "", left)
        return left

    def add(self, text: str) -> None:
        if text:
            self.stack[-1].parts.append(text)

    def edge(self) -> str | None:
        """The white space the present line consists of so far; None in the middle of a line."""
        line = ""
        for part in reversed(self.stack[-1].parts):
            line = part.rpartition("\n")[2] + line
            if "\n" in part:
                break
        return None if line.strip() else line

    def spill(self) -> None:
        """The innermost shortcode was never closed: its tag goes, its text stays."""
        inner = self.stack.pop()
        self.losses.note("shortcode", f"{inner.name} is never closed")
        self.stack[-1].parts.extend(inner.parts)

    def close(self, name: str, following: str) -> None:
        if all(each.name != name for each in self.stack[1:]):
            self.losses.note("shortcode", f"/{name} without its beginning")
            return
        while self.stack[-1].name != name:
            self.spill()
        inner = self.stack.pop()
        ends_line = not following.split("\n", 1)[0].strip()
        edge = inner.edge if ends_line else None
        self.add(self.paired(inner, "".join(inner.parts), edge))

    def paired(self, tag: Open, text: str, edge: str | None) -> str:
        rule = self.rules.get(tag.name)
        if rule is None:
            self.losses.note("shortcode", f"{tag.name}: no rule, text kept")
            rule = Rule()
        if rule.way == "drop":
            self.losses.note("shortcode", tag.name)
            return ""
        if rule.way == "item":
            return self.item(rule, text, tag.arguments)
        if rule.way == "list":
            return self.list(text)
        block = self.block(
            rule, dedent(text).strip("\n") if edge is not None else text.strip(), tag.arguments
        )
        if edge is None and "\n\n" not in block:
            return block
        return "\n\n" + indented(block, self.kept_edge(edge or "")) + "\n\n"

    def block(self, rule: Rule, text: str, given: dict[str, str]) -> str:
        """What is kept of a paired shortcode: its head, the text inside, its link."""
        if head := fill(rule.head, given):
            text = f"{bold(head)}\n\n{text}"
        if rule.way == "quote":
            text = quotation(text)
        link = self.link(rule, given) if rule.url else ""
        return f"{text.rstrip()}\n\n{link}" if link else text

    def kept_edge(self, edge: str) -> str:
        """Indentation means something below an item of a list and nothing elsewhere."""
        if not edge or len(self.stack) > 1:
            return ""
        lines = [line for line in "".join(self.stack[0].parts).split("\n")[-40:] if line.strip()]
        return edge if lines and (LIST_LINE.match(lines[-1]) or lines[-1][0] in " \t") else ""

    def item(self, rule: Rule, text: str, given: dict[str, str]) -> str:
        depth = sum(1 for each in self.stack if self.way(each.name) == "list")
        words = dedent(text).strip()
        label = fill(rule.head, given)
        edge = "  " * max(0, depth - 1)
        body = f"{bold(label)} {words}" if label else words
        return "\n" + edge + "- " + body.replace("\n", "\n" + edge + "  ") + "\n"

    def list(self, text: str) -> str:
        inner = any(self.way(each.name) == "list" for each in self.stack)
        items = BETWEEN_ITEMS.sub("\n", text).strip("\n").rstrip()
        return f"\n{items}\n" if inner else f"\n\n{items}\n\n"

    def way(self, name: str) -> str:
        return self.rules[name].way if name in self.rules else ""

    def alone(self, name: str, given: dict[str, str]) -> str:
        rule = self.rules.get(name)
        if rule is None or rule.way in ("keep", "list", "item"):
            self.losses.note("shortcode", f"{name or 'broken tag'}: dropped")
            return ""
        if rule.way == "ref":
            return self.reference(given.get("0", "") or given.get("path", ""))
        if rule.way == "quote":
            return f"\n\n{quotation(quoted(rule, given))}\n\n" if fill(rule.text, given) else ""
        if rule.way == "link":
            return self.link(rule, given)
        if rule.way == "text":
            self.losses.note("shortcode", f"{name}: kept as text")
            return fill(rule.text, given)
        if rule.way == "picture":
            return self.picture(rule, given)
        self.losses.note("shortcode", name)
        return ""

    def reference(self, wanted: str) -> str:
        target = self.resolve(wanted)
        before = "".join(self.stack[-1].parts[-3:])[-200:]
        if LINK_SPOT.search(before):
            return target.address if target else UNLINKED + quote(wanted, safe="")
        if target:
            return f"[{brackets(target.title)}]({target.address})"
        self.losses.note("unlinked", wanted)
        return ""

    def link(self, rule: Rule, given: dict[str, str]) -> str:
        url = fill(rule.url, given).strip()
        target = self.resolve(url) if url else None
        words = brackets(fill(rule.text, given).strip()) or (brackets(target.title) if target else "")
        if not words or not url:
            self.losses.note("shortcode", f"link without {'text' if url else 'address'}: {url or words}")
            return words
        return f"[{words}]({destination(target.address if target else url)})"

    def picture(self, rule: Rule, given: dict[str, str]) -> str:
        words = fill(rule.text, given).strip()
        self.losses.note("picture", words or given.get("src", "") or given.get("0", ""))
        return f"\n\n*Picture: {brackets(words)}*\n\n" if len(words) >= rule.keep_alt_from else ""


def fill(template: str, given: dict[str, str]) -> str:
    return BLANK.sub(lambda blank: given.get(blank[1], ""), template).strip()


def quoted(rule: Rule, given: dict[str, str]) -> str:
    source = fill(rule.head, given)
    return f"{fill(rule.text, given)}\n\n— {source}" if source else fill(rule.text, given)


def quotation(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))


def bold(words: str) -> str:
    return f"**{words.replace('**', '').strip()}**"


def brackets(words: str) -> str:
    """Words that may stand between the brackets of a link."""
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", " ".join(words.split()))


def destination(url: str) -> str:
    return quote(url, safe="/:?#[]@!$&'*+,;=%~-._{}|") if re.search(r"[\s()<>]", url) else url


def indented(block: str, edge: str) -> str:
    return "\n".join(edge + line if line.strip() else "" for line in block.split("\n")) if edge else block
