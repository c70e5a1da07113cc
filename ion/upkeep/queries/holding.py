"""Which addresses elsewhere the text of an item holds."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from urllib.parse import urldefrag, urlsplit

from sqlalchemy import select

from ion.base.extensions import db
from ion.core.ports import mail
from ion.models import Item, ItemBody, ItemState, Practice, PracticeSection, Recording

LONGEST_URL = 2000
KINDS = frozenset({"post", "practice", "webinar", "tool", "deck"})
"""Kinds of items that have a text of their own."""


HREF = re.compile(r'<a\s[^>]*?\bhref="([^"]*)"')
"""In a safe HTML text every attribute stands in double quotes, and no sign in it is left as it was typed."""


def hrefs(html: str) -> list[str]:
    """Where the links of a safe HTML text lead, in order."""
    return [unescape(address) for address in HREF.findall(html)]


def outside(addresses: Iterable[str], own_host: str) -> set[str]:
    """Those that lead off the site, without their fragments; what is too long to keep is left out."""
    found = set()
    for address in addresses:
        try:
            url = urldefrag(address.strip()).url
            parts = urlsplit(url)
        except ValueError:
            continue
        is_web = parts.scheme.lower() in ("http", "https") and parts.netloc != ""
        if is_web and parts.netloc.lower() != own_host and len(url) <= LONGEST_URL:
            found.add(url)
    return found


def links_in(ids: Collection[int]) -> dict[int, set[str]]:
    """The outside addresses that the live text of each item holds; one that is not published holds none."""
    ids = list(ids)
    held: dict[int, list[str]] = {id: [] for id in ids}
    for id, addresses in in_texts(ids):
        held[id] += addresses
    own_host = urlsplit(mail.sender().public_url).netloc.lower()
    published = set(
        db.session.scalars(select(Item.id).where(Item.id.in_(ids), Item.state == ItemState.PUBLISHED))
    )
    return {id: outside(held[id], own_host) if id in published else set() for id in ids}


def in_texts(ids: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Every address in every part of the items, as (item id, addresses)."""
    bodies = select(ItemBody.item_id, ItemBody.html, ItemBody.link_url).where(ItemBody.item_id.in_(ids))
    for id, html, link_url in db.session.execute(bodies):
        yield id, [*hrefs(html), link_url]
    sections = select(PracticeSection.practice_id, PracticeSection.html)
    for id, html in db.session.execute(sections.where(PracticeSection.practice_id.in_(ids))):
        yield id, hrefs(html)
    parts = select(Practice.item_id, Practice.steps, Practice.duties, Practice.reading)
    for id, steps, duties, reading in db.session.execute(parts.where(Practice.item_id.in_(ids))):
        texts = [part["html"] for part in (*steps, *duties)]
        yield id, [href for html in texts for href in hrefs(html)] + [source["url"] for source in reading]
    shown = select(Recording.webinar_id, Recording.url).where(Recording.published_at.is_not(None))
    for id, url in db.session.execute(shown.where(Recording.webinar_id.in_(ids))):
        yield id, [url]
