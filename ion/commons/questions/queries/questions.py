"""One question: as its rules read it, as moderators decide about it, and what it may be merged into."""

from dataclasses import dataclass

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select

from ion.base.extensions import db
from ion.commons.questions.policies import OPEN, SAME_WITHIN, SEEN_STATES, Reader
from ion.commons.questions.queries.readers import Known, known_of, known_statement
from ion.core import clock, reading
from ion.models import (
    Comment,
    CommentState,
    ItemAuthor,
    Person,
    Poll,
    Question,
    QuestionState,
    Registration,
    Standing,
    User,
    UserGrant,
    Webinar,
)
from ion.models.user import STAFF

MOST_TARGETS = 200


def question(id: int) -> Question | None:
    """The question, whoever may see it."""
    return db.session.get(Question, id)


def poll(id: int) -> Poll | None:
    """The poll, whoever may see it."""
    return db.session.get(Poll, id)


def root(question: Question) -> Question:
    """Where a question leads: itself, or what it was merged into, at the end of however long a chain."""
    seen = {question.id}
    while question.merged_into_id is not None and question.merged_into_id not in seen:
        seen.add(question.merged_into_id)
        question = db.session.get_one(Question, question.merged_into_id)
    return question


def is_trusted(reader: Reader) -> bool:
    """Whether a question of the reader's stands, or was approved and withdrawn since, or a comment does."""
    whose = (
        Question.user_id == reader.user_id
        if reader.user_id
        else Question.registration_id == reader.registration_id
    )
    good = or_(
        Question.state.in_((*SEEN_STATES, QuestionState.MERGED)),
        and_(
            Question.state == QuestionState.WITHDRAWN, Question.decided_at.is_not(None), Question.reason == ""
        ),
    )
    talked = exists().where(
        Comment.person_id == (reader.person_id or None), Comment.state == CommentState.SHOWN
    )
    return bool(db.session.scalar(select(or_(exists().where(whose, good), talked))))


def same(item_id: int, reader: Reader, text: str) -> Question | None:
    """The question with these words that the reader has just asked."""
    whose = (
        Question.user_id == reader.user_id
        if reader.user_id
        else Question.registration_id == reader.registration_id
    )
    return db.session.scalar(
        select(Question)
        .where(Question.item_id == item_id, whose, Question.text == text)
        .where(Question.state != QuestionState.WITHDRAWN, Question.asked_at > clock.now() - SAME_WITHIN)
        .order_by(Question.id)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A question for a room that tells of it: where it stands, how, and whose it is (None: a guest's, or nobody's)."""

    id: int
    item_id: int
    user_id: int | None
    owner_id: int | None
    state: QuestionState


TOLD = select(Question.id, Question.item_id, Question.user_id, Question.owner_id, Question.state).where(
    Question.id.in_(bindparam("ids", expanding=True))
)
ONE = known_statement().where(Question.id == bindparam("id", type_=Integer))
JOINED = (
    known_statement()
    .where(Question.merged_into_id == bindparam("id", type_=Integer))
    .order_by(Question.asked_at, Question.id)
)
TARGETS = (
    select(Question.id, Question.text)
    .where(Question.item_id == bindparam("item_id", type_=Integer), Question.state.in_(SEEN_STATES))
    .where(Question.id != bindparam("id", type_=Integer))
    .order_by((Question.state != OPEN), Question.votes.desc(), Question.asked_at, Question.id)
    .limit(MOST_TARGETS)
)


def told(ids: list[int]) -> list[Told]:
    """Those of these questions that there are; whether one may be seen is for the asker to find out."""
    return [Told(*row) for row in reading.rows(TOLD, ids=ids)]


def path_of(id: int) -> str:
    """The lasting address of a question: it leads to where it stands now."""
    return f"/question/{id}"


def known(id: int) -> Known:
    """What moderators know of one question that exists."""
    return known_of(reading.rows(ONE, id=id).one())


def joined(id: int) -> list[Known]:
    """The questions that were merged into one."""
    return [known_of(row) for row in reading.rows(JOINED, id=id)]


def targets(question: Question) -> list[tuple[int, str]]:
    """What a question may be merged into, by id: what everyone sees of the same item, open ones first."""
    rows = reading.rows(TARGETS, item_id=question.item_id, id=question.id)
    return [(row.id, row.text) for row in rows]


IS_STAFF = exists().where(UserGrant.user_id == User.id, UserGrant.grant.in_(STAFF))
PRESENTS = exists().where(
    ItemAuthor.person_id == User.person_id, ItemAuthor.item_id == bindparam("item_id", type_=Integer)
)
MODERATES = exists().where(
    Webinar.moderator_id == User.person_id, Webinar.item_id == bindparam("item_id", type_=Integer)
)
OWNERS = (
    select(User.id, Person.name)
    .join(Person, Person.id == User.person_id)
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None), or_(IS_STAFF, PRESENTS, MODERATES))
    .order_by(func.lower(Person.name), User.id)
)


def owners(item_id: int) -> list[tuple[int, str]]:
    """Who may own questions about an item: ION staff, its authors and its moderator, by name."""
    return [(row.id, row.name) for row in reading.rows(OWNERS, item_id=item_id)]


def name_of(user_id: int | None) -> str:
    """The name of who decided; "Somebody" for one who is gone."""
    row = reading.rows(NAME, id=user_id).one_or_none() if user_id else None
    return row.name if row else "Somebody"


NAME = (
    select(Person.name)
    .join(User, User.person_id == Person.id)
    .where(User.id == bindparam("id", type_=Integer))
)
COMING = (Standing.REGISTERED, Standing.WAITING)


def registration(id: int) -> Registration | None:
    """A guest's registration that counts: one that waits for a confirmation, or was cancelled, does not."""
    found = db.session.get(Registration, id)
    return found if found and found.state in COMING and found.user_id is None else None
