"""Questions as something to follow: who asked one, or wants it answered, hears of the answer."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from ion.commons.questions.policies import SEEN_STATES
from ion.commons.questions.queries.questions import path_of
from ion.core import items, reading
from ion.core.ports.followables import Named
from ion.core.text import squeeze
from ion.models import Question, QuestionVote

QUESTION = "question"
LONGEST_NAME = 70
SHOWN = select(Question.id, Question.item_id, Question.text).where(
    Question.id.in_(bindparam("ids", expanding=True)), Question.state.in_(SEEN_STATES)
)


class QuestionFollowing:
    """Who asked a question follows it, and so does who voted for it."""

    kind = QUESTION
    label = "Question"

    def named(self, ids: Collection[int], scopes: frozenset[str]) -> Mapping[int, Named]:
        rows = reading.rows(SHOWN, ids=list(ids)).all()
        places = items.subjects({row.item_id for row in rows}, scopes)
        return {
            row.id: Named(f"“{squeeze(row.text, LONGEST_NAME)}” on {place.title}", path_of(row.id))
            for row in rows
            if (place := places.get(row.item_id))
        }

    def own(self, user_id: int, person_id: int) -> Select[*tuple[Any, ...]]:
        voted = select(QuestionVote.question_id).where(QuestionVote.voter == f"user:{user_id}")
        mine = or_(Question.user_id == user_id, Question.id.in_(voted))
        return select(Question.id, Question.asked_at.label("at")).where(mine, Question.state.in_(SEEN_STATES))

    def under(self, item_id: int) -> Select[*tuple[Any, ...]]:
        return select(Question.id).where(Question.item_id == item_id)
