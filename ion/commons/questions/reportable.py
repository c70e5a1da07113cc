"""Questions as they are reported. Peers do not learn who asked, so a report names the asker to nobody but ION staff."""

from ion.base.extensions import db
from ion.commons.questions.policies import ANSWERED, HELD, OPEN, SEEN_STATES, Reader
from ion.commons.questions.queries import places, questions
from ion.commons.questions.services.deciding import decide
from ion.commons.questions.services.owning import keep_owned
from ion.commons.questions.services.sheets import changed, lock
from ion.core.access import MEMBERS, PUBLIC, STAFF_ONLY
from ion.core.ports.reports import Passage, Snapshot, Witness
from ion.core.text import passages
from ion.models import Item, Question, QuestionSheet, QuestionState

REFUSED, WITHDRAWN = QuestionState.REFUSED, QuestionState.WITHDRAWN
LONGEST = 5_000


class QuestionReportable:
    """Questions about items of any kind."""

    kind = "question"
    label = "question"

    def snapshot(self, id: int, witness: Witness | None) -> Snapshot | None:
        """The question with its answer; one that the others do not see for the site alone."""
        question = questions.question(id)
        if question is None or question.state is WITHDRAWN:
            return None
        if witness is not None and question.state not in SEEN_STATES:
            return None
        place = places.place(question.item_id, Reader(witness.scopes if witness else every_scope(question)))
        if place is None:
            return None
        return Snapshot(
            kind=self.kind,
            id=question.id,
            title=f"Question about {place.title}",
            path=questions.path_of(question.id),
            name="",
            about_id=question.user_id,
            passages=said(question),
        )

    def hide(self, id: int, *, user_id: int, reason: str) -> None:
        """Refuse it, answered or not; its answer stays with it, seen by nobody."""
        found = held_for_change(id)
        if found and found[0].state not in (REFUSED, WITHDRAWN):
            question, sheet = found
            question.reason = reason[:500]
            decide(question, REFUSED, user_id, reason=reason)
            changed(sheet)

    def release(self, id: int, *, user_id: int) -> None:
        """Show it, with its answer where it has one."""
        found = held_for_change(id)
        if found and found[0].state in (HELD, REFUSED):
            question, sheet = found
            question.reason = ""
            decide(question, ANSWERED if question.answered_at else OPEN, user_id)
            keep_owned(question.item_id)
            changed(sheet)


def held_for_change(id: int) -> tuple[Question, QuestionSheet] | None:
    """The question as it is once its sheet is held; None where it is gone."""
    asked = questions.question(id)
    if asked is None:
        return None
    sheet = lock(asked.item_id)
    return db.session.get_one(Question, id, populate_existing=True), sheet


def every_scope(question: Question) -> frozenset[str]:
    """The tokens of the site itself, which reads every question that it holds."""
    audience = db.session.get_one(Item, question.item_id).audience
    return frozenset({PUBLIC, MEMBERS, STAFF_ONLY, audience})


def said(question: Question) -> list[Passage]:
    told = [Passage("Question", question.text[:LONGEST], question.asked_at, is_subject=True)]
    if question.answer:
        words = " ".join(part.text for part in passages(question.answer))
        told.append(Passage("Answer", words[:LONGEST], question.answered_at))
    return told
