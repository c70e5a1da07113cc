"""The tags of shortcodes: where they stand, their names and arguments. Linear in the length of any text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_INSIDE = r"(?:\"[^\"]{0,2000}+\"|`[^`]{0,2000}+`|(?!\{\{[<%]|[>%]\}\})[^\"`])*+"
_LOOSE = r"(?:(?!\{\{[<%]|[>%]\}\}).){0,2000}+"
TAG = re.compile(r"\{\{[<%](?:(" + _INSIDE + r")[>%]\}\}|(" + _LOOSE + r")[>%]\}\})", re.S)
NAME = re.compile(r"\s*(?:/\*)?\s*(/?)\s*([\w./-]*)(.*)", re.S)
ARGUMENT = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"`]+))""", re.S)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: where it stands, whether it closes, its name and arguments (by name, or by place: "0", "1" …)."""

    start: int
    end: int
    closes: bool
    stands_alone: bool
    name: str
    arguments: dict[str, str]


def tags(text: str) -> Iterator[Tag]:
    """Every tag of the text in order; one whose quotes are wrong is read as far as its braces."""
    for found in TAG.finditer(text):
        inside = NAME.match(found[1] if found[1] is not None else found[2])
        if inside:
            alone = inside[3].rstrip().endswith("/")
            yield Tag(found.start(), found.end(), bool(inside[1]), alone, inside[2], arguments(inside[3]))


def arguments(rest: str) -> dict[str, str]:
    """The arguments by name, or by place ("0", "1" …)."""
    given: dict[str, str] = {}
    for name, double, back, bare in ARGUMENT.findall(rest):
        value = double.replace('\\"', '"') or back or bare
        if not name and value in ("/", "*/"):
            continue
        given[name or str(sum(1 for key in given if key.isdigit()))] = value
    return given
