"""Comments: who is told of one, and what such a notice leads to.

The thing is (comment, id) for one that is shown, (own-comment, id) for what its writer alone is told, and
(held-comments, id of the item) for what waits for ION staff on one item: one notice a day, however many wait.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, literal, select

from ion.base.extensions import db
from ion.commons.discussion.policies import may_discuss
from ion.commons.discussion.queries import comments as discussion
from ion.commons.discussion.queries import desk
from ion.commons.discussion.queries.comments import Told
from ion.core import items, tallies
from ion.core.access import Viewer, scopes
from ion.core.ports.subjects import Subject as Place
from ion.core.text import passages, squeeze
from ion.core.times import SITE_ZONE
from ion.models import Comment, CommentState, Follow, Item, User, UserGrant
from ion.models.user import STAFF
from ion.notifications.happening import Happening
from ion.notifications.noticed import Subject, Thing
from ion.notifications.recipients import People, own_people

COMMENT, OWN_COMMENT, HELD = "comment", "own-comment", "held-comments"
LONGEST_WHY = 300
DECIDE = "Approve them, or say why they are not shown"


def day_of(at: datetime) -> str:
    """What tells the comments held on one day from those of another: the site's own date."""
    return at.astimezone(SITE_ZONE).date().isoformat()


def comment_of(happening: Happening) -> Comment | None:
    """The comment, as long as it is shown."""
    comment = db.session.get(Comment, happening.id)
    return comment if comment and comment.state is CommentState.SHOWN else None


def answered(happening: Happening) -> People | None:
    """Who wrote the comment that is answered."""
    comment = comment_of(happening)
    if comment is None or comment.parent_id is None:
        return None
    return people(User.person_id == parent_writer(comment), comment, said(comment))


def owners(happening: Happening) -> People | None:
    """Whose item is commented on, but for who is told already as the one that is answered."""
    comment = comment_of(happening)
    item = db.session.get(Item, comment.item_id) if comment else None
    if comment is None or item is None:
        return None
    concerned = set(own_people(item)) - {parent_writer(comment)}
    return people(User.person_id.in_(concerned), comment, said(comment))


def followers(happening: Happening) -> People | None:
    """Who follows the item itself; its own people are told as such."""
    comment = comment_of(happening)
    item = db.session.get(Item, comment.item_id) if comment else None
    if comment is None or item is None:
        return None
    follows = select(Follow.user_id).where(Follow.kind == item.kind, Follow.key == str(item.id))
    told_already = [*own_people(item), parent_writer(comment)]
    is_other = User.person_id.not_in([id for id in told_already if id is not None])
    return people(User.id.in_(follows) & is_other, comment, said(comment))


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


def parent_writer(comment: Comment) -> int | None:
    parent = db.session.get(Comment, comment.parent_id) if comment.parent_id else None
    return parent.person_id if parent else None


def said(comment: Comment) -> str:
    """Who wrote, and how it begins."""
    words = " ".join(passage.text for passage in passages(comment.markdown))
    return squeeze(f"{discussion.writer_name(comment)} wrote “{squeeze(words, 180)}”", LONGEST_WHY)


def shown(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Comments that everyone sees who may see their item."""
    found, places = read(things, viewer)
    return {
        thing: commented(found[thing[1]], place, discussion.path_of(thing[1]), is_open=True)
        for thing in things
        if (told := found.get(thing[1]))
        and told.state is CommentState.SHOWN
        and (place := places.get(told.item_id))
    }


def own(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """The viewer's own comments, shown or not."""
    found, places = read(things, viewer)
    return {
        thing: commented(told, place, discussion.path_of(told.id))
        for thing in things
        if (told := found.get(thing[1]))
        and told.person_id == viewer.person_id
        and told.state is not CommentState.WITHDRAWN
        and (place := places.get(told.item_id))
    }


def held(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Items on which comments waited, for ION staff; it is over where none waits any more."""
    if not viewer.is_staff:
        return {}
    places = seen_items({id for _, id, _ in things}, viewer)
    waiting = discussion.waiting_on(places)
    return {
        thing: Subject(
            thing[1],
            place.title,
            desk.PATH,
            "comments",
            place.is_sample,
            is_over=thing[1] not in waiting,
        )
        for thing in things
        if (place := places.get(thing[1]))
    }


def read(things: Collection[Thing], viewer: Viewer) -> tuple[dict[int, Told], dict[int, Place]]:
    """The comments, and those of their items that the viewer may see."""
    found = {told.id: told for told in discussion.told({id for _, id, _ in things})}
    return found, seen_items({told.item_id for told in found.values()}, viewer)


def seen_items(ids: Collection[int], viewer: Viewer) -> dict[int, Place]:
    """Those of the items whose comments the viewer may read."""
    tokens = scopes(viewer)
    found = items.subjects(ids, tallies.held_audiences(tokens))
    return {id: place for id, place in found.items() if may_discuss(place.kind, id, tokens)}


def commented(told: Told, place: Place, path: str, *, is_open: bool = False) -> Subject:
    item_id = place.id if is_open else 0
    return Subject(told.id, place.title, path, "comment", place.is_sample, place.is_archived, item_id)
