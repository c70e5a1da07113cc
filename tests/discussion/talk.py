"""Comments that are there, comments that are written, and what is counted of them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.discussion import services
from ion.commons.discussion.policies import version
from ion.commons.discussion.rendering import comment_html
from ion.core import clock, site_settings
from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.models import Comment, CommentState, GroupMember, GroupStanding, ItemCount, User


def who(user: User) -> Viewer:
    """The user as a viewer."""
    db.session.rollback()
    fresh = db.session.get_one(User, user.id)
    grants = frozenset(grant.grant for grant in fresh.grants)
    rows = select(GroupMember.group_id).where(GroupMember.user_id == fresh.id)
    on_roster = rows.where(GroupMember.standing != GroupStanding.ASKED)
    groups = frozenset(db.session.scalars(on_roster))
    viewer = Viewer(fresh.id, fresh.person_id, fresh.person.name, grants, groups=groups)
    db.session.rollback()
    return viewer


def CommentFactory(item_id: int, user: User, words: str = "Words.", **fields: Any) -> int:
    """A comment that is there already, shown unless `state` says otherwise; its id. It stands counted."""
    usual = {"state": CommentState.SHOWN, "created_at": clock.now()}
    with unit_of_work() as session:
        made = Comment(item_id=item_id, person_id=user.person_id, markdown=words, html="", **usual | fields)
        session.add(made)
        session.flush()
        made.html = comment_html(words, made.id)
        if made.state is CommentState.SHOWN:
            services.count(item_id, 1)
        session.flush()
        return made.id


def trusted(user: User, item_id: int) -> User:
    """The user, with a comment approved some time ago, so that the next ones are shown at once."""
    at = clock.now() - timedelta(days=1)
    id = CommentFactory(item_id, user, "An earlier one.", created_at=at, decided_at=at)
    with unit_of_work() as session:
        made = session.get_one(Comment, id)
        made.state, made.html, made.markdown = CommentState.WITHDRAWN, "", ""
        services.count(item_id, -1)
    return user


def write(user: User, item_id: int, words: str = "Words.", parent_id: int | None = None) -> int:
    viewer = who(user)
    with unit_of_work():
        return services.write(viewer, item_id, words, parent_id).id


def approve(id: int, user: User, seen: str = "") -> None:
    seen = seen or seen_now(id)
    with unit_of_work():
        services.approve(id, seen=seen, user_id=user.id)


def refuse(id: int, user: User, reason: str = "It is not about this page.", seen: str = "") -> None:
    seen = seen or seen_now(id)
    with unit_of_work():
        services.refuse(id, reason, seen=seen, user_id=user.id)


def seen_now(id: int) -> str:
    comment = kept(id)
    return version(comment.state, comment.edited_at)


def kept(id: int) -> Comment:
    """The comment as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(Comment, id)


def counted(item_id: int) -> tuple[int, int]:
    """The counter of the item, and how many comments are shown there."""
    db.session.rollback()
    shown = select(func.count()).select_from(Comment)
    shown = shown.where(Comment.item_id == item_id, Comment.state == CommentState.SHOWN)
    counter = select(ItemCount.comments).where(ItemCount.item_id == item_id)
    return db.session.scalar(counter) or 0, db.session.scalar(shown) or 0


def setting(key: str, value: Any) -> None:
    with unit_of_work():
        site_settings.change(key, value)
