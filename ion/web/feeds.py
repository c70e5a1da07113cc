"""Atom feeds: the newest of a room for feed readers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template, request
from markupsafe import Markup

from ion.core.bylines import Name
from ion.core.corrections import Note
from ion.core.pull_quotes import without_pull_quotes
from ion.core.times import us_date

NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any spelling; one such letter in a title would end the feed for every reader."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
BEGAN = 2026
"""The year that stands in the ids of entries: they were first given then (RFC 4151)."""
TAG = re.compile(r'<(?:a|img)(?:\s[\w-]+(?:="[^"]*")?)*\s*/?>')
OWN_ADDRESS = re.compile(r'(\s(?:href|src)=")(/(?!/)|#)')


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed. `html` is safe HTML as pages show it; corrections come newest first."""

    kind: str
    id: int
    path: str
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime
    authors: Sequence[Name] = ()
    categories: Sequence[str] = ()
    html: str = ""
    corrections: Sequence[Note] = ()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is called, the path of the page it belongs to, its own path, its entries."""

    title: str
    page_path: str
    path: str
    entries: Sequence[Entry]

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)


def atom_of(feed: Feed) -> Response:
    """The feed as Atom; 304 for a reader that has it already."""
    home = current_app.extensions["ion.site"].public_url
    contents = {entry.id: content(entry, home) for entry in feed.entries}
    host = urlsplit(home).hostname or "localhost"
    return atom(
        "layouts/feed.xml",
        updated_at=feed.updated_at,
        feed=feed,
        contents=contents,
        host=host,
        began=BEGAN,
    )


def atom(template: str, *, updated_at: datetime = NEVER, **context: Any) -> Response:
    """The feed that a template draws; 304 for a reader that has it already.

    `updated_at` is when the newest of it changed, where that is known.
    """
    response = make_response(NOT_XML.sub("", render_template(template, **context)))
    response.content_type = "application/atom+xml; charset=utf-8"
    if updated_at > NEVER:
        response.last_modified = updated_at
    response.add_etag()
    response.make_conditional(request)
    return response


def content(entry: Entry, home: str) -> str:
    """The text of an entry as it can be read elsewhere: corrections first, no pull quotes, full addresses."""
    notes = [
        Markup("<p><strong>Correction, {}:</strong> {}</p>\n").format(us_date(note.at), note.text)
        for note in entry.corrections
    ]
    return "".join(notes) + with_full_addresses(without_pull_quotes(entry.html), home, entry.path)


def with_full_addresses(html: str, home: str, path: str) -> str:
    """Safe HTML whose links and pictures work outside of this site; `path` is the page that it stands on."""

    def full(address: re.Match[str]) -> str:
        begin, first = address.groups()
        return f"{begin}{home}{path if first == '#' else ''}{first}"

    return TAG.sub(lambda tag: OWN_ADDRESS.sub(full, tag[0]), html)
