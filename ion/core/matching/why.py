"""Why not this mentor? One answer for every mentee and mentor of an outcome."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from ion.core.matching.instance import Instance
from ion.core.matching.orders import Orders, allowed, orders
from ion.core.matching.run import Outcome, solve
from ion.models import MatchMode


class WhyNot(StrEnum):
    """TOGETHER: they are matched. CONSTRAINT: kept apart (`constraint`). NOT_ON_LIST: the mentor does not meet a must.
    DECIDED: ION staff decided of the mentee by hand. RANKED_HIGHER_ACCEPTED: the mentee has a mentor whom they rank
    higher (`others`: that one). FULL_WITH_DECIDED: every opening went to pairs that ION staff decided (`others`).
    FULL_WITH_HIGHER: the mentor has `others`, all decided or ranked higher by the mentor. FOR_THE_TOTAL: with this
    pair `placed` and `total` would be those given, and not better (modes best total and most placed)."""

    TOGETHER = "together"
    CONSTRAINT = "constraint"
    NOT_ON_LIST = "not_on_list"
    DECIDED = "decided"
    RANKED_HIGHER_ACCEPTED = "ranked_higher_accepted"
    FULL_WITH_DECIDED = "full_with_decided"
    FULL_WITH_HIGHER = "full_with_higher"
    FOR_THE_TOTAL = "for_the_total"


@dataclass(frozen=True, slots=True)
class Answer:
    """Why not, and the facts of it; numbers are those of persons."""

    why: WhyNot
    constraint: str = ""
    others: tuple[int, ...] = ()
    figures: dict[str, int | float] = field(default_factory=dict)


def why_not(instance: Instance, outcome: Outcome, mentee: int, mentor: int) -> Answer:
    """Why this mentee has not this mentor. A stable outcome never needs FOR_THE_TOTAL, the others solve once more for
    it. Raises KeyError for somebody who is not in the cohort."""
    if mentee not in instance.mentees or mentor not in instance.limits:
        raise KeyError((mentee, mentor))
    pair, theirs = (mentee, mentor), outcome.pairs.get(mentee)
    if theirs == mentor:
        return Answer(WhyNot.TOGETHER)
    if pair in instance.barred:
        return Answer(WhyNot.CONSTRAINT, constraint=instance.barred[pair])
    if pair not in instance.points:
        return Answer(WhyNot.NOT_ON_LIST)
    if mentee in instance.decided:
        return Answer(WhyNot.DECIDED)
    order = orders(instance, allowed(instance))
    if theirs is not None and not order.prefers(mentee, mentor, theirs):
        return Answer(WhyNot.RANKED_HIGHER_ACCEPTED, others=(theirs,))
    return full(instance, outcome, order, mentee, mentor) or for_the_total(instance, outcome, mentee, mentor)


def full(instance: Instance, outcome: Outcome, order: Orders, mentee: int, mentor: int) -> Answer | None:
    """Where the mentor is full with mentees that come first."""
    others = tuple(other for other, theirs in outcome.pairs.items() if theirs == mentor)
    if instance.left[mentor] <= 0:
        return Answer(WhyNot.FULL_WITH_DECIDED, others=others)
    place = order.places[mentee, mentor]
    come_first = (other in instance.decided or order.places[other, mentor] < place for other in others)
    if len(others) >= instance.limits[mentor] and all(come_first):
        return Answer(WhyNot.FULL_WITH_HIGHER, others=others)
    return None


def for_the_total(instance: Instance, outcome: Outcome, mentee: int, mentor: int) -> Answer:
    """What the whole would be with this pair."""
    if outcome.mode == MatchMode.STABLE:
        raise ValueError("The outcome is not that of the instance: a blocking pair.")
    instead = solve(replace(instance, edited={**instance.edited, mentee: mentor}), outcome.mode)
    figures = {name: instead.figures[name] for name in ("placed", "total")}
    return Answer(WhyNot.FOR_THE_TOTAL, figures=figures)
