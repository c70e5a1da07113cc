"""Joining a cohort as a mentor or as a mentee, and leaving it before it is matched."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, or_, select

from ion.base.extensions import db
from ion.cohorts.services import holding
from ion.core import civil, clock
from ion.core.matching.scoring import Criterion
from ion.core.refusals import NotThere, Refused
from ion.models import (
    CohortMember,
    CohortPair,
    CohortRank,
    CohortState,
    MentoringCohort,
    MentoringNeed,
    MentorProfile,
    NeedCriterion,
    NeedState,
    Side,
)

MOST_OPENINGS = 10
NO_PROFILE = "Say first what you can talk about: then mentees of this cohort can be matched with you."
OTHER_SIDE = "You are in this cohort on the other side. Leave it first."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mentee looks for in a cohort. `criteria` are not empty."""

    question: str
    criteria: Collection[Criterion]
    note: str = ""


def join_as_mentor(cohort_id: int, person_id: int, *, openings: int) -> CohortMember:
    """Put a mentor into the cohort, or change how many mentees they take in it. Raises NotThere and Refused."""
    cohort = cohort_for(cohort_id, person_id)
    if not has_profile(person_id):
        raise Refused(NO_PROFILE)
    member = put_in(cohort, person_id, Side.MENTOR)
    member.openings = min(max(openings, 1), MOST_OPENINGS)
    holding.changed(cohort)
    return member


def join_as_mentee(cohort_id: int, person_id: int, wish: Wish) -> MentoringNeed:
    """Put a mentee into the cohort with what they look for, or change that. Raises NotThere and Refused."""
    cohort = cohort_for(cohort_id, person_id)
    if why := civil.held(f"{wish.question}\n\n{wish.note}"):
        raise Refused(f"{why} Say it in other words.")
    put_in(cohort, person_id, Side.MENTEE)
    need = keep_need(cohort, person_id, wish)
    holding.changed(cohort)
    return need


def has_profile(person_id: int) -> bool:
    """Whether somebody is a mentor, who said what they can talk about."""
    profile = db.session.get(MentorProfile, person_id)
    return profile is not None and profile.ended_at is None


def cohort_for(cohort_id: int, person_id: int) -> MentoringCohort:
    """The cohort, held, for somebody who joins it, or who is in it and changes what they said."""
    cohort = holding.open_to_wishes(cohort_id)
    member = db.session.get(CohortMember, (cohort_id, person_id), populate_existing=True)
    return cohort if member and member.left_at is None else holding.open_to_people(cohort_id)


def put_in(cohort: MentoringCohort, person_id: int, side: Side) -> CohortMember:
    """The row of somebody in the cohort on that side, new or taken up again."""
    member = db.session.get(CohortMember, (cohort.id, person_id), populate_existing=True)
    if member is None:
        member = CohortMember(cohort_id=cohort.id, person_id=person_id, side=side, joined_at=clock.now())
        db.session.add(member)
    elif member.left_at is not None:
        member.side, member.openings, member.joined_at, member.left_at = side, 1, clock.now(), None
    elif member.side is not side:
        raise Refused(OTHER_SIDE)
    db.session.flush()
    return member


def need_of(cohort_id: int, person_id: int) -> MentoringNeed | None:
    """What a mentee said that they look for in the cohort."""
    return db.session.scalar(
        select(MentoringNeed)
        .where(MentoringNeed.cohort_id == cohort_id, MentoringNeed.mentee_id == person_id)
        .execution_options(populate_existing=True)
    )


def keep_need(cohort: MentoringCohort, person_id: int, wish: Wish) -> MentoringNeed:
    need = need_of(cohort.id, person_id)
    if need is None:
        need = MentoringNeed(
            mentee_id=person_id,
            client_id=f"cohort-{cohort.id}",
            cohort_id=cohort.id,
            created_at=clock.now(),
            criteria=[],
        )
        db.session.add(need)
    need.question, need.note = wish.question, wish.note
    need.state, need.closed_at = NeedState.OPEN, None
    need.criteria = []
    db.session.flush()
    need.criteria = [
        NeedCriterion(facet=each.facet, key=each.key, weight=each.weight)
        for each in {(each.facet, each.key): each for each in wish.criteria}.values()
    ]
    db.session.flush()
    return need


def leave(cohort_id: int, person_id: int) -> None:
    """Take somebody out of a cohort whose matches are not published. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    take_out(cohort, holding.member_of(cohort, person_id))


def take_out(cohort: MentoringCohort, member: CohortMember) -> None:
    """Somebody is in the cohort no more; what they and others ranked of each other, and pairs with them, go."""
    member.left_at = clock.now()
    mine = member.person_id
    db.session.execute(
        delete(CohortRank).where(
            CohortRank.cohort_id == cohort.id, or_(CohortRank.person_id == mine, CohortRank.other_id == mine)
        )
    )
    db.session.execute(
        delete(CohortPair).where(
            CohortPair.cohort_id == cohort.id, or_(CohortPair.mentee_id == mine, CohortPair.mentor_id == mine)
        )
    )
    if need := need_of(cohort.id, mine):
        need.state, need.closed_at = NeedState.WITHDRAWN, clock.now()
    holding.changed(cohort)


def leave_all(person_id: int) -> None:
    """Take somebody who is suspended or leaves ION out of every cohort that is not matched yet."""
    undecided = (CohortState.DRAFT, CohortState.OPEN, CohortState.MATCHING)
    ids = db.session.scalars(
        select(CohortMember.cohort_id)
        .join(MentoringCohort, MentoringCohort.id == CohortMember.cohort_id)
        .where(
            CohortMember.person_id == person_id,
            CohortMember.left_at.is_(None),
            MentoringCohort.state.in_(undecided),
        )
        .order_by(CohortMember.cohort_id)
    ).all()
    for cohort_id in ids:
        try:
            leave(cohort_id, person_id)
        except (Refused, NotThere):  # published or left in between
            continue


def remove(cohort_id: int, person_id: int, *, user_id: int) -> None:
    """ION staff take somebody out. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    member = holding.member_of(cohort, person_id)
    take_out(cohort, member)
    holding.note("cohort member removed", cohort, user_id, person_id=person_id)
