"""Looking at everything a reader can get to: pages, feeds, calendars, one link after the other."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.reading import visit

ADDRESS = re.compile(r"""(?:href|action|hx-get|src)="([^"]+)\"""")
PLACES = re.compile(r"<loc>([^<]+)</loc>")
LEFT_OUT = (
    "/static/",
    "/account/",
    "/roles/",
    "/states/",
    "/webinars/month",
    "/staff/audit",
    "/staff/mail",
    "/staff/outbox",
    "/staff/people",
)
"""What holds nothing of others or is begun with, has no end, or is a record of ION staff, which tells of whoever is
in it."""
FOLLOWED = re.compile("(page|tab|which|folder)=[a-z0-9_]+")
"""Queries that lead to more; all others are filters of the same lists."""
MOST = 400


def crawled(browser: FlaskClient, starts: Iterable[str]) -> dict[str, str]:
    """What every address answers that can be reached from these, by address; those that answer nothing are absent."""
    found: dict[str, str] = {}
    waiting, seen = [*starts], {*starts}
    while waiting:
        path = waiting.pop(0)
        page = visit(browser, path)
        assert page.status < 500, path
        if page.status != 200:
            continue
        found[path] = page.html
        assert len(found) <= MOST, f"{path}: more pages than a small network has"
        for link in links(page.html):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


def links(text: str) -> Iterator[str]:
    """The addresses on this site that a text leads to; of lists, their pages and tabs."""
    for address in (*ADDRESS.findall(text), *PLACES.findall(text)):
        parts = urlsplit(unescape(address))
        if parts.netloc not in ("", "localhost", "127.0.0.1:5000") or not parts.path.startswith("/"):
            continue
        if parts.path.startswith(LEFT_OUT) or (parts.query and not FOLLOWED.fullmatch(parts.query)):
            continue
        yield f"{parts.path}?{parts.query}" if parts.query else parts.path
