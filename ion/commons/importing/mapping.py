"""The map: which front matter means what, where a site keeps its things, and what becomes of its shortcodes.

Read from TOML (docs/examples/digitalgov.toml shows every part); without one, `defaults` reads plain Markdown with
ION's own names. What a map does not name is not read.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ion.commons.importing.converting import Rewrites
from ion.commons.importing.defaults import AUTHOR, FIELDS, ORGANIZATION, RECORDS, SHORTCODES, TOPIC, Names
from ion.commons.importing.reading import LARGEST_FILE
from ion.commons.importing.shortcodes import KEEP_ALT_FROM, WAYS, Rule, Rules

PARTS = frozenset(
    {
        "namespace",
        "site",
        "hosts",
        "zone",
        "largest_file",
        "folders",
        "skip",
        "fields",
        "drafts",
        "leave_out",
        "addresses",
        "link_names",
        "author",
        "topic",
        "organization",
        "shortcodes",
        "rewrite",
    }
)
RULE_PARTS = frozenset({"as", "text", "url", "head", "keep_alt_from"})
ADDRESS_PARTS = frozenset({"year", "month", "day", "slug", "path"})

Values = Mapping[str, frozenset[str]]
Tables = Mapping[str, Collection[str]]
NO_TABLES: Tables = {}


class MapError(Exception):
    """The map cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Everything that has to be said about the content of one site.

    `fields`, `author`, `topic`, `organization`: our names to the names in front matter, the first that holds
    something counts. `folders`: by name of importer, and `authors`, `topics`, `organizations`. `drafts`,
    `leave_out`: front matter values that make an item a draft, or keep a file out. `addresses`: folder to the form
    of the old addresses of what lies in it.
    """

    namespace: str = ""
    site: str = ""
    hosts: frozenset[str] = frozenset()
    zone: str = ""
    largest_file: int = LARGEST_FILE
    folders: Names = field(default_factory=dict)
    skip: tuple[str, ...] = ("_index.md", "README.md")
    fields: Names = field(default_factory=lambda: FIELDS)
    drafts: Values = field(default_factory=lambda: {"draft": frozenset({"true"})})
    leave_out: Values = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    link_names: Mapping[str, str] = field(default_factory=dict)
    author: Names = field(default_factory=lambda: AUTHOR)
    topic: Names = field(default_factory=lambda: TOPIC)
    organization: Names = field(default_factory=lambda: ORGANIZATION)
    shortcodes: Rules = field(default_factory=lambda: SHORTCODES)
    rewrites: Rewrites = ()
    is_given: bool = False

    def room_field(self, name: str) -> tuple[str, ...]:
        """The front matter names of a room's own field: its own name where no map is given."""
        return self.fields.get(name, () if self.is_given else (name,))

    def record_field(self, table: str, name: str) -> tuple[str, ...]:
        """The front matter names of a person's, topic's or organization's field: its own where no table is given."""
        given = {"author": self.author, "topic": self.topic, "organization": self.organization}[table]
        return given.get(name, (name,) if given is RECORDS[table] else ())


