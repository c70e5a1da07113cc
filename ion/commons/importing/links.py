"""Links: which imported file has which address here, and every link of a text led there or made plain text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ion.commons.importing.shortcodes import KEEP_ALT_FROM, UNLINKED, Target
from ion.core import text
from ion.core.conversion.losses import Losses

SCHEMES = {"http", "https", "mailto"}
FULL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
BARE_HOST = re.compile(r"www\.[\w-]+\.[\w.-]+", re.I)

_WORDS = r"((?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){0,2000}+)"
_PLACE = r"\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(\s+(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'))?\s*\)"
PICTURE = re.compile(r"!\[" + _WORDS + r"\]" + _PLACE, re.S)
LINK = re.compile(r"(?<![!\\])\[" + _WORDS + r"\]" + _PLACE, re.S)
DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)([^\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)>?([ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*(?:\n|\Z)",
    re.M,
)
HEADING_NAME = re.compile(r"^(#{1,6}[ \t].*?)[ \t]*\{#([\w.:-]+)[^}\n]*\}[ \t]*#*[ \t]*$", re.M)


@dataclass(slots=True)
class AddressBook:
    """Where everything is, by every name it may be called by.

    `hosts` are the host names of the site that is imported: links to them are looked up here first. `own` is what
    addresses begin with that are ION's own and stay as they are.
    """

    site: str = ""
    hosts: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()
    by_path: dict[str, Target] = field(default_factory=dict)
    by_name: dict[str, dict[str, Target]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, path: str, target: Target, also: Iterable[str] = ()) -> None:
        """Enter a file by its path below the root, its bare name, and old addresses; the first entry stays."""
        key = plain_path(path)
        self.by_name[key.rpartition("/")[2]][target.address] = target
        for name in (path, target.address, *also):
            self.by_path.setdefault(plain_path(name), target)

    def find(self, wanted: str, at: str = "") -> Target | None:
        """What `wanted` (a path, a file name, an address of the old site) means to the file `at`; None if unknown."""
        spot, _, fragment = wanted.strip().partition("#")
        if FULL.match(spot) or spot.startswith("//"):
            parts = split(spot)
            if parts is None or parts[0] not in self.hosts:
                return None
            spot = "/" + parts[1].lstrip("/")
        spot = spot.partition("?")[0]
        found = self.look_up(spot, PurePosixPath(at).parent.as_posix()) if spot.strip("/") else None
        if found and fragment:
            anchor = text.slug(fragment.removeprefix("h-"), 60)
            return Target(f"{found.address}#h-{anchor}", found.title)
        return found

    def look_up(self, spot: str, folder: str) -> Target | None:
        if not spot.startswith("/"):
            beside = self.by_path.get(plain_path(f"{folder}/{spot}"))
            if beside:
                return beside
        if found := self.by_path.get(plain_path(spot)):
            return found
        named = self.by_name.get(plain_path(spot), {})
        return next(iter(named.values())) if len(named) == 1 else None


def plain_path(path: str) -> str:
    """One form for `/guides/dap/`, `guides/dap/_index.md` and `Guides/dap`; dots are walked."""
    steps: list[str] = []
    for step in unquote(path).casefold().split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    plain = "/".join(steps).removesuffix(".md").removesuffix(".html")
    return plain.removesuffix("/_index").removesuffix("/index")


def split(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.hostname or "").casefold(), parts.path


def relink(
    markdown: str, book: AddressBook, at: str, losses: Losses, keep_alt_from: int = KEEP_ALT_FROM
) -> str:
    """The text (code set aside) with its pictures dropped, its links led to where things are now.

    What leads nowhere becomes its plain words and is noted as unlinked.
    """
    return Relinking(book, at, losses, keep_alt_from).run(markdown)


@dataclass(slots=True)
class Relinking:
    """One pass over one text."""

    book: AddressBook
    at: str
    losses: Losses
    keep_alt_from: int
    anchors: Mapping[str, str] = field(default_factory=dict)

    def run(self, markdown: str) -> str:
        self.anchors = {found[2]: found[1].lstrip("# \t") for found in HEADING_NAME.finditer(markdown)}
        if self.anchors:
            self.losses.note("html", "name of a heading", len(self.anchors))
            markdown = HEADING_NAME.sub(r"\1", markdown)
        markdown = PICTURE.sub(self.picture, markdown)
        markdown = LINK.sub(self.link, markdown)
        gone: list[str] = []

        def definition(found: re.Match[str]) -> str:
            address = self.address(found[2])
            if address is None:
                gone.append(found[1])
                return ""
            return f"[{found[1]}]: {address}{found[3] or ''}\n"

        markdown = DEFINITION.sub(definition, markdown)
        for name in gone:
            called = re.compile(r"\[([^\[\]]+)\]\[" + re.escape(name) + r"\]", re.I)
            markdown = called.sub(r"\1", markdown)
        return markdown

    def picture(self, found: re.Match[str]) -> str:
        words, source = found[1].strip(), found[2].strip("<>")
        if words and source.startswith(("http://", "https://")):
            return found[0]  # the page shows it as a link to the picture
        self.losses.note("picture", words or source)
        return f"*Picture: {words}*" if len(words) >= self.keep_alt_from else ""

    def link(self, found: re.Match[str]) -> str:
        words = PICTURE.sub(self.picture, found[1])
        address = self.address(found[2].strip("<>"))
        if address is None or not words.strip():
            return words
        if address == found[2] and words == found[1]:
            return found[0]
        return f"[{words}]({address}{found[3] or ''})"

    def address(self, wanted: str) -> str | None:
        """Where a link leads from now on; None where it leads nowhere."""
        if wanted.startswith("#") and len(wanted) > 1:
            words = self.anchors.get(wanted[1:])
            return f"#{text.slug(words, 60)}" if words else wanted
        if wanted.startswith(UNLINKED):
            self.losses.note("unlinked", unquote(wanted.removeprefix(UNLINKED)))
            return None
        if BARE_HOST.match(wanted):
            return f"http://{wanted}"
        if target := self.book.find(wanted, self.at):
            return target.address
        return self.elsewhere(wanted)

    def elsewhere(self, wanted: str) -> str | None:
        if wanted.startswith("//"):
            return f"https:{wanted}"
        if FULL.match(wanted):
            if wanted.partition(":")[0].lower() in SCHEMES:
                return wanted
        elif self.book.own and wanted.startswith(self.book.own):
            return wanted
        elif wanted.startswith("/") and self.book.site:
            return f"{self.book.site}{wanted}"
        self.losses.note("unlinked", wanted or "a link without an address")
        return None
