"""Feeds, read by a feed reader's own library."""

from typing import Any

import feedparser
from flask.testing import FlaskClient

from tests.reading import visit

feedparser.SANITIZE_HTML = 0  # what we send is looked at, not what a reader would make of it
feedparser.RESOLVE_RELATIVE_URIS = 0


def parsed(client: FlaskClient, path: str) -> Any:
    """The feed at a path; AssertionError where a feed reader would have to guess."""
    response = visit(client, path).response
    assert response.status_code == 200, path
    feed = feedparser.parse(response.data, response_headers={"content-type": response.content_type})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def entries(client: FlaskClient, path: str) -> list[Any]:
    return list(parsed(client, path).entries)
