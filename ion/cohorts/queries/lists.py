"""All that a run of the matching sees of a cohort, as the database has it now: people, fit, own orders, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select

from ion.cohorts.queries.people import sides
from ion.cohorts.queries.wanted import criteria_by_mentee, fitting
from ion.core import reading
from ion.core.matching.scoring import Score
from ion.core.mentoring import conflicts, terms_of
from ion.models import CohortPair, CohortRank, MentoringCohort, Mentorship, MentorshipState, PairKind

LONGEST_LIST = 100
"""A mentee's list holds whom they ranked and, of those who have something that they look for, who ranked them and so
many of those who fit best."""
TOGETHER = "together"
APART = "apart"
GOES_ON = (MentorshipState.PROPOSED, MentorshipState.ACTIVE)
RANKS = (
    select(CohortRank.person_id, CohortRank.other_id)
    .where(CohortRank.cohort_id == bindparam("cohort_id"))
    .order_by(CohortRank.person_id, CohortRank.position, CohortRank.other_id)
)
PAIRS = (
    select(CohortPair.mentee_id, CohortPair.mentor_id, CohortPair.kind)
    .where(CohortPair.cohort_id == bindparam("cohort_id"))
    .order_by(CohortPair.mentee_id, CohortPair.id)
)
MENTORSHIPS = select(Mentorship.mentee_id, Mentorship.mentor_id).where(
    Mentorship.state.in_(GOES_ON),
    or_(
        Mentorship.mentee_id.in_(bindparam("ids", expanding=True)),
        Mentorship.mentor_id.in_(bindparam("ids", expanding=True)),
    ),
)
Pair = tuple[int, int]
"""(mentee, mentor), both person ids."""


@dataclass(frozen=True, slots=True)
class Lists:
    """`fit` has for each mentee the mentors who meet every must, the best first, barred ones too; `orders` whom
    everybody ranked, first choice first; `barred` why a pair is never matched; `fixed` and `edited` the mentor that ION
    staff decided for a mentee (None: nobody)."""

    mentees: list[int]
    openings: Mapping[int, int]
    fit: Mapping[int, Mapping[int, Score]]
    orders: Mapping[int, list[int]]
    barred: Mapping[Pair, str]
    fixed: Mapping[int, int]
    edited: Mapping[int, int | None]

    def wished(self, mentee: int) -> list[int]:
        """Whom a mentee may be matched with, in their order: own ranks first, then who fits best.

        Who fits as well as another stands where the published rule of ties puts them, so the order here counts only
        between different points.
        """
        fit, mine = self.fit.get(mentee, {}), self.orders.get(mentee, [])
        some = [mentor for mentor, score in fit.items() if score.met]
        asking = [mentor for mentor in some if mentee in self.orders.get(mentor, ())]
        wanted = dict.fromkeys([*(mentor for mentor in mine if mentor in fit), *some[:LONGEST_LIST], *asking])
        return [mentor for mentor in wanted if (mentee, mentor) not in self.barred]


def lists(cohort: MentoringCohort) -> Lists:
    """Everything, in a handful of questions whatever the size of the cohort."""
    mentees, openings = sides(cohort.id)
    decided = decisions(cohort.id)
    wanted = {
        mentee: found for mentee, found in criteria_by_mentee(cohort.id).items() if mentee in set(mentees)
    }
    return Lists(
        mentees,
        openings,
        fitting(wanted, terms_of(openings)),
        orders(cohort.id),
        barred(cohort, mentees, openings)
        | {(mentee, mentor): APART for mentee, mentor in decided[PairKind.APART] if mentor is not None},
        {mentee: mentor for mentee, mentor in decided[PairKind.FIXED] if mentor is not None},
        dict(decided[PairKind.EDITED]),
    )


def orders(cohort_id: int) -> dict[int, list[int]]:
    """Whom everybody ranked, first choice first."""
    found: dict[int, list[int]] = {}
    for row in reading.rows(RANKS, cohort_id=cohort_id):
        found.setdefault(row.person_id, []).append(row.other_id)
    return found


def decisions(cohort_id: int) -> dict[PairKind, list[tuple[int, int | None]]]:
    """What ION staff decided, by kind."""
    found: dict[PairKind, list[tuple[int, int | None]]] = {kind: [] for kind in PairKind}
    for row in reading.rows(PAIRS, cohort_id=cohort_id):
        found[row.kind].append((row.mentee_id, row.mentor_id))
    return found


def barred(cohort: MentoringCohort, mentees: list[int], openings: Mapping[int, int]) -> dict[Pair, str]:
    """Why a mentee and a mentor of the cohort are never matched."""
    among, mentors = set(mentees), set(openings)
    found: dict[Pair, str] = {}
    for row in reading.rows(MENTORSHIPS, ids=mentees) if mentees else ():
        if row.mentor_id in mentors:
            found[(row.mentee_id, row.mentor_id)] = TOGETHER
    same = cohort.keeps_apart_same_organization
    for pair, why in conflicts(mentees, same_organization=same).items():
        for mentee in pair & among:
            for mentor in pair & mentors:
                found[(mentee, mentor)] = why
    return found
