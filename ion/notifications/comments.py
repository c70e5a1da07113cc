"""Comments: who is told of one, and what such a notice leads to.

The thing is (comment, id) for one that is shown, (own-comment, id) for what its writer alone is told, and
(held-comments, id of the item) for what waits for ION staff on one item: one notice a day, however many wait.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select, true

from ion.base.extensions import db
from ion.commons.discussion.followable import THREAD
from ion.commons.discussion.policies import may_discuss
from ion.commons.discussion.queries import comments as discussion
from ion.commons.discussion.queries import desk
from ion.commons.discussion.queries.comments import Told
from ion.commons.reactions import queries as following
from ion.core.access import scopes
from ion.core.ports.subjects import Subject as Place
from ion.core.text import passages, squeeze
from ion.core.times import SITE_ZONE
from ion.models import Comment, CommentState, Item, User, UserGrant
from ion.models.user import STAFF
from ion.notifications.happening import Happening
from ion.notifications.noticed import Ground, Subject, Thing
from ion.notifications.recipients import People, own_people

COMMENT, OWN_COMMENT, HELD = "comment", "own-comment", "held-comments"
LONGEST_WHY = 300
STANDING = (CommentState.SHOWN, CommentState.WITHDRAWN)
DECIDE = "Approve them, or say why they are not shown"


def day_of(at: datetime) -> str:
    """What tells the comments held on one day from those of another: the site's own date."""
    return at.astimezone(SITE_ZONE).date().isoformat()


def comment_of(happening: Happening) -> Comment | None:
    """The comment, as long as it is shown."""
    comment = db.session.get(Comment, happening.id)
    return comment if comment and comment.state is CommentState.SHOWN else None


def answered(happening: Happening) -> People | None:
    """Who follows the thread in which the comment answers: without asking, all who wrote in it."""
    comment = comment_of(happening)
    if comment is None or comment.parent_id is None:
        return None
    return people(User.id.in_(thread_users(comment.parent_id)), comment, said(comment))


def thread_users(begins_id: int) -> Select[*tuple[Any, ...]]:
    """The ids of the users who follow the thread that the comment begins."""
    key = str(begins_id)
    wrote = select(Comment.person_id).where(
        or_(Comment.id == begins_id, Comment.parent_id == begins_id), Comment.state.in_(STANDING)
    )
    takes_part = User.person_id.in_(wrote) & User.id.not_in(following.stopped(THREAD, key))
    return select(User.id).where(takes_part | User.id.in_(following.following(THREAD, key)))


def owners(happening: Happening) -> People | None:
    """Whose item is commented on, but for who is told already in the thread, and who follows it no more."""
    comment = comment_of(happening)
    item = db.session.get(Item, comment.item_id) if comment else None
    if comment is None or item is None:
        return None
    concerned = User.person_id.in_(own_people(item)) & User.id.not_in(
        following.stopped(item.kind, str(item.id))
    )
    return people(concerned & is_new_to(comment), comment, said(comment))


def followers(happening: Happening) -> People | None:
    """Who follows the item itself; its own people are told as such."""
    comment = comment_of(happening)
    item = db.session.get(Item, comment.item_id) if comment else None
    if comment is None or item is None:
        return None
    follows = User.id.in_(following.following(item.kind, str(item.id)))
    is_other = User.person_id.not_in(own_people(item))
    return people(follows & is_other & is_new_to(comment), comment, said(comment))


def is_new_to(comment: Comment) -> ColumnElement[bool]:
    """SQL: the user does not hear of the comment in its thread."""
    if comment.parent_id is None:
        return true()
    return User.id.not_in(thread_users(comment.parent_id))


def approved(happening: Happening) -> People | None:
    """Who wrote a comment that waited and was approved."""
    comment = comment_of(happening)
    if comment is None or comment.decided_at is None:
        return None
    return select(User.id.label("user_id"), literal("ION staff approved it").label("why")).where(
        User.person_id == comment.person_id
    )


def refused(happening: Happening) -> People | None:
    """Who wrote the comment that ION staff refused, with the reason."""
    comment = db.session.get(Comment, happening.id)
    if comment is None or comment.state is not CommentState.REFUSED:
        return None
    why = squeeze(f"ION staff say: {comment.reason}", LONGEST_WHY).rstrip(".")
    return select(User.id.label("user_id"), literal(why).label("why")).where(
        User.person_id == comment.person_id
    )


def deciders(happening: Happening) -> People | None:
    """All ION staff, while a comment waits on the item."""
    if not discussion.waiting_on([happening.id]):
        return None
    staff = select(UserGrant.user_id).where(UserGrant.grant.in_(STAFF))
    return select(User.id.label("user_id"), literal(DECIDE).label("why")).where(User.id.in_(staff))


def people(condition: ColumnElement[bool], comment: Comment, why: str) -> People:
    """These users but for the writer."""
    found = select(User.id.label("user_id"), literal(why).label("why"))
    return found.where(condition, User.person_id != comment.person_id)


def said(comment: Comment) -> str:
    """Who wrote, and how it begins."""
    words = " ".join(passage.text for passage in passages(comment.markdown))
    return squeeze(f"{discussion.writer_name(comment)} wrote “{squeeze(words, 180)}”", LONGEST_WHY)


def seen_place(item_id: int, ground: Ground) -> Place | None:
    """The item, where the viewer may read the comments on it."""
    place = ground.places.get(item_id)
    may_read = place and may_discuss(place.kind, item_id, scopes(ground.viewer))
    return place if may_read else None


def shown(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """Comments that everyone sees who may see their item."""
    return {
        thing: commented(told, place, discussion.path_of(told.id), is_open=True)
        for thing in things
        if (told := ground.comments.get(thing[1]))
        and told.state is CommentState.SHOWN
        and (place := seen_place(told.item_id, ground))
    }


def own(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """The viewer's own comments, shown or not."""
    return {
        thing: commented(told, place, discussion.path_of(told.id))
        for thing in things
        if (told := ground.comments.get(thing[1]))
        and told.person_id == ground.viewer.person_id
        and told.state is not CommentState.WITHDRAWN
        and (place := seen_place(told.item_id, ground))
    }


def held(things: Collection[Thing], ground: Ground) -> dict[Thing, Subject]:
    """Items on which comments waited, for ION staff; it is over where none waits any more."""
    if not ground.viewer.is_staff:
        return {}
    places = {thing: place for thing in things if (place := seen_place(thing[1], ground))}
    waiting = discussion.waiting_on([place.id for place in places.values()])
    return {
        thing: Subject(
            place.id,
            place.title,
            desk.PATH,
            "comments",
            place.is_sample,
            is_over=place.id not in waiting,
            about=place.id,
        )
        for thing, place in places.items()
    }


def commented(told: Told, place: Place, path: str, *, is_open: bool = False) -> Subject:
    return Subject(
        told.id,
        place.title,
        path,
        "comment",
        place.is_sample,
        place.is_archived,
        item_id=place.id if is_open else 0,
        about=place.id,
    )
