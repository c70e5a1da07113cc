"""What moderators decide: show a question, hold it back, refuse it, and who looks after it.

Each decision says which version of the question it has seen; the second of two that decide at once is told who was
faster, and what it decided.
"""

from typing import Any

from ion.base.extensions import db
from ion.commons.questions.policies import HELD, OPEN, WAITING_STATES, version
from ion.commons.questions.queries import questions
from ion.commons.questions.services.asking import current
from ion.commons.questions.services.owning import keep_owned
from ion.commons.questions.services.refusals import Decided, NotThere, Refused
from ion.commons.questions.services.sheets import changed, lock
from ion.core import audit, clock
from ion.core.times import us_time
from ion.models import Question, QuestionSheet, QuestionState

KIND = "question"
DEEDS = {
    HELD: "held",
    OPEN: "opened",
    QuestionState.ANSWERED: "answered",
    QuestionState.MERGED: "merged",
    QuestionState.REFUSED: "refused",
}


def undecided(question_id: int, seen: str) -> tuple[Question, QuestionSheet]:
    """The question as the decider saw it, and its sheet, held. Raises NotThere, Decided."""
    asked = questions.question(question_id)
    if asked is None:
        raise NotThere
    sheet = lock(asked.item_id)
    question = current(question_id)
    if version(question.state, question.decided_at) != seen:
        raise Decided(what_happened(question))
    return question, sheet


def what_happened(question: Question) -> str:
    """Why a decision comes too late."""
    if question.state is QuestionState.WITHDRAWN:
        return "The asker withdrew this question meanwhile. There is nothing left to decide."
    name, at = questions.name_of(question.decided_by_id), us_time(question.decided_at)
    return f"{name} {DEEDS[question.state]} this question on {at}. Your decision was not kept."


def decide(
    question: Question,
    state: QuestionState,
    user_id: int,
    was: dict[str, Any] | None = None,
    **kept: Any,
) -> None:
    """Let the question stand so, and write down who decided it; the log holds what it was, and what is kept."""
    audit.record(
        DEEDS[state],
        kind=KIND,
        id=question.id,
        user_id=user_id,
        before={"state": question.state} | (was or {}),
        after={"item": question.item_id} | kept,
    )
    question.state = state
    question.decided_at, question.decided_by_id = clock.now(), user_id
    db.session.flush()


def approve(question_id: int, *, seen: str, user_id: int) -> Question:
    """Show a held question to everyone. Raises NotThere, Decided, Refused."""
    question, sheet = undecided(question_id, seen)
    if question.state is not HELD:
        raise Refused("Only a question that is held can be approved.")
    decide(question, OPEN, user_id)
    keep_owned(question.item_id)
    changed(sheet)
    return question


def hold(question_id: int, *, seen: str, user_id: int) -> Question:
    """Take an open question from everyone's sight until it is decided. Raises NotThere, Decided, Refused."""
    question, sheet = undecided(question_id, seen)
    if question.state is not OPEN:
        raise Refused("Only a question that is open can be held.")
    decide(question, HELD, user_id)
    changed(sheet)
    return question


def refuse(question_id: int, reason: str, *, seen: str, user_id: int) -> Question:
    """Do not show a question (any more); the asker reads why. Raises NotThere, Decided, Refused."""
    question, sheet = undecided(question_id, seen)
    if question.state not in WAITING_STATES:
        raise Refused("Only a question that waits for an answer can be refused.")
    question.reason = reason
    decide(question, QuestionState.REFUSED, user_id, reason=reason)
    changed(sheet)
    return question


def give(question_id: int, owner_id: int | None, *, user_id: int) -> Question:
    """Let somebody look after a question, or nobody. Raises NotThere, Refused."""
    asked = questions.question(question_id)
    if asked is None:
        raise NotThere
    sheet = lock(asked.item_id)
    question = current(question_id)
    if owner_id is not None and owner_id not in dict(questions.owners(question.item_id)):
        raise Refused("Choose one of the people in the list: that one may not answer questions here.")
    audit.record(
        "gave an owner",
        kind=KIND,
        id=question.id,
        user_id=user_id,
        before={"owner": question.owner_id},
        after={"owner": owner_id},
    )
    question.owner_id = owner_id
    db.session.flush()
    changed(sheet)
    return question
