"""Questions that are there, questions that are asked and decided, and who does it."""

from typing import Any

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.questions import services
from ion.commons.questions.policies import Reader, version
from ion.commons.questions.rendering import answer_html
from ion.core import clock
from ion.core.access import PUBLIC, Viewer, scopes
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Question, QuestionSheet, QuestionState, QuestionVote, User
from tests.factories import PersonFactory, UserFactory

HELD, OPEN, ANSWERED = QuestionState.HELD, QuestionState.OPEN, QuestionState.ANSWERED
MERGED, REFUSED, WITHDRAWN = QuestionState.MERGED, QuestionState.REFUSED, QuestionState.WITHDRAWN


def Named(name: str, *grants: Grant) -> User:
    return UserFactory(Grant.MEMBER, *grants, person=PersonFactory(name=name))


def reader(user: User) -> Reader:
    """The user as one who reads and asks."""
    db.session.rollback()
    fresh = db.session.get_one(User, user.id)
    viewer = Viewer(
        fresh.id, fresh.person_id, fresh.person.name, frozenset(grant.grant for grant in fresh.grants)
    )
    db.session.rollback()
    return Reader(scopes(viewer), viewer.id, viewer.person_id, is_staff=viewer.is_staff)


def guest(registration_id: int) -> Reader:
    return Reader(frozenset({PUBLIC}), registration_id=registration_id)


def Asked(
    item_id: int, text: str = "Who pays?", user: User | None = None, votes: int = 0, **fields: Any
) -> int:
    """A question that is there already, open unless `state` says otherwise, with so many votes of others; its id."""
    usual: dict[str, Any] = {"state": OPEN, "asked_at": clock.now()}
    if "answer" in fields:
        usual["state"] = ANSWERED
    with unit_of_work() as session:
        question = Question(
            item_id=item_id, text=text, user_id=user.id if user else None, votes=votes, **usual | fields
        )
        session.add(question)
        session.flush()
        question.answer_html = answer_html(question.answer, question.id) if question.answer else ""
        voters = [f"user:{900_000 + number}" for number in range(votes)]
        if user:
            voters.append(f"user:{user.id}")
        session.add_all([QuestionVote(question_id=question.id, voter=voter) for voter in voters])
        question.votes = len(voters)
        services.raise_version(item_id)
        return question.id


def ask(user: User, item_id: int, text: str = "Who pays?") -> int:
    who = reader(user)
    with unit_of_work():
        return services.ask(who, item_id, text).id


def vote(user: User, id: int, wanted: bool = True) -> None:
    who = reader(user)
    with unit_of_work():
        services.vote(who, id, wanted)


def decide(verb: str, id: int, user: User, *args: Any, seen: str = "", **more: Any) -> None:
    """Do what a moderator does, having seen the question as it is now unless a test says otherwise."""
    seen = seen or seen_now(id)
    with unit_of_work():
        getattr(services, verb)(id, *args, seen=seen, user_id=user.id, **more)


def seen_now(id: int) -> str:
    question = kept(id)
    return version(question.state, question.decided_at)


def kept(id: int) -> Question:
    """The question as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(Question, id, populate_existing=True)


def voters(id: int) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(QuestionVote.voter).where(QuestionVote.question_id == id)))


def counted(id: int) -> tuple[int, int]:
    """The counter of a question, and how many votes there are."""
    db.session.rollback()
    total = select(func.count()).select_from(QuestionVote).where(QuestionVote.question_id == id)
    return kept(id).votes, db.session.scalar(total) or 0


def sheet_version(item_id: int) -> int:
    db.session.rollback()
    sheet = db.session.get(QuestionSheet, item_id, populate_existing=True)
    return sheet.version if sheet else 0
