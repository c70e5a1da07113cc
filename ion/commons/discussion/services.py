"""Verbs: write, change and withdraw a comment; approve and refuse one. The counter of the item moves with them.

`Refused` is what all refusals are: its words are ready for a page.
"""

from sqlalchemy import update

from ion.base.extensions import db
from ion.commons.discussion.policies import CHANGEABLE, FLOOD, may_change, version
from ion.commons.discussion.queries import comments, desk
from ion.commons.discussion.rendering import comment_html
from ion.core import audit, civil, clock, holds, signals, site_settings, throttle
from ion.core.access import Viewer, scopes
from ion.core.times import us_time
from ion.models import Comment, CommentState, ItemCount, Person

TOO_LATE = (
    "A comment can be changed for 15 minutes, and they are over. You may withdraw this one and write another."
)
CHANGED_MEANWHILE = (
    "The writer changed this comment after you opened the page. Read it again, then decide about these words."
)


class Refused(Exception):
    """A rule forbids it; the text says which, in words for a page."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NotThere(Exception):
    """There is no such item or comment for this person."""


class CommentsClosed(Refused):
    """The item takes no new comments (any more)."""


class NothingToAnswer(Refused):
    """The comment that is answered is gone, or is itself an answer."""


class TooLate(Refused):
    """The 15 minutes in which a comment can be changed are over."""


class Decided(Refused):
    """What was to be decided is not what it was: decided by somebody else, withdrawn, or changed."""


def wait_before_another(who: Viewer) -> int:
    """Count one try to comment; how many seconds to wait if that is too many, else 0. Nothing is raised, so that
    the count is kept. Who is new waits longer."""
    wait = throttle.count(FLOOD, str(who.person_id))
    return wait or (0 if who.is_staff else civil.wait_of_new("comment", who.id))


def write(who: Viewer, item_id: int, markdown: str, parent_id: int | None = None) -> Comment:
    """Comment on an item, or answer a comment; the same words sent twice are one comment.

    Held where it is the first of a member, or says what ION staff listed. Raises NotThere, CommentsClosed,
    NothingToAnswer.
    """
    db.session.get_one(Person, who.person_id, with_for_update=True)  # two at once may be the same one twice
    place = comments.place(item_id, scopes(who))
    if place is None:
        raise NotThere
    if place.openness.closed:
        raise CommentsClosed(place.openness.closed)
    if parent_id is not None:
        check_parent(item_id, parent_id)
    if before := comments.same(item_id, who.person_id, parent_id, markdown):
        return before
    why = why_held(who, markdown)
    is_held = bool(why) or must_wait(who)
    comment = Comment(
        item_id=item_id,
        person_id=who.person_id,
        parent_id=parent_id,
        state=CommentState.HELD if is_held else CommentState.SHOWN,
        markdown=markdown,
        html="",
        created_at=clock.now(),
    )
    db.session.add(comment)
    db.session.flush()
    comment.html = comment_html(markdown, comment.id)
    db.session.flush()
    if why:
        hold(comment, why, who.id)
    elif is_held:
        signals.comment_held.send(comment)
    else:
        show(comment)
    return comment


def why_held(who: Viewer, markdown: str) -> str:
    """Why the site itself holds these words, empty where it does not; what ION staff write is theirs to answer for."""
    return "" if who.is_staff else civil.held(markdown)


def hold(comment: Comment, why: str, user_id: int) -> None:
    """Let a comment wait for ION staff because of what it says."""
    if comment.state is CommentState.SHOWN:
        count(comment.item_id, -1)
    comment.state = CommentState.HELD
    db.session.flush()
    signals.text_held.send(comment, kind="comment", id=comment.id, why=why, about_id=user_id)


def check_parent(item_id: int, parent_id: int) -> None:
    parent = db.session.get(Comment, parent_id)
    if parent is None or parent.item_id != item_id:
        raise NotThere
    if parent.parent_id is not None or parent.state is not CommentState.SHOWN:
        raise NothingToAnswer("The comment that you answer is no longer there. You may write a new one.")


def must_wait(who: Viewer) -> bool:
    """Whether a comment of this person is looked at by ION staff before it is shown."""
    if who.is_staff or not site_settings.value(site_settings.FIRST_HELD):
        return False
    return not comments.is_trusted(who.person_id)


def show(comment: Comment) -> None:
    count(comment.item_id, 1)
    signals.comment_posted.send(comment)


def count(item_id: int, step: int) -> None:
    """Move the counter by one in the database itself, so that two at once are counted as two."""
    counter = update(ItemCount).where(ItemCount.item_id == item_id)
    db.session.execute(counter.values(comments=ItemCount.comments + step))


def own(who: Viewer, comment_id: int) -> Comment:
    """The writer's own comment, to be changed; raises NotThere."""
    comment = db.session.get(Comment, comment_id, with_for_update=True)
    if comment is None or comment.person_id != who.person_id or comment.state is CommentState.WITHDRAWN:
        raise NotThere
    return comment


