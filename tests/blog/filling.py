"""What tests of the blog set up besides posts: series, spotlights, corrections."""

from datetime import datetime, timedelta
from typing import Any

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Correction, Person, Post, Practice, Series, Spotlight
from tests.factories import PostFactory


def series(key: str = "back-to-work", name: str = "Back to work", summary: str = "") -> Series:
    row = Series(key=key, name=name, summary=summary)
    with unit_of_work() as session:
        session.add(row)
    return row


def part(number: int, key: str = "back-to-work", **fields: Any) -> Post:
    """A post of a series, each a day after the one before."""
    at = clock.now() - timedelta(days=30 - number)
    usual = {"title": f"Part {number}", "published_at": at, "terms": {"series": [key]}}
    return PostFactory(**(usual | fields))


def formed(post: Post, form: str) -> Post:
    """The post, told as an announcement or a spotlight."""
    with unit_of_work() as session:
        session.get_one(Post, post.item_id).form = form
    return post


def spotlight(person: Person | None = None, practice: Practice | None = None, **fields: Any) -> Post:
    post = formed(PostFactory(**fields), "spotlight")
    about = {
        "person_id": person.id if person else None,
        "practice_id": practice.item_id if practice else None,
    }
    with unit_of_work() as session:
        session.add(Spotlight(item_id=post.item_id, **about))
    return post


def corrected(post: Post, text: str, at: datetime) -> Post:
    with unit_of_work() as session:
        session.add(Correction(item_id=post.item_id, text=text, at=at))
    return post
