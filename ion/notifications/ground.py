"""Reading what things on items stand on: one question for comments, one for questions, one for items, however many."""

from collections.abc import Collection

from ion.commons.discussion.queries import comments as discussion
from ion.commons.questions.queries import questions
from ion.core import items
from ion.core.access import Viewer, scopes
from ion.notifications.comments import COMMENT, OWN_COMMENT
from ion.notifications.noticed import Ground, Thing
from ion.notifications.webinars import OPEN_QUESTION, QUESTION

ON_COMMENTS = frozenset({COMMENT, OWN_COMMENT})
ON_QUESTIONS = frozenset({QUESTION, OPEN_QUESTION})


def ground(things: Collection[Thing], viewer: Viewer) -> Ground:
    """What these things, all of kinds on items, stand on."""
    comment_ids = {id for kind, id, _ in things if kind in ON_COMMENTS}
    question_ids = {id for kind, id, _ in things if kind in ON_QUESTIONS}
    said = {row.id: row for row in discussion.told(comment_ids)} if comment_ids else {}
    asked = {row.id: row for row in questions.told(list(question_ids))} if question_ids else {}
    item_ids = {id for kind, id, _ in things if kind not in ON_COMMENTS | ON_QUESTIONS}
    item_ids |= {row.item_id for row in said.values()} | {row.item_id for row in asked.values()}
    seen = items.subjects(item_ids, scopes(viewer))
    return Ground(viewer, said, asked, seen)
