"""Why somebody hears of something, as far as that is what they follow: so that it can be true, and can be stopped."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ion.base.extensions import db
from ion.commons.discussion.followable import THREAD
from ion.commons.reactions import queries as following
from ion.core.access import Viewer, scopes
from ion.models import Comment, Item
from ion.notifications.queries import Told
from ion.notifications.recipients import reasons_to_tell
from ion.notifications.webinars import QUESTION

Pair = tuple[str, str]
"""What is followed: kind and key."""


def published(told: Told) -> list[Pair]:
    """What one may follow to hear that an item was published, the closest first."""
    item = db.session.get(Item, told.thing[1])
    return [(kind, key) for kind, key, _ in reasons_to_tell(item)] if item else []


def item_of(told: Told) -> list[Pair]:
    item = db.session.get(Item, told.subject.about) if told.subject else None
    return [(item.kind, str(item.id))] if item else []


def thread_of(told: Told) -> list[Pair]:
    comment = db.session.get(Comment, told.thing[1])
    return [(THREAD, str(comment.parent_id or comment.id))] if comment else []


def question_of(told: Told) -> list[Pair]:
    return [(QUESTION, str(told.thing[1]))]


BY_FOLLOWING: dict[str, Callable[[Told], list[Pair]]] = {
    "followed.published": published,
    "comment.followed": item_of,
    "comment.own": item_of,
    "comment.reply": thread_of,
    "question.answered": question_of,
}
"""The kinds of notices that somebody gets since they follow something."""
WITHOUT_ASKING = frozenset({"comment.own", "comment.reply", "question.answered"})
"""Those of them that who had a part in it gets, too, until they stop."""


def still_followed(told: Sequence[Told], viewer: Viewer) -> list[Told]:
    """These, each with what the viewer follows to hear of it; without those that they follow no more."""
    if not any(each.kind in BY_FOLLOWING for each in told):
        return list(told)
    pairs = following.pairs_of(viewer.id)
    why = {each.id: pair_of(each, pairs) for each in told if each.kind in BY_FOLLOWING}
    names = following.names({pair for pair in why.values() if pair}, scopes(viewer))
    return [
        replace(each, follow=names.get(why.get(each.id) or ("", "")))
        for each in told
        if each.kind not in BY_FOLLOWING or why[each.id]
    ]


def pair_of(told: Told, pairs: set[Pair]) -> Pair | None:
    """The closest of the things that they follow; None where they follow none any more."""
    is_theirs = told.kind in WITHOUT_ASKING
    for kind, key in BY_FOLLOWING[told.kind](told):
        if (kind, key) in pairs or (is_theirs and (following.stop_of(kind), key) not in pairs):
            return kind, key
    return None