def change(who: Viewer, comment_id: int, markdown: str) -> Comment:
    """Write one's comment anew, within 15 minutes. Raises NotThere, TooLate."""
    comment = own(who, comment_id)
    if comment.state not in CHANGEABLE:
        raise Refused("ION staff decided about this comment. You may write another one.")
    if not may_change(comment.state, comment.created_at, clock.now()):
        raise TooLate(TOO_LATE)
    if markdown != comment.markdown:
        comment.markdown = markdown
        comment.html = comment_html(markdown, comment.id)
        comment.edited_at = clock.now()
        db.session.flush()
        if why := why_held(who, markdown):
            hold(comment, why, who.id)
    return comment


def withdraw(who: Viewer, comment_id: int) -> Comment:
    """Take one's comment back; its words are gone for good. Raises NotThere, and Refused where a hold covers it."""
    comment = own(who, comment_id)
    if holds.cover_item(comment.item_id, person_ids={comment.person_id}, at=comment.created_at):
        raise Refused(holds.WORDS)
    if comment.state is CommentState.SHOWN:
        count(comment.item_id, -1)
    comment.state = CommentState.WITHDRAWN
    comment.markdown = comment.html = ""
    db.session.flush()
    return comment


def approve(comment_id: int, *, seen: str, user_id: int) -> None:
    """Show a held comment; `seen` is the version that was read. Raises NotThere, Decided."""
    comment = undecided(comment_id, seen)
    if comment.state is not CommentState.HELD:
        raise Decided("This comment is shown already.")
    decide(comment, CommentState.SHOWN, "", user_id)
    audit.record("approved", kind="comment", id=comment.id, user_id=user_id, after={"item": comment.item_id})
    show(comment)


def refuse(comment_id: int, reason: str, *, seen: str, user_id: int) -> None:
    """Do not show a held comment, or take a shown one down. The writer is told why. Raises NotThere, Decided."""
    comment = undecided(comment_id, seen)
    was_shown = comment.state is CommentState.SHOWN
    if was_shown:
        count(comment.item_id, -1)
    decide(comment, CommentState.REFUSED, reason, user_id)
    deed, after = "taken down" if was_shown else "refused", {"item": comment.item_id, "reason": reason}
    audit.record(deed, kind="comment", id=comment.id, user_id=user_id, after=after)
    signals.comment_refused.send(comment, reason=reason)


def undecided(comment_id: int, seen: str) -> Comment:
    """The comment, as long as it is what the decider saw."""
    comment = db.session.get(Comment, comment_id, with_for_update=True)
    if comment is None:
        raise NotThere
    if comment.state not in CHANGEABLE or version(comment.state, comment.edited_at) != seen:
        raise Decided(what_happened(comment, seen))
    return comment


def what_happened(comment: Comment, seen: str) -> str:
    if comment.state is CommentState.WITHDRAWN:
        return "The writer withdrew this comment meanwhile. There is nothing left to decide."
    if seen.partition(".")[0] == comment.state:
        return CHANGED_MEANWHILE
    deed = "refused" if comment.state is CommentState.REFUSED else "approved"
    name, at = desk.decider_name(comment.decided_by_id), us_time(comment.decided_at)
    return f"{name} {deed} this comment on {at}. Your decision was not kept."


def decide(comment: Comment, state: CommentState, reason: str, user_id: int) -> None:
    comment.state, comment.reason = state, reason
    comment.decided_at, comment.decided_by_id = clock.now(), user_id
    db.session.flush()
