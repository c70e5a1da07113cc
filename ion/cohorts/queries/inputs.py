"""What a run sees of a cohort, as an instance of the matching: people by number, points, orders, decisions."""

from collections.abc import Iterator

from ion.cohorts.queries.lists import Lists, Pair
from ion.core.matching.instance import Instance
from ion.core.mentoring.apart import SAME_ORGANIZATION
from ion.models import MentoringCohort


def instance_of(cohort: MentoringCohort, seen: Lists) -> Instance:
    """The instance that a run of the cohort solves. Numbers are those of persons. Raises BadInstance."""
    points = {
        (mentee, mentor): seen.fit[mentee][mentor].points
        for mentee in seen.fit
        for mentor in dict.fromkeys([*seen.wished(mentee), *beside(seen, mentee)])
    }
    return Instance(
        lot=cohort.lot,
        mentees=seen.mentees,
        limits=seen.openings,
        points=points,
        mentee_ranks={id: order for id, order in seen.orders.items() if id not in seen.openings},
        mentor_ranks={id: order for id, order in seen.orders.items() if id in seen.openings},
        fixed=seen.fixed,
        edited=seen.edited,
        barred=kept_apart(seen, points),
    )


def beside(seen: Lists, mentee: int) -> Iterator[int]:
    """Mentors who fit a mentee and are in the instance, though not on the list: kept apart, or decided by hand."""
    decided = seen.fixed.get(mentee) or seen.edited.get(mentee)
    for mentor, score in seen.fit.get(mentee, {}).items():
        if mentor == decided or (score.met and (mentee, mentor) in seen.barred):
            yield mentor


def kept_apart(seen: Lists, points: dict[Pair, int]) -> dict[Pair, str]:
    """The pairs that would fit, and why they are kept apart. A decision by hand stands above the one organization."""
    decided = {**seen.fixed, **seen.edited}
    fits = ((mentee, mentor) for mentee, fit in seen.fit.items() for mentor in fit)
    barred = {pair: seen.barred[pair] for pair in fits if pair in seen.barred}
    barred |= {
        (mentee, mentor): seen.barred[mentee, mentor]
        for mentee, mentor in decided.items()
        if mentor is not None and (mentee, mentor) in seen.barred
    }
    return {
        (mentee, mentor): why
        for (mentee, mentor), why in barred.items()
        if not (why == SAME_ORGANIZATION and decided.get(mentee) == mentor)
    }


def wrongly_decided(seen: Lists) -> list[Pair]:
    """Pairs that ION staff decided and that may not be: what keeps them apart came later."""
    return [
        (mentee, mentor)
        for mentee, mentor in {**seen.fixed, **seen.edited}.items()
        if mentor is not None and seen.barred.get((mentee, mentor), SAME_ORGANIZATION) != SAME_ORGANIZATION
    ]


def gone(seen: Lists) -> list[int]:
    """People of decided pairs who cannot be matched any more: suspended, or not in the cohort."""
    decided = {**seen.fixed, **seen.edited}
    among = {*seen.mentees, *seen.openings}
    return [id for pair in decided.items() for id in pair if id is not None and id not in among]
