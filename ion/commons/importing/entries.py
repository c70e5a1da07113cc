"""A file as read, seen through the map: what ION will make of it, before its text is converted."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ion.commons.importing import fields
from ion.commons.importing.fields import FieldRefused
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.reading import Front, Source
from ion.core import text

LONGEST_TITLE = 300
LONGEST_SUMMARY = 1000
LONGEST_URL = 1000
LONGEST_SLUG = 120
LONGEST_PATH = 400
NOON = 12
DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
PATH = re.compile(r"[^\x00-\x20\x7f\\?#]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is an item or, where `redirect` is set, an address that leads elsewhere.

    `counted` holds the dates that count from today, as they are written.
    """

    source: Source
    slug: str
    title: str
    summary: str
    is_draft: bool
    is_sample: bool
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    posted_by: str
    published_at: datetime | None
    expires_at: datetime | None
    first_published_on: date | None
    reviewed_on: date | None
    link_url: str
    link_name: str
    redirect: str
    aliases: tuple[str, ...]
    old_address: str
    extra: Mapping[str, Any]
    counted: Mapping[str, str] = field(default_factory=dict)


def is_left_out(source: Source, map: SourceMap) -> bool:
    """Whether the map says that the file is no item: a section page, or one marked in its front matter."""
    if any(fnmatchcase(source.path, pattern) for pattern in map.skip):
        return True
    return matches(source.front, map.leave_out)


def matches(front: Front, rules: Mapping[str, frozenset[str]]) -> bool:
    return any(
        str(front.get(name, "")).strip().lower() in values for name, values in rules.items() if name in front
    )


def entry(source: Source, map: SourceMap, room_fields: Collection[str]) -> Entry:
    """Read every field; raises FieldRefused with the reason when one cannot be used."""
    front = source.front

    def words(name: str) -> str:
        return fields.words(front, map.fields.get(name, ()))

    def instant(name: str, hour: int = 0) -> datetime | None:
        return fields.instant(front, map.fields.get(name, ()), map.zone, hour)

    title = words("title")
    if not title:
        raise FieldRefused("no title")
    slug, published_at = slug_of(source, words("slug")), instant("date", hour=NOON)
    link_url = web_address(words("link_url"))
    return Entry(
        source=source,
        slug=slug,
        title=text.squeeze(title, LONGEST_TITLE),
        summary=text.squeeze(words("summary"), LONGEST_SUMMARY),
        is_draft=matches(front, map.drafts),
        is_sample=fields.truth(front, map.fields.get("is_sample", ())),
        topics=fields.several(front, map.fields.get("topics", ())),
        authors=fields.several(front, map.fields.get("authors", ())),
        posted_by=words("posted_by"),
        published_at=published_at,
        expires_at=instant("expires"),
        first_published_on=fields.day(front, map.fields.get("first_published", ())),
        reviewed_on=fields.day(front, map.fields.get("reviewed_on", ())),
        link_url=link_url,
        link_name=link_name(words("link_name"), link_url, map),
        redirect=words("redirect"),
        aliases=fields.several(front, map.fields.get("aliases", ())),
        old_address=old_address(source.path, slug, published_at, map),
        extra={
            name: found for name in sorted(room_fields) if (found := room_value(front, map, name)) is not None
        },
        counted=counted_dates(front, map),
    )


def counted_dates(front: Front, map: SourceMap) -> dict[str, str]:
    """The item's dates that count from today, by the item's own names for them."""
    dates = {"published_at": "date", "expires_at": "expires"}
    return fields.written(front, {own: map.fields.get(name, ()) for own, name in dates.items()})


def room_value(front: Front, map: SourceMap, name: str) -> Any:
    """A room's own field as read; a `zone` that the file does not give is the map's."""
    return fields.value(front, map.room_field(name)) or (map.zone or None if name == "zone" else None)


def slug_of(source: Source, given: str) -> str:
    """The last step of the slug given, else the file's name without its date, else its folder's."""
    wanted = given.strip("/").rpartition("/")[2]
    if not wanted:
        *folders, name = source.path.split("/")
        stem = name[:-3] if name.lower().endswith(".md") else name
        wanted = folders[-1] if stem in ("_index", "index") and folders else DATED.sub("", stem, count=1)
    return text.slug(wanted, LONGEST_SLUG)


def web_address(given: str) -> str:
    if not given:
        return ""
    try:
        parts = urlsplit(given)
    except ValueError as error:
        raise FieldRefused(f"the link is not an address: {given[:80]!r}") from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise FieldRefused(f"the link is not an address: {given[:80]!r}")
    if len(given) > LONGEST_URL:
        raise FieldRefused(f"the link is longer than {LONGEST_URL:,} characters")
    return given.replace(" ", "%20")


def link_name(given: str, url: str, map: SourceMap) -> str:
    """The name of where a link leads: by the map, as written when it reads like a name, else the host."""
    if not url:
        return ""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    named = (
        map.link_names.get(given) or (given if given[:1].isupper() else "") or map.link_names.get(host, host)
    )
    return text.squeeze(named, 200)


def old_address(path: str, slug: str, published_at: datetime | None, map: SourceMap) -> str:
    """Where the old site had the item, by the form the map gives for its folder; empty when it gives none."""
    forms = [folder for folder in map.addresses if path.startswith(f"{folder}/")]
    if not forms:
        return ""
    form = map.addresses[max(forms, key=len)]
    at = published_at.astimezone(ZoneInfo(map.zone or "UTC")) if published_at else None
    if at is None and re.search(r"\{(year|month|day)\}", form):
        return ""
    stem = re.sub(r"(/_index)?\.md$", "", path, flags=re.I)
    known = {"slug": slug, "path": stem}
    if at:
        known |= {"year": f"{at:%Y}", "month": f"{at:%m}", "day": f"{at:%d}"}
    return re.sub(r"\{(\w+)\}", lambda part: known.get(part[1], ""), form)


def plain_alias(given: str) -> str:
    """An old path in the form in which old addresses are kept; empty when it is none."""
    path = given.strip().partition("#")[0].partition("?")[0]
    if "://" in path or path.startswith("//") or not PATH.fullmatch(path):
        return ""
    path = "/" + path.strip("/")
    ending = "" if "." in path.rpartition("/")[2] else "/"
    return path + ending if 1 < len(path) < LONGEST_PATH else ""
