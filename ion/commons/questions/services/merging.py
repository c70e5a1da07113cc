"""Putting questions together that ask the same: votes go over, and whoever voted for both counts once."""

from sqlalchemy import delete, literal, select, update

from ion.base.extensions import db
from ion.commons.questions.policies import ANSWERED, HELD, OPEN, SEEN_STATES
from ion.commons.questions.queries import questions
from ion.commons.questions.services.asking import recount
from ion.commons.questions.services.deciding import decide, undecided
from ion.commons.questions.services.refusals import Refused
from ion.commons.questions.services.sheets import changed
from ion.core import signals
from ion.core.upsert import insert_for
from ion.models import Question, QuestionState, QuestionVote

MERGEABLE = (HELD, OPEN, ANSWERED)


def merge(question_id: int, into_id: int, *, seen: str, user_id: int) -> Question:
    """Let a question be part of another one; returns that one, at the end of its chain if it was merged itself.

    What was merged into it goes along, so that no chain is longer than one step. Raises NotThere, Decided, Refused.
    """
    question, sheet = undecided(question_id, seen)
    target = target_of(question, into_id)
    if question.state not in MERGEABLE:
        raise Refused("This question was refused, merged or withdrawn. There is nothing to merge.")
    move_votes(question, target)
    db.session.execute(
        update(Question).where(Question.merged_into_id == question.id).values(merged_into_id=target.id)
    )
    question.merged_into_id = target.id
    decide(question, QuestionState.MERGED, user_id, into=target.id)
    changed(sheet)
    if target.state is ANSWERED:
        signals.question_answered.send(question)
    return target


def target_of(question: Question, into_id: int) -> Question:
    """What the question would be merged into; raises Refused where that leads nowhere, or back to itself."""
    into = questions.question(into_id)
    if into is None or into.item_id != question.item_id:
        raise Refused("Choose the question of the list into which this one is merged.")
    target = questions.root(into)
    if target.id == question.id:
        raise Refused("That question is part of this one. A question cannot be merged into itself.")
    if target.state not in SEEN_STATES:
        raise Refused("The question that you chose is not shown. Approve it first, or choose another one.")
    return target


def move_votes(question: Question, target: Question) -> None:
    """Let the voters of one question be those of the other, each of them once."""
    mine = select(literal(target.id), QuestionVote.voter).where(QuestionVote.question_id == question.id)
    moved = insert_for(db.session(), QuestionVote).from_select(["question_id", "voter"], mine)
    db.session.execute(moved.on_conflict_do_nothing())
    db.session.execute(delete(QuestionVote).where(QuestionVote.question_id == question.id))
    recount(question)
    recount(target)
