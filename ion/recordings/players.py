"""Which sites' players may be shown on our pages, and under which address. Of all others there is a link only.

A player is loaded after a click alone, on a page whose policy is opened to its one origin.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit


class Player(NamedTuple):
    """A recording as a site's own player shows it: where it loads from, and the address at a second."""

    origin: str
    site: str
    address: Callable[[int], str]

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""


YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
YOUTUBE_PATH = re.compile(r"/(?:embed|live|shorts|v)/([A-Za-z0-9_-]{11})/?")
VIMEO_PATH = re.compile(r"/(?:video/)?(\d{1,12})(?:/([0-9a-f]{6,20}))?/?")
ARCHIVE_PATH = re.compile(r"/(?:details|embed)/([A-Za-z0-9._-]{1,100})/?")


def youtube(path: str, asked: dict[str, list[str]]) -> Player | None:
    found = YOUTUBE_PATH.fullmatch(path)
    id = found[1] if found else (asked.get("v") or [""])[0]
    return youtube_player(id) if found or path == "/watch" else None


def youtube_short(path: str, asked: dict[str, list[str]]) -> Player | None:
    return youtube_player(path.strip("/"))


def youtube_player(id: str) -> Player | None:
    if not YOUTUBE_ID.fullmatch(id):
        return None
    origin = "https://www.youtube-nocookie.com"
    return Player(origin, "YouTube", lambda second: f"{origin}/embed/{id}?start={second}")


def vimeo(path: str, asked: dict[str, list[str]]) -> Player | None:
    found = VIMEO_PATH.fullmatch(path)
    if not found:
        return None
    origin, key = "https://player.vimeo.com", found[2] or (asked.get("h") or [""])[0]
    secret = f"&h={quote(key, safe='')}" if key else ""
    return Player(origin, "Vimeo", lambda second: f"{origin}/video/{found[1]}?dnt=1{secret}#t={second}s")


def archive(path: str, asked: dict[str, list[str]]) -> Player | None:
    found = ARCHIVE_PATH.fullmatch(path)
    if not found:
        return None
    origin = "https://archive.org"
    return Player(origin, "the Internet Archive", lambda second: f"{origin}/embed/{found[1]}?start={second}")


SITES: dict[str, Callable[[str, dict[str, list[str]]], Player | None]] = {
    "youtube.com": youtube,
    "m.youtube.com": youtube,
    "youtube-nocookie.com": youtube,
    "youtu.be": youtube_short,
    "vimeo.com": vimeo,
    "player.vimeo.com": vimeo,
    "archive.org": archive,
}


def player_of(url: str) -> Player | None:
    """The player that shows a recording here; None where there is only a link."""
    try:
        parts, site = urlsplit(url), SITES.get(host_of(url))
        asked = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return None
    return site(parts.path, asked) if site and parts.scheme in ("http", "https") else None


def host_of(url: str) -> str:
    """The name of the site of an address, as a link to it is marked."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
