"""Files on disk to sources: front matter and text, read with care, for what is imported may be anything."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

LARGEST_FILE = 1_000_000
LARGEST_FRONT = 64_000
DEEP = 200
MOST_NODES = 20_000
MOST_NODES_OF_A_LIST = 1_000_000

FRONT = re.compile(r"\s*---[ \t]*\n(.*?)(?:^---[ \t]*(?:\n|\Z))", re.S | re.M)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONE_HALVES = re.compile("[\ud800-\udfff]")

Front = dict[str, Any]
Tree = TypeVar("Tree", bound=dict[str, Any] | list[Any])


class Unreadable(Exception):
    """A file that cannot be taken; the text is the reason, in words for the report."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its path below the site's root with forward slashes, front matter and text.

    Every value of the front matter is a string, a list or a mapping of such: what looks like a date, a number or a
    truth value is read by whoever knows what the field means.
    """

    path: str
    front: Front
    text: str


def markdown_files(folder: Path) -> Iterator[Path]:
    """Every .md file below the folder in a fixed order; links that lead out of the folder are left out."""
    top = folder.resolve()
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders.sort()
        found.extend(Path(at, name) for name in names if name.lower().endswith(".md"))
    yield from (file for file in sorted(found) if file.resolve().is_relative_to(top))


def read_source(file: Path, root: Path, largest: int = LARGEST_FILE) -> Source:
    """Read one file; raises Unreadable with the reason."""
    front, text = split_front(read_text(file, largest))
    return Source(file.relative_to(root).as_posix(), read_front(front), text)


def read_text(file: Path, largest: int) -> str:
    try:
        size = file.stat().st_size
        if size > largest:
            raise Unreadable(f"too large: {size:,} bytes, at most {largest:,} are read")
        content = file.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror or error}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 (byte {error.start + 1:,})") from error
    if "\x00" in text:
        raise Unreadable("not a text: it holds NUL bytes")
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def split_front(text: str) -> tuple[str, str]:
    found = FRONT.match(text)
    if not found:
        raise Unreadable("no front matter: the file does not begin with ---")
    if len(found[1]) > LARGEST_FRONT:
        raise Unreadable(f"front matter too large: at most {LARGEST_FRONT:,} characters are read")
    return found[1], text[found.end() :]


def read_front(text: str) -> Front:
    """The front matter as strings, lists and mappings; raises Unreadable for bad YAML."""
    try:
        front = yaml.load(text, Loader=loader_for(text))  # both loaders make strings only
        if front is None or front == "":
            return {}
        if not isinstance(front, dict):
            raise Unreadable("bad YAML: the front matter is not a list of names and values")
        return {str(name): value for name, value in plain(front).items()}
    except yaml.YAMLError as error:
        raise Unreadable(f"bad YAML: {one_line(error)}") from error
    except RecursionError as error:
        raise Unreadable("bad YAML: nested too deeply") from error


def loader_for(text: str) -> type[yaml.BaseLoader] | type[yaml.CBaseLoader]:
    """The fast loader, except for text that nests so deeply that it would overrun the C stack."""
    openers = text.count("[") + text.count("{")
    deepest = max((line.count("-") + line.count("?") for line in text.split("\n")), default=0)
    return yaml.BaseLoader if max(openers, deepest) > DEEP else yaml.CBaseLoader


def read_list(text: str) -> list[Any]:
    """A list in YAML, each entry of strings, lists and mappings; raises Unreadable for bad YAML."""
    try:
        if is_deep(text):
            raise Unreadable("bad YAML: nested too deeply")
        entries = yaml.load(text, Loader=yaml.CBaseLoader)  # makes strings only
    except yaml.YAMLError as error:
        raise Unreadable(f"bad YAML: {one_line(error, above=1)}") from error
    if not isinstance(entries, list):
        raise Unreadable("bad YAML: not a list")
    return plain(entries, MOST_NODES_OF_A_LIST)


def is_deep(text: str) -> bool:
    """Whether it nests so deeply that making a tree of it would overrun the C stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEP:
            return True
    return False


def plain(tree: Tree, most: int = MOST_NODES) -> Tree:
    """The same tree, walked once: a tree that repeats itself by references is refused before it grows."""
    left = most
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        left -= 1
        if left < 0:
            raise Unreadable(f"bad YAML: more than {most:,} values")
        if isinstance(node, dict):
            waiting.extend(node.keys())
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
        elif LONE_HALVES.search(str(node)):
            raise Unreadable("bad YAML: it holds half of a character")
    return tree


def one_line(error: yaml.YAMLError, above: int = 2) -> str:
    """The problem and its line; `above` is the number that the first line of the YAML has in its file."""
    mark = getattr(error, "problem_mark", None)
    where = f" (line {mark.line + above})" if mark else ""
    return f"{getattr(error, 'problem', None) or 'not understood'}{where}"
