"""What sample people like and keep, so that pages are alive: rows as anybody's, and the counts are theirs.

Who likes what follows from the names alone, so that two plantings elsewhere look the same.
"""

from collections.abc import Collection, Iterator, Sequence
from zlib import crc32

from sqlalchemy import func, select, update

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import Item, ItemAuthor, ItemCount, ItemLike, ItemState, Person, SavedItem, User

KINDS = ("post", "practice", "webinar")
FEWEST_LIKES, MOST_LIKES = 2, 9
LIKED_OUT_OF_TEN = 7
MOST_SAVED = 4

Liker = tuple[int, str]
"""A user, by id and the slug of the person."""


def react(items: Collection[int], users: Collection[int]) -> None:
    """Let sample people like and save sample items, as far as the item or the user is new. Inside a unit of work."""
    shown, people, own = shown_items(), sample_people(), authors()
    at = clock.now()
    liked = [(id, user) for id, slug in shown for user in likers(id, slug, people, own)]
    saved = [(id, user[0]) for user in people for id in kept_by(user, shown, own)]
    for model, pairs in ((ItemLike, liked), (SavedItem, saved)):
        rows = [
            {"item_id": id, "user_id": user, "at": at} for id, user in pairs if id in items or user in users
        ]
        if rows:
            db.session.execute(insert_for(db.session(), model).on_conflict_do_nothing(), rows)
    count_likes([id for id, _ in shown])


def shown_items() -> Sequence[tuple[int, str]]:
    """Every published sample that has a page, as (id, slug)."""
    asked = select(Item.id, Item.slug).where(
        Item.is_sample, Item.kind.in_(KINDS), Item.state == ItemState.PUBLISHED
    )
    return [(row.id, row.slug) for row in db.session.execute(asked.order_by(Item.id))]


def sample_people() -> Sequence[Liker]:
    asked = select(User.id, Person.slug).join(Person, Person.id == User.person_id).where(Person.is_sample)
    return [(row.id, row.slug) for row in db.session.execute(asked.order_by(User.id))]


def authors() -> set[tuple[int, int]]:
    """(item, user) for whoever signed an item: nobody likes their own."""
    asked = select(ItemAuthor.item_id, User.id).join(User, User.person_id == ItemAuthor.person_id)
    return {(item_id, user_id) for item_id, user_id in db.session.execute(asked)}


def chance(*words: str) -> int:
    """A number that follows from the words and looks like none."""
    return crc32(" ".join(words).encode())


def likers(id: int, slug: str, people: Sequence[Liker], own: Collection[tuple[int, int]]) -> Iterator[int]:
    """Who likes the item: two to nine people, or nobody."""
    if chance(slug) % 10 >= LIKED_OUT_OF_TEN:
        return
    number = FEWEST_LIKES + chance(slug, "likes") % (MOST_LIKES - FEWEST_LIKES + 1)
    others = [user for user in people if (id, user[0]) not in own]
    for user_id, _ in sorted(others, key=lambda user: chance(slug, user[1]))[:number]:
        yield user_id


def kept_by(user: Liker, shown: Sequence[tuple[int, str]], own: Collection[tuple[int, int]]) -> Iterator[int]:
    """What the user saved: one to four items of others."""
    others = [item for item in shown if (item[0], user[0]) not in own]
    for id, _ in sorted(others, key=lambda item: chance(user[1], item[1]))[
        : 1 + chance(user[1]) % MOST_SAVED
    ]:
        yield id


def count_likes(ids: Collection[int]) -> None:
    """Let the counters of these items say how many rows there are."""
    number = select(func.count()).where(ItemLike.item_id == ItemCount.item_id).scalar_subquery()
    db.session.execute(update(ItemCount).where(ItemCount.item_id.in_(ids)).values(likes=number))