def read_map(file: Path, room_fields: Collection[str], record_fields: Tables = NO_TABLES) -> SourceMap:
    """Read and check a map; `room_fields` are the names that the rooms know besides the common ones.

    `record_fields` are those of the tables author, topic and organization.
    Raises MapError for a file that is no TOML, an unknown name (with the nearest known one) or a wrong value.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MapError(f"{file}: {error}") from error
    refuse_unknown("map", content, PARTS)
    given: dict[str, Any] = {name: content[name] for name in ("namespace", "site", "zone") if name in content}
    if any(not isinstance(text, str) for text in given.values()):
        raise MapError("namespace, site and zone are texts")
    given["site"] = given.get("site", "").rstrip("/")
    check_zone(given.get("zone", ""))
    given["largest_file"] = size(content.get("largest_file", LARGEST_FILE))
    given["hosts"] = frozenset(host.casefold() for host in texts("hosts", content.get("hosts", [])))
    given["skip"] = texts("skip", content.get("skip", ["_index.md", "README.md"]))
    given |= tables(content, room_fields) | record_tables(content, record_fields)
    given["shortcodes"] = {name: rule(name, spec) for name, spec in table(content, "shortcodes").items()}
    given["rewrites"] = tuple(rewrite(spec) for spec in content.get("rewrite", []))
    return SourceMap(**given, is_given=True)


def tables(content: Mapping[str, Any], room_fields: Collection[str]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "fields": names(content, "fields", {*FIELDS, *room_fields}) or FIELDS,
        "folders": names(content, "folders", None),
    }
    for part in ("drafts", "leave_out"):
        given[part] = {
            name: frozenset(spelled(one) for one in (values if isinstance(values, list) else [values]))
            for name, values in table(content, part).items()
        }
    for part in ("addresses", "link_names"):
        entries = table(content, part)
        if any(not isinstance(text, str) for text in entries.values()):
            raise MapError(f"[{part}] holds texts only")
        given[part] = entries
    for form in given["addresses"].values():
        refuse_unknown("addresses", re.findall(r"\{(\w*)\}", form), ADDRESS_PARTS)
    return given


def record_tables(content: Mapping[str, Any], record_fields: Tables) -> dict[str, Names]:
    return {
        part: names(content, part, {*usual, *record_fields.get(part, ())}) or usual
        for part, usual in RECORDS.items()
    }


def table(content: Mapping[str, Any], part: str) -> dict[str, Any]:
    found = content.get(part, {})
    if not isinstance(found, dict):
        raise MapError(f"{part} is not a table")
    return found


def names(content: Mapping[str, Any], part: str, known: Collection[str] | None) -> dict[str, tuple[str, ...]]:
    entries = table(content, part)
    if known is not None:
        refuse_unknown(part, entries, known)
    return {name: texts(f"{part}.{name}", given) for name, given in entries.items()}


def texts(where: str, given: Any) -> tuple[str, ...]:
    entries = given if isinstance(given, list) else [given]
    if any(not isinstance(entry, str) or not entry for entry in entries):
        raise MapError(f"{where} is a text or a list of texts")
    return tuple(entries)


def spelled(given: Any) -> str:
    """A value as front matter spells it."""
    return str(given).lower()


def size(given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        raise MapError("largest_file is a number of bytes")
    return given


def check_zone(zone: str) -> None:
    if zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise MapError(f"zone {zone!r} is not known") from error


def rule(name: str, spec: Any) -> Rule:
    """One rule: a word such as "drop", or a table with `as` and templates."""
    given = {"as": spec} if isinstance(spec, str) else spec
    if not isinstance(given, dict):
        raise MapError(f"shortcodes.{name} is a word or a table")
    refuse_unknown(f"shortcodes.{name}", given, RULE_PARTS)
    way = given.get("as", "keep")
    refuse_unknown(f"shortcodes.{name}", [str(way)], WAYS)
    longest = given.get("keep_alt_from", KEEP_ALT_FROM)
    templates = {part: given.get(part, "") for part in ("text", "url", "head")}
    if any(not isinstance(text, str) for text in templates.values()) or not isinstance(longest, int):
        raise MapError(f"shortcodes.{name}: text, url and head are texts, keep_alt_from is a number")
    return Rule(way, keep_alt_from=longest, **templates)


def rewrite(spec: Any) -> tuple[re.Pattern[str], str]:
    try:
        return re.compile(spec["find"]), spec["put"]
    except (TypeError, KeyError, re.error) as error:
        raise MapError(f"[[rewrite]] needs a pattern `find` and a text `put`: {error}") from error


def refuse_unknown(where: str, given: Collection[str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"
            raise MapError(f"{where}: {name!r} is not known{hint}")
