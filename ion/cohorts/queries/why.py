"""Why not this mentor? Answered from the record of a run, in words for ION staff."""

from collections.abc import Collection, Mapping
from typing import Any

from ion.cohorts.labels import MODES, barred_words
from ion.cohorts.queries.lists import decisions
from ion.cohorts.queries.people import names
from ion.core.access import scopes
from ion.core.labels import names_in_words
from ion.core.matching.instance import Instance, from_inputs
from ion.core.matching.orders import orders
from ion.core.matching.record import undecided
from ion.core.matching.run import Outcome, outcome_of
from ion.core.matching.why import Answer, WhyNot, why_not
from ion.core.mentoring import apart_from
from ion.core.times import count
from ion.models import MatchMode, MatchRun, MentoringCohort, PairKind

WORDS: Mapping[WhyNot, str] = {
    WhyNot.TOGETHER: "They are matched with each other.",
    WhyNot.CONSTRAINT: "They cannot be matched: {constraint}.",
    WhyNot.NOT_ON_LIST: "{mentor} does not have what {mentee} looks for, with all that is a must, or many "
    "others fit better.",
    WhyNot.DECIDED: "ION staff decided about {mentee} by hand.",
    WhyNot.RANKED_HIGHER_ACCEPTED: "{mentee} has {others}, who stands higher in the order of {mentee}.",
    WhyNot.FULL_WITH_DECIDED: "Every opening of {mentor} went to pairs that ION staff decided: {others}.",
    WhyNot.FULL_WITH_HIGHER: "{mentor} is full with {others}, all higher in the order of {mentor} or decided by "
    "ION staff.",
    WhyNot.FOR_THE_TOTAL: "With this pair, the mode “{mode}” would place {placed} with {total} in all, and so no more.",
}
SHOWN = 5
"""So many of the others are named."""


def answer(cohort: MentoringCohort, run: MatchRun, mentee_id: int, mentor_id: int) -> str:
    """Why a mentee of the run has not that mentor, in a sentence; empty for people who are not in it.

    `run` comes with its record.
    """
    instance, outcome = remade(run.record)
    if mentee_id not in instance.mentees or mentor_id not in instance.limits:
        return ""
    return in_words(cohort, run.mode, why_not(instance, outcome, mentee_id, mentor_id), mentee_id, mentor_id)


def remade(record: Mapping[str, Any]) -> tuple[Instance, Outcome]:
    """The instance and the outcome that a record keeps."""
    instance = from_inputs(record["inputs"])
    pairs = {mentee: mentor for mentee, mentor, _ in record["pairs"]}
    order = orders(instance, instance.possible)
    return instance, outcome_of(instance, MatchMode(record["mode"]), undecided(instance, pairs), order)


def in_words(cohort: MentoringCohort, mode: MatchMode, found: Answer, mentee_id: int, mentor_id: int) -> str:
    called = names({mentee_id, mentor_id, *found.others[:SHOWN]}, scopes(None))
    return WORDS[found.why].format(
        mentee=called[mentee_id].name,
        mentor=called[mentor_id].name,
        constraint=barred_words(constraint(cohort, mentee_id, mentor_id)),
        others=others_in_words([called[id].name for id in found.others[:SHOWN]], len(found.others)),
        mode=MODES[mode],
        placed=count(int(found.figures.get("placed", 0)), "mentee", "mentees"),
        total=count(int(found.figures.get("total", 0)), "point", "points"),
    )


def others_in_words(called: Collection[str], number: int) -> str:
    more = [f"{number - len(called)} more"] if number > len(called) else []
    return names_in_words([*called, *more]) or "others"


def constraint(cohort: MentoringCohort, mentee_id: int, mentor_id: int) -> str:
    """What keeps the two apart now, as a key of labels.BARRED: no record says it."""
    if (mentee_id, mentor_id) in decisions(cohort.id)[PairKind.APART]:
        return "apart"
    same = cohort.keeps_apart_same_organization
    return apart_from(mentee_id, same_organization=same).get(mentor_id, "together")
