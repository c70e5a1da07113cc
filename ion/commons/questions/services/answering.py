"""Answers: live, with the second; in text; both; and a question that is taken up again."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.questions.policies import ANSWERED, HELD, LATEST_SECOND, OPEN
from ion.commons.questions.queries import owners
from ion.commons.questions.rendering import answer_html
from ion.commons.questions.services.asking import recount
from ion.commons.questions.services.deciding import decide, undecided
from ion.commons.questions.services.owning import keep_owned
from ion.commons.questions.services.refusals import Refused
from ion.commons.questions.services.sheets import changed
from ion.core import clock, signals
from ion.core.upsert import add_if_absent
from ion.models import Question, QuestionSheet, QuestionState, QuestionVote

ANSWERABLE = (HELD, OPEN, ANSWERED)
NO_TIME = "Nothing takes place here, so nothing is answered live. Answer in writing."


def answerable(question_id: int, seen: str) -> tuple[Question, QuestionSheet]:
    """A question to be answered, or to be answered better; raises NotThere, Decided, Refused."""
    question, sheet = undecided(question_id, seen)
    if question.state not in ANSWERABLE:
        raise Refused("This question was refused or merged. Open it again to answer it.")
    return question, sheet


def answer_live(question_id: int, *, second: int, seen: str, user_id: int) -> Question:
    """It was answered by word of mouth, at that second from the start. Raises NotThere, Decided, Refused."""
    question, sheet = answerable(question_id, seen)
    if owners.ends_at(question.item_id) is None:
        raise Refused(NO_TIME)
    if not 0 <= second <= LATEST_SECOND:
        raise Refused(
            "Say the minute on which it was answered: it has not begun at that time, or was long over."
        )
    question.second = second
    answered(question, sheet, user_id)
    return question


def answer_in_text(question_id: int, markdown: str, *, seen: str, user_id: int) -> Question:
    """Answer in writing, or write the answer anew. Raises NotThere, Decided, Refused."""
    question, sheet = answerable(question_id, seen)
    question.answer, question.answer_html = markdown, answer_html(markdown, question.id)
    answered(question, sheet, user_id)
    return question


def answered(question: Question, sheet: QuestionSheet, user_id: int) -> None:
    """It has an answer now; whoever asked it, or a question that was merged into it, is told of the first one."""
    is_first = question.state is not ANSWERED
    decide(question, ANSWERED, user_id, second=question.second, characters=len(question.answer))
    question.answered_at = question.answered_at if question.answered_at and not is_first else clock.now()
    question.answered_by_id = user_id
    db.session.flush()
    changed(sheet)
    if is_first:
        merged = db.session.scalars(select(Question).where(Question.merged_into_id == question.id))
        for each in (question, *merged):
            signals.question_answered.send(each)


def reopen(question_id: int, *, seen: str, user_id: int) -> Question:
    """Let a question wait for an answer again: one that was answered by mistake, refused, or merged.

    The log keeps the answer that goes. Votes that went over with a merged one stay where they are; its asker's
    counts for both. Raises NotThere, Decided, Refused.
    """
    question, sheet = undecided(question_id, seen)
    if question.state in (OPEN, HELD, QuestionState.WITHDRAWN):
        raise Refused("This question is not decided, so there is nothing to open again.")
    if question.state is QuestionState.MERGED:
        stand_alone(question)
    decide(question, OPEN, user_id, {"answer": question.answer, "second": question.second})
    question.answer = question.answer_html = question.reason = ""
    question.second = question.answered_at = question.answered_by_id = None
    db.session.flush()
    keep_owned(question.item_id)
    changed(sheet)
    return question


def stand_alone(question: Question) -> None:
    """Take a merged question out again, with its asker's vote."""
    question.merged_into_id = None
    voter = f"user:{question.user_id}" if question.user_id else f"registration:{question.registration_id}"
    if question.user_id or question.registration_id:
        add_if_absent(db.session(), QuestionVote, question_id=question.id, voter=voter)
    recount(question)
