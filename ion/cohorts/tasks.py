"""Runs of the matching, made by the worker: read, solve and verify outside of any transaction, then keep."""

from collections.abc import Iterator, Sequence
from typing import Any

from ion.base.extensions import db
from ion.cohorts.labels import NO_NEED
from ion.cohorts.queries.cohorts import one
from ion.cohorts.queries.inputs import gone, instance_of, wrongly_decided
from ion.cohorts.queries.lists import Lists, lists
from ion.cohorts.queries.people import names
from ion.cohorts.services import running
from ion.cohorts.services.running import Made
from ion.core.access import scopes
from ion.core.labels import names_in_words
from ion.core.matching.instance import BadInstance, Instance
from ion.core.matching.reasons import as_json
from ion.core.matching.record import match_record, verify
from ion.core.matching.run import Outcome, Unmatched, figures, origin_of, solve
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.models import MatchRun, MentoringCohort

APART = (
    "ION staff matched people by hand whom something keeps apart since: {}. Take that back, then run again."
)
GONE = "ION staff decided pairs with people who are not here any more: {}. Take that back, then run again."
NOT_PROVED = "The record of this run does not verify: {}"


def run(works: Sequence[Work]) -> None:
    """Make one run; one that is made, or whose cohort is gone, is left alone."""
    run_id = works[0].subject_id or 0
    found = db.session.get(MatchRun, run_id)
    cohort = one(found.cohort_id) if found and found.ready_at is None else None
    if found is None or cohort is None:
        return
    made = made_of(cohort, found)
    with unit_of_work():
        if isinstance(made, Made):
            running.keep(run_id, made)
        else:
            running.give_up(run_id, made)


def made_of(cohort: MentoringCohort, found: MatchRun) -> Made | str:
    """What the run gives, or why it cannot be made, in words."""
    version, mode = cohort.version, found.mode
    seen = lists(cohort)
    if problem := hindrance(seen):
        return problem
    try:
        instance = instance_of(cohort, seen)
    except BadInstance as error:
        return str(error)
    outcome = solve(instance, mode)
    record = match_record(instance, mode, outcome)
    if problems := verify(record):
        return NOT_PROVED.format(" ".join(problems))
    rows = list(match_rows(instance, seen, outcome))
    return Made(rows, figures(instance), record, instance.inputs_hash, version)


def hindrance(seen: Lists) -> str:
    """Why there can be no run: what ION staff decided cannot be kept."""
    for words, ids in (
        (GONE, gone(seen)),
        (APART, [id for pair in wrongly_decided(seen) for id in pair]),
    ):
        if ids:
            called = names(ids, scopes(None))
            return words.format(names_in_words([called[id].name for id in ids if id in called]))
    return ""


def match_rows(instance: Instance, seen: Lists, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """A row for each mentee: the mentor with points and reasons, or why there is none."""
    for mentee in instance.mentees:
        mentor = outcome.pairs.get(mentee)
        score = seen.fit.get(mentee, {}).get(mentor) if mentor is not None else None
        yield {
            "mentee_id": mentee,
            "mentor_id": mentor,
            "origin": origin_of(instance, mentee),
            "points": score.points if score else 0,
            "reasons": as_json(score.reasons) if score else [],
            "why": "" if mentor is not None else why_unmatched(seen, outcome, mentee),
        }


def why_unmatched(seen: Lists, outcome: Outcome, mentee: int) -> str:
    """Why a mentee has no mentor, as a key of labels.UNMATCHED."""
    why = outcome.unmatched[mentee]
    return NO_NEED if why is Unmatched.NOBODY_FITS and mentee not in seen.fit else why.value
