"""What questions keep of somebody: what they asked, decided and voted for, and the questions they look after."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from ion.base.extensions import db
from ion.commons.questions.policies import WAITING_STATES
from ion.commons.questions.queries import owners, questions
from ion.commons.questions.services.asking import recount
from ion.commons.questions.services.sheets import changed, lock
from ion.core import clock, signals
from ion.core.former import FORMER_MEMBER
from ion.core.portable import about, rows
from ion.core.ports.personal import ContactRole, OwnFile
from ion.core.text import squeeze
from ion.models import Item, PollVote, Question, QuestionState, QuestionVote, Registration, User, Webinar

OTHERS = ("user_id", "registration_id", "asker", "owner_id", "decided_by_id", "answered_by_id", "answer_html")
LONGEST_TITLE = 80
OWNER = "Answers this question"


class QuestionData:
    """Questions, votes and choices in polls of a user, those of their registrations included."""

    kind = "questions"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        worked = or_(
            Question.owner_id == user_id,
            Question.decided_by_id == user_id,
            Question.answered_by_id == user_id,
        )
        voter = voters(user_id)
        return {
            "asked": about(rows(Question, asked_by(user_id), hide=OTHERS), user_id),
            "worked_on": about(rows(Question, worked, hide=(*OTHERS, "text")), user_id),
            "votes": rows(QuestionVote, QuestionVote.voter.in_(voter)),
            "polls": rows(PollVote, PollVote.voter.in_(voter)),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """What waits unseen goes; what others read or answered stays without a name, or goes where nothing is to stay.

        Votes go, and are counted anew; what was chosen in polls stays as a number.
        """
        voter = voters(user_id)
        voted = select(QuestionVote.question_id).where(QuestionVote.voter.in_(voter))
        touched = or_(asked_by(user_id), Question.id.in_(voted), Question.owner_id == user_id)
        for item_id in sorted(set(db.session.scalars(select(Question.item_id).where(touched)))):
            sheet = lock(item_id)
            release_on(item_id, user_id, voter, keep=keep)
            changed(sheet)
        for vote in db.session.scalars(select(PollVote).where(PollVote.voter.in_(voter))).all():
            vote.voter = f"former:{secrets.token_hex(8)}"
        db.session.flush()


def asked_by(user_id: int) -> Any:
    """SQL: the question was asked by the user, or by their registration."""
    own = select(Registration.id).where(Registration.user_id == user_id)
    return or_(Question.user_id == user_id, Question.registration_id.in_(own))


def voters(user_id: int) -> list[str]:
    """Under what the votes of a user are kept."""
    own = db.session.scalars(select(Registration.id).where(Registration.user_id == user_id))
    return [f"user:{user_id}", *(f"registration:{id}" for id in own)]


def release_on(item_id: int, user_id: int, voter: list[str], *, keep: bool) -> None:
    """Release what is on one item, whose sheet is held."""
    for question in db.session.scalars(
        select(Question).where(Question.item_id == item_id, asked_by(user_id))
    ).all():
        stays = keep and question.state not in (QuestionState.HELD, QuestionState.REFUSED)
        if not stays and not questions.joined(question.id):
            question.state, question.text = QuestionState.WITHDRAWN, ""
            question.answer = question.answer_html = question.reason = ""
        question.user_id, question.registration_id, question.asker = None, None, FORMER_MEMBER
    gone = select(QuestionVote.question_id).where(QuestionVote.voter.in_(voter))
    voted = list(
        db.session.scalars(select(Question).where(Question.id.in_(gone), Question.item_id == item_id))
    )
    ids = [question.id for question in voted]
    db.session.execute(
        delete(QuestionVote).where(QuestionVote.question_id.in_(ids), QuestionVote.voter.in_(voter))
    )
    for question in voted:
        recount(question)
    owned = Question.item_id == item_id, Question.owner_id == user_id
    db.session.execute(update(Question).where(*owned).values(owner_id=None))
    signals.item_changed.send(db.session.get_one(Item, item_id))


class QuestionRoles:
    """Who looks after a question that waits for an answer."""

    kind = "question"

    def roles(self, person_id: int) -> Sequence[ContactRole]:
        owner = select(User.id).where(User.person_id == person_id).scalar_subquery()
        return told(Question.owner_id == owner, 1_000)

    def hand_over(self, id: int, person_id: int | None, to_person_id: int | None) -> None:
        """To the person where they may answer it, else to the item's own person; to nobody where there is none."""
        asked = questions.question(id)
        if asked is None:
            return
        sheet = lock(asked.item_id)
        wanted = db.session.scalar(select(User.id).where(User.person_id == to_person_id))
        may_own = dict(questions.owners(asked.item_id))
        own = owners.default_owner(asked.item_id)
        own = None if own is not None and own == asked.owner_id else own
        asked.owner_id = wanted if wanted in may_own else own
        changed(sheet)

    def vacant(self, most: int) -> Sequence[ContactRole]:
        """Questions that wait and are nobody's, of webinars that are over: until then nobody needs to own one."""
        is_over = or_(Webinar.item_id.is_(None), Webinar.ends_at <= clock.now())
        return told(and_(Question.owner_id.is_(None), is_over), most)


def told(condition: Any, most: int) -> list[ContactRole]:
    waiting = (
        select(Question.id, Question.text)
        .join(Webinar, Webinar.item_id == Question.item_id, isouter=True)
        .where(condition, Question.state.in_(WAITING_STATES))
        .order_by(Question.id)
        .limit(most)
    )
    return [
        ContactRole("question", row.id, squeeze(row.text, LONGEST_TITLE), questions.path_of(row.id), OWNER)
        for row in db.session.execute(waiting)
    ]
