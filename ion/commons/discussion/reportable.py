"""Comments as they are reported: what stands around one, and how ION staff take it down and show it again."""

from sqlalchemy import or_, select

from ion.base.extensions import db
from ion.commons.discussion import services
from ion.commons.discussion.policies import CHANGEABLE
from ion.commons.discussion.queries import comments
from ion.commons.discussion.queries.desk import SCOPES
from ion.core import audit
from ion.core.people import user_of
from ion.core.ports.reports import Passage, Snapshot, Witness
from ion.core.text import passages
from ion.models import Comment, CommentState, Item

AROUND = 5
"""How many comments of the thread are kept before and after the one that is reported."""
LONGEST = 5_000


class CommentReportable:
    """Comments on items of any kind."""

    kind = "comment"
    label = "comment"

    def snapshot(self, id: int, witness: Witness | None) -> Snapshot | None:
        """The comment in its thread; a held one for the site alone."""
        comment = db.session.get(Comment, id)
        may_read = comment is not None and (witness is None or comment.state is CommentState.SHOWN)
        if comment is None or not may_read or comment.state is CommentState.WITHDRAWN:
            return None
        place = comments.place(comment.item_id, witness.scopes if witness else every_scope(comment))
        if place is None:
            return None
        return Snapshot(
            kind=self.kind,
            id=comment.id,
            title=f"Comment on {place.title}",
            path=comments.path_of(comment.id),
            name=comments.writer_name(comment),
            about_id=user_of(comment.person_id),
            passages=[passage(each, comment) for each in around(comment)],
        )

    def hide(self, id: int, *, user_id: int, reason: str) -> None:
        """Take it down; who wrote it is told by whoever decided about the report."""
        comment = db.session.get(Comment, id, with_for_update=True, populate_existing=True)
        if comment is None or comment.state not in CHANGEABLE:
            return
        if comment.state is CommentState.SHOWN:
            services.count(comment.item_id, -1)
        services.decide(comment, CommentState.REFUSED, reason[:500], user_id)
        after = {"item": comment.item_id, "reason": reason}
        audit.record("taken down", kind=self.kind, id=id, user_id=user_id, after=after)

    def release(self, id: int, *, user_id: int) -> None:
        """Show it: a held one as if it had been approved on the desk; one that was taken down is no news to readers."""
        comment = db.session.get(Comment, id, with_for_update=True, populate_existing=True)
        if comment is None or comment.state not in (CommentState.HELD, CommentState.REFUSED):
            return
        was_held = comment.state is CommentState.HELD
        services.decide(comment, CommentState.SHOWN, "", user_id)
        audit.record("approved", kind=self.kind, id=id, user_id=user_id, after={"item": comment.item_id})
        if was_held:
            services.show(comment)
        else:
            services.count(comment.item_id, 1)


def every_scope(comment: Comment) -> frozenset[str]:
    """The tokens of the site itself, which reads every comment that it holds."""
    return SCOPES | {db.session.get_one(Item, comment.item_id).audience}


def around(comment: Comment) -> list[Comment]:
    """The comment and those that readers see next to it in its thread, in the order they were written."""
    root = comment.parent_id or comment.id
    thread = list(
        db.session.scalars(
            select(Comment)
            .where(or_(Comment.id == root, Comment.parent_id == root))
            .where(or_(Comment.state == CommentState.SHOWN, Comment.id == comment.id))
            .order_by(Comment.created_at, Comment.id)
        )
    )
    at = thread.index(comment)
    return thread[max(0, at - AROUND) : at + AROUND + 1]


def passage(each: Comment, subject: Comment) -> Passage:
    words = " ".join(part.text for part in passages(each.markdown))
    return Passage(each.person.name, words[:LONGEST], each.created_at, is_subject=each is subject)
