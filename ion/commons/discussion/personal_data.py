"""What discussions keep of somebody: their comments."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.commons.discussion.services import count
from ion.core.portable import about, rows
from ion.core.ports.personal import OwnFile
from ion.models import Comment, CommentState


class CommentData:
    """The comments of a person."""

    kind = "comments"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        """As they were typed, with what ION staff decided about them; of what was decided about others', which."""
        written = rows(Comment, Comment.person_id == person_id, hide=("html", "decided_by_id"))
        decided = rows(
            Comment, Comment.decided_by_id == user_id, hide=("person_id", "markdown", "html", "reason")
        )
        return {"written": about(written, user_id), "decided": about(decided, user_id)}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """What others read stays or is withdrawn; what nobody else ever read goes in any case."""
        if not keep:
            shown = select(Comment).where(Comment.person_id == person_id, Comment.state == CommentState.SHOWN)
            for comment in db.session.scalars(shown.with_for_update()).all():
                count(comment.item_id, -1)
                withdraw(comment)
        unread = select(Comment).where(
            Comment.person_id == person_id, Comment.state.in_((CommentState.HELD, CommentState.REFUSED))
        )
        for comment in db.session.scalars(unread.with_for_update()).all():
            withdraw(comment)
        db.session.flush()
        db.session.execute(update(Comment).where(Comment.decided_by_id == user_id).values(decided_by_id=None))


def withdraw(comment: Comment) -> None:
    """Empty a comment; its place stays where somebody answered."""
    comment.state, comment.markdown, comment.html, comment.reason = CommentState.WITHDRAWN, "", "", ""
