"""Proposing a mentorship: between two who had a conversation, or by ION staff."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.mentoring import conflicts
from ion.core.people import HAS_LOGIN
from ion.core.text import squeeze
from ion.mentorships import changes
from ion.mentorships.policies import OPEN
from ion.mentorships.services.agreeing import Agreement, write
from ion.mentorships.services.holding import allowed
from ion.mentorships.services.refusals import NotThere, Refused
from ion.models import MentoringNeed, MentoringRequest, Mentorship, Person, RequestState

LONGEST_WORDS = 2000
APART = "The two of you cannot be matched. ION staff can help to find somebody else."
ALONE = "A mentorship needs two people who both sign in here."
GONE = "Somebody who has no account here any more cannot be in a mentorship."


def propose_after(request_id: int, by_id: int, agreement: Agreement, words: str = "") -> Mentorship:
    """Propose one, with its agreement, to the other of an accepted request; where the two have one that is open, that
    one as it stands. Raises NotThere for who is not of it, and Refused."""
    request = db.session.get(MentoringRequest, request_id, populate_existing=True)
    if request is None or request.state is not RequestState.ACCEPTED:
        raise NotThere
    mentee_id = db.session.get_one(MentoringNeed, request.need_id).mentee_id
    if by_id not in (request.mentor_id, mentee_id):
        raise NotThere
    made = propose(request.mentor_id, mentee_id, request_id=request_id, by_id=by_id, words=words)
    if made.mentor_agreed_at is None and made.mentee_agreed_at is None:
        write(made.id, by_id, agreement, version=made.version, what=changes.PROPOSED)
    return made


def propose(
    mentor_id: int,
    mentee_id: int,
    *,
    request_id: int | None = None,
    cohort_id: int | None = None,
    by_id: int | None = None,
    words: str = "",
) -> Mentorship:
    """Propose a mentorship between these persons, for both to agree to; where they have one that is open, that one.

    `by_id` is which of the two proposes it, None for ION staff; nobody is told before there is an agreement. Raises
    Refused.
    """
    allowed(words)
    db.session.execute(select(Person.id).where(Person.id == mentee_id).with_for_update(key_share=True))
    if found := open_between(mentor_id, mentee_id):
        return found
    refuse_pair(mentor_id, mentee_id)
    at = clock.now()
    made = Mentorship(
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        request_id=request_id,
        cohort_id=cohort_id,
        conversation_id=conversation_of(request_id),
        proposed_by_id=by_id,
        words=squeeze_lines(words),
        proposed_at=at,
        active_at=at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def open_between(mentor_id: int, mentee_id: int) -> Mentorship | None:
    """The mentorship of the two that is proposed or under way."""
    mine = Mentorship.mentor_id == mentor_id, Mentorship.mentee_id == mentee_id
    return db.session.scalar(
        select(Mentorship).where(*mine, Mentorship.state.in_(OPEN)).order_by(Mentorship.id).limit(1)
    )


def refuse_pair(mentor_id: int, mentee_id: int) -> None:
    if mentor_id == mentee_id:
        raise Refused(ALONE)
    both = select(Person.id).where(Person.id.in_((mentor_id, mentee_id)), HAS_LOGIN)
    if len(db.session.scalars(both).all()) < 2:
        raise Refused(GONE)
    if conflicts([mentee_id], same_organization=False).get(frozenset((mentor_id, mentee_id))):
        raise Refused(APART)


def conversation_of(request_id: int | None) -> int | None:
    if request_id is None:
        return None
    return db.session.scalar(
        select(MentoringRequest.conversation_id).where(MentoringRequest.id == request_id)
    )


def squeeze_lines(words: str) -> str:
    """The lines of a text, at most LONGEST_WORDS letters of it."""
    return words if len(words) <= LONGEST_WORDS else squeeze(words, LONGEST_WORDS)
