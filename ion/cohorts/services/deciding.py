"""What ION staff decide about single people of a cohort: pairs fixed before a run, edited after one, kept apart."""

from sqlalchemy import Select, delete, func, select

from ion.base.extensions import db
from ion.cohorts.labels import barred_words
from ion.cohorts.services import holding
from ion.core import clock
from ion.core.mentoring import apart_from
from ion.core.refusals import NotThere, Refused
from ion.core.text import squeeze
from ion.models import CohortMember, CohortPair, MentoringCohort, PairKind, Side

DECIDED = (PairKind.FIXED, PairKind.EDITED)
LONGEST_REASON = 300
NO_REASON = "Say why, in a few words: it stays with the pair."
TAKEN = "ION staff decided a mentor for this mentee already. Take that back first."
FULL = "Every opening of this mentor is taken by pairs that ION staff decided."
WRONG_SIDES = "Name one mentee and one mentor of this cohort."
FIXED_ONE = "ION staff fixed this pair. Take that back first."


def fix(cohort_id: int, mentee_id: int, mentor_id: int, *, reason: str, user_id: int) -> CohortPair:
    """The two are matched with each other by every run. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    must_be_two(cohort, mentee_id, mentor_id)
    if decided_of(cohort_id, mentee_id) is not None:
        raise Refused(TAKEN)
    must_have_room(cohort, mentor_id)
    must_not_be_apart(cohort_id, mentee_id, mentor_id)
    return place(cohort, mentee_id, mentor_id, PairKind.FIXED, reason, user_id)


def keep_apart(cohort_id: int, mentee_id: int, mentor_id: int, *, reason: str, user_id: int) -> CohortPair:
    """The two are matched with each other by no run. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    must_be_two(cohort, mentee_id, mentor_id)
    if not reason.strip():
        raise Refused(NO_REASON)
    together = CohortPair.mentor_id == mentor_id
    if db.session.scalar(pairs_of(cohort_id, mentee_id).where(together)) is not None:
        raise Refused("There is a decision about these two already. Take that back first.")
    return place(cohort, mentee_id, mentor_id, PairKind.APART, reason, user_id)


def edit(cohort_id: int, mentee_id: int, mentor_id: int | None, *, user_id: int, reason: str = "") -> None:
    """The mentee is matched with that mentor from the next run on, or with nobody; a former edit goes.

    Raises NotThere and Refused.
    """
    cohort = holding.not_published(cohort_id)
    must_be_on(cohort, mentee_id, Side.MENTEE)
    former = decided_of(cohort_id, mentee_id)
    if former is not None and former.kind is PairKind.FIXED:
        raise Refused(FIXED_ONE)
    if former is not None:
        db.session.delete(former)
        db.session.flush()
    if mentor_id is not None:
        must_be_on(cohort, mentor_id, Side.MENTOR)
        must_have_room(cohort, mentor_id)
        must_not_be_apart(cohort_id, mentee_id, mentor_id)
    place(cohort, mentee_id, mentor_id, PairKind.EDITED, reason, user_id)


def take_back(cohort_id: int, pair_id: int, *, user_id: int) -> None:
    """Undo a decision. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    pair = db.session.get(CohortPair, pair_id)
    if pair is None or pair.cohort_id != cohort_id:
        raise NotThere
    before = {"kind": pair.kind.value, "mentee_id": pair.mentee_id, "mentor_id": pair.mentor_id}
    db.session.execute(delete(CohortPair).where(CohortPair.id == pair_id))
    holding.changed(cohort)
    holding.note("cohort pair taken back", cohort, user_id, **before)


def pairs_of(cohort_id: int, mentee_id: int) -> Select[CohortPair]:
    return select(CohortPair).where(CohortPair.cohort_id == cohort_id, CohortPair.mentee_id == mentee_id)


def decided_of(cohort_id: int, mentee_id: int) -> CohortPair | None:
    """What ION staff decided about the mentor of a mentee."""
    return db.session.scalar(pairs_of(cohort_id, mentee_id).where(CohortPair.kind.in_(DECIDED)))


def must_be_two(cohort: MentoringCohort, mentee_id: int, mentor_id: int) -> None:
    must_be_on(cohort, mentee_id, Side.MENTEE)
    must_be_on(cohort, mentor_id, Side.MENTOR)


def must_be_on(cohort: MentoringCohort, person_id: int, side: Side) -> CohortMember:
    member = holding.member_of(cohort, person_id)
    if member.side is not side:
        raise Refused(WRONG_SIDES)
    return member


def must_have_room(cohort: MentoringCohort, mentor_id: int) -> None:
    """A mentor may not be given more mentees by hand than they take."""
    taken = db.session.scalar(
        select(func.count())
        .select_from(CohortPair)
        .where(
            CohortPair.cohort_id == cohort.id,
            CohortPair.mentor_id == mentor_id,
            CohortPair.kind.in_(DECIDED),
        )
    )
    if (taken or 0) >= must_be_on(cohort, mentor_id, Side.MENTOR).openings:
        raise Refused(FULL)


def must_not_be_apart(cohort_id: int, mentee_id: int, mentor_id: int) -> None:
    """No decision by hand stands against what keeps two apart; only that they work at the same organization may."""
    if why := apart_from(mentee_id, same_organization=False).get(mentor_id):
        raise Refused(f"They cannot be matched: {barred_words(why)}.")
    apart = pairs_of(cohort_id, mentee_id).where(
        CohortPair.mentor_id == mentor_id, CohortPair.kind == PairKind.APART
    )
    if db.session.scalar(apart) is not None:
        raise Refused("ION staff keep these two apart in this cohort. Take that back first.")


def place(
    cohort: MentoringCohort,
    mentee_id: int,
    mentor_id: int | None,
    kind: PairKind,
    reason: str,
    user_id: int,
) -> CohortPair:
    pair = CohortPair(
        cohort_id=cohort.id,
        mentee_id=mentee_id,
        mentor_id=mentor_id,
        kind=kind,
        reason=squeeze(reason, LONGEST_REASON),
        placed_by_id=user_id,
        at=clock.now(),
    )
    db.session.add(pair)
    holding.changed(cohort)
    holding.note(
        "cohort pair decided", cohort, user_id, kind=kind.value, mentee_id=mentee_id, mentor_id=mentor_id
    )
    return pair
