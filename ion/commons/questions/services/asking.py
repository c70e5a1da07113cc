"""What readers do: ask, vote for a question, and take an own one back."""

from sqlalchemy import delete, func, select, update

from ion.base.extensions import db
from ion.commons.questions.policies import ANSWERED, FLOOD, HELD, OPEN, SEEN_STATES, WAITING_STATES, Reader
from ion.commons.questions.queries import places, questions
from ion.commons.questions.services.owning import keep_owned
from ion.commons.questions.services.refusals import NotThere, QuestionsClosed, Refused
from ion.commons.questions.services.sheets import changed, lock
from ion.core import civil, clock, holds, signals, site_settings, throttle
from ion.core.upsert import add_if_absent
from ion.models import PollVote, Question, QuestionState, QuestionVote

JOINED = (
    "Others asked the same, and their questions were put together with yours. It stays for them; "
    "only you and the moderators know that you asked it."
)
TOO_LATE = "This question was decided meanwhile, so it can no longer be withdrawn."


def wait_before_another(reader: Reader) -> int:
    """Count one try to ask; how many seconds to wait if that is too many, else 0. Nothing is raised, so that the
    count is kept. Who is new waits longer."""
    wait = throttle.count(FLOOD, reader.voter)
    is_known = reader.is_staff or not reader.user_id
    return wait or (0 if is_known else civil.wait_of_new("question", reader.user_id))


def ask(reader: Reader, item_id: int, text: str) -> Question:
    """Ask about an item; the same words sent twice are one question. Asking is wanting it answered: one vote.

    Held where the reader is not known yet, or says what ION staff listed. Raises NotThere, QuestionsClosed.
    """
    place = places.place(item_id, reader)
    if place is None or not reader.voter:
        raise NotThere
    if place.closed:
        raise QuestionsClosed(place.closed)
    sheet = lock(item_id)
    if before := questions.same(item_id, reader, text):
        return before
    why = "" if place.is_moderator else civil.held(text)
    is_held = bool(why) or must_wait(reader, is_moderator=place.is_moderator)
    question = Question(
        item_id=item_id,
        user_id=reader.user_id or None,
        registration_id=reader.registration_id or None,
        text=text,
        state=HELD if is_held else OPEN,
        votes=1,
        asked_at=clock.now(),
    )
    db.session.add(question)
    db.session.flush()
    add_if_absent(db.session(), QuestionVote, question_id=question.id, voter=reader.voter)
    keep_owned(item_id)
    changed(sheet)
    signals.question_asked.send(question)
    if why:
        signals.text_held.send(
            question, kind="question", id=question.id, why=why, about_id=reader.user_id or None
        )
    return question


def must_wait(reader: Reader, *, is_moderator: bool) -> bool:
    """Whether a moderator looks at a question of this reader before the others see it."""
    if is_moderator or not site_settings.value(site_settings.FIRST_HELD):
        return False
    return not questions.is_trusted(reader)


def own(reader: Reader, question: Question) -> bool:
    """Whether the reader asked it."""
    if reader.user_id:
        return question.user_id == reader.user_id
    return bool(reader.registration_id) and question.registration_id == reader.registration_id


def current(question_id: int) -> Question:
    """The question as it is now that its sheet is held; raises NotThere."""
    question = db.session.get(Question, question_id, populate_existing=True)
    if question is None:
        raise NotThere
    return question


def vote(reader: Reader, question_id: int, wanted: bool) -> Question:
    """Want a question answered, or no more; one that was merged leads to what it was merged into, which is answered.

    Once per voter, however often; the asker's own vote stays. Raises NotThere, Refused.
    """
    asked = questions.question(question_id)
    if asked is None or not reader.voter or places.place(asked.item_id, reader) is None:
        raise NotThere
    sheet = lock(asked.item_id)
    question = questions.root(current(question_id))
    if question.state not in SEEN_STATES:
        raise NotThere
    if question.state is ANSWERED:
        raise Refused("This question is answered already.")
    if not own(reader, question) and cast(question, reader.voter, wanted):
        changed(sheet)
    return question


def cast(question: Question, voter: str, wanted: bool) -> bool:
    """Keep or remove one vote; whether that changed anything."""
    before = question.votes
    if wanted:
        add_if_absent(db.session(), QuestionVote, question_id=question.id, voter=voter)
    else:
        db.session.execute(
            delete(QuestionVote).where(QuestionVote.question_id == question.id, QuestionVote.voter == voter)
        )
    recount(question)
    return question.votes != before


def recount(question: Question) -> None:
    """Let the counter be what the votes are; call with the sheet held."""
    votes = select(func.count()).select_from(QuestionVote).where(QuestionVote.question_id == question.id)
    question.votes = db.session.scalar(votes) or 0
    db.session.flush()


def withdraw(reader: Reader, question_id: int) -> Question:
    """Take one's question back while it is unanswered; its words are gone for good. Raises NotThere, Refused."""
    asked = questions.question(question_id)
    if asked is None or not own(reader, asked) or asked.state is QuestionState.WITHDRAWN:
        raise NotThere
    sheet = lock(asked.item_id)
    question = current(question_id)
    if question.state not in WAITING_STATES:
        raise Refused(TOO_LATE)
    if questions.joined(question.id):
        raise Refused(JOINED)
    if holds.cover_item(question.item_id, person_ids={reader.person_id}, at=question.asked_at):
        raise Refused(holds.WORDS)
    question.state, question.text = QuestionState.WITHDRAWN, ""
    db.session.flush()
    changed(sheet)
    return question


def hand_over(registration_id: int, user_id: int) -> None:
    """What a guest asked, voted for and chose becomes the member's who the guest turned out to be; a vote of both
    counts once. For the room that links registrations, in its transaction."""
    guest, member = f"registration:{registration_id}", f"user:{user_id}"
    asked = select(Question.item_id).where(Question.registration_id == registration_id)
    voted = (
        select(Question.item_id)
        .join(QuestionVote, QuestionVote.question_id == Question.id)
        .where(QuestionVote.voter == guest)
    )
    for item_id in sorted(set(db.session.scalars(asked.union(voted)))):
        sheet = lock(item_id)
        of_item = select(Question).where(Question.item_id == item_id)
        theirs = select(QuestionVote.question_id).where(QuestionVote.voter == guest)
        for question in db.session.scalars(of_item.where(Question.registration_id == registration_id)):
            question.user_id = question.user_id or user_id
        for question in list(db.session.scalars(of_item.where(Question.id.in_(theirs)))):
            add_if_absent(db.session(), QuestionVote, question_id=question.id, voter=member)
            cast(question, guest, False)
        changed(sheet)
    hand_over_choices(guest, member)


def hand_over_choices(guest: str, member: str) -> None:
    """The same for polls: where both chose, the member's choice stands."""
    both = select(PollVote.poll_id).where(PollVote.voter == member)
    db.session.execute(
        delete(PollVote)
        .where(PollVote.voter == guest, PollVote.poll_id.in_(both))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(PollVote)
        .where(PollVote.voter == guest)
        .values(voter=member)
        .execution_options(synchronize_session=False)
    )
