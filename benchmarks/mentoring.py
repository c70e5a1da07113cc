"""Matching at the size of a whole country: CPU seconds and memory, each figure in a process of its own.

    python -m benchmarks.mentoring [--mentees 10000] [--mentors 3000] [--list 20]

Mentors and needs are generated (seeded): a few topics are wanted by many, as in life. Every answer is checked.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from ion.adapters.flow_assignment import FlowAssignment
from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.core.matching.instance import Instance
from ion.core.matching.orders import orders
from ion.core.matching.record import match_record, verify
from ion.core.matching.run import solve
from ion.core.matching.scoring import Criterion, Index, Term, rank
from ion.core.matching.stable import blocking_pairs, stable
from ion.core.matching.totals import highest
from ion.core.ports import assignment
from ion.models import MatchMode, Weight

SEED, FIRST_MENTOR, TOPICS = 20261122, 1_000_000, [f"topic-{number}" for number in range(60)]
COHORT = (1_000, 300)
WEIGHTS = (Weight.HIGH, Weight.HIGH, Weight.MEDIUM, Weight.MEDIUM, Weight.LOW)


def cpu() -> float:
    """CPU seconds of this process and of the children it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(deed: Callable[[], Any]) -> tuple[float, Any]:
    """What it took, and what came out."""
    before = cpu()
    answer = deed()
    return cpu() - before, answer


def terms(dice: random.Random) -> frozenset[Term]:
    """What a mentor has."""
    wanted = dice.choices(TOPICS, weights=range(len(TOPICS), 0, -1), k=4)
    return frozenset(
        {("state", dice.choice([*STATES])), ("role", dice.choice([*ROLES]))}
        | {("topic", key) for key in wanted}
        | {("sector", key) for key in dice.sample([*SECTORS], 2)}
    )


def criteria(dice: random.Random) -> list[Criterion]:
    """What a mentee wants."""
    topics = set(dice.choices(TOPICS, weights=range(len(TOPICS), 0, -1), k=2))
    wanted = [("topic", key) for key in sorted(topics)]
    wanted += [
        ("sector", dice.choice([*SECTORS])),
        ("role", dice.choice([*ROLES])),
        ("state", dice.choice([*STATES])),
    ]
    return [Criterion(*term, weight) for term, weight in zip(wanted, WEIGHTS, strict=False)]


def ranked(mentees: int, mentors: int, length: int) -> dict[tuple[int, int], int]:
    """Everybody's list of their best mentors, with points."""
    dice = random.Random(SEED)
    index = Index({FIRST_MENTOR + number: terms(dice) for number in range(mentors)})
    return {
        (mentee, mentor): score.points
        for mentee in range(mentees)
        for mentor, score in rank(criteria(dice), index, most=length)
    }


def cohort(mentees: int, mentors: int, length: int) -> Instance:
    dice = random.Random(SEED + 1)
    limits = {FIRST_MENTOR + number: dice.randint(1, 5) for number in range(mentors)}
    return Instance("a lot drawn once", range(mentees), limits, ranked(mentees, mentors, length))


def scoring(mentees: int, mentors: int, length: int) -> Iterator[dict[str, Any]]:
    used, lists = seconds(lambda: ranked(mentees, mentors, length))
    assert len(lists) == mentees * min(length, mentors)
    yield {"what": "scoring and ranking, all lists", "s": used, "mb": memory_mb()}


def stable_mode(mentees: int, mentors: int, length: int) -> Iterator[dict[str, Any]]:
    instance = cohort(mentees, mentors, length)
    sorting, order = seconds(lambda: orders(instance, instance.possible))
    used, pairs = seconds(lambda: stable(instance, order))
    blocking = sum(1 for _ in blocking_pairs(instance, pairs, order))
    assert not blocking
    yield {"what": "both sides' orders", "s": sorting}
    yield {"what": "stable", "s": used, "words": words(instance, pairs) + f", {blocking} blocking pairs"}


def total_mode(mode: MatchMode, *size: int) -> Iterator[dict[str, Any]]:
    assignment.use(FlowAssignment())
    instance = cohort(*size)
    used, pairs = seconds(lambda: highest(instance, mode))
    yield {"what": str(mode).replace("_", " "), "s": used, "words": words(instance, pairs)}


def records(*_: int) -> Iterator[dict[str, Any]]:
    """A cohort as staff have them: run, record, check."""
    assignment.use(FlowAssignment())
    instance = cohort(*COHORT, COHORT[1])
    for mode in MatchMode:
        running, outcome = seconds(lambda mode=mode: solve(instance, mode))
        making, record = seconds(lambda mode=mode, of=outcome: match_record(instance, mode, of))
        read = json.loads(json.dumps(record))
        checking, problems = seconds(lambda record=read: verify(record))
        assert problems == []
        told = f"record {making:.2f} s, verify {checking:.2f} s, " + words(instance, outcome.pairs)
        yield {"what": f"{COHORT[0]} x {COHORT[1]}, full lists: {mode}", "s": running, "words": told}


def words(instance: Instance, pairs: Any) -> str:
    points = sum(instance.points[pair] for pair in pairs.items())
    return f"{len(pairs):,} placed, {points:,} points"


PARTS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "scoring": scoring,
    "stable": stable_mode,
    "most_placed": lambda *size: total_mode(MatchMode.MOST_PLACED, *size),
    "best_total": lambda *size: total_mode(MatchMode.BEST_TOTAL, *size),
    "records": records,
}


def line(row: dict[str, Any]) -> str:
    used = f"{row['what']:<44}{row['s']:>8.2f} s CPU" if "what" in row else ""
    held = f"{row['mb']:>8.0f} MB" if "mb" in row else ""
    return f"{used}{held}  {row.get('words', '')}".strip()


def main() -> None:
    """Print one line for each figure."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--mentees", type=int, default=10_000)
    arguments.add_argument("--mentors", type=int, default=3_000)
    arguments.add_argument("--list", type=int, default=20)
    arguments.add_argument("--part", choices=PARTS)
    options = arguments.parse_args()
    if options.part:
        for row in PARTS[options.part](options.mentees, options.mentors, options.list):
            print(line(row), flush=True)
        return
    print(f"{options.mentees:,} mentees, {options.mentors:,} mentors, lists of {options.list}", flush=True)
    for part in PARTS:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.mentoring", *sys.argv[1:], "--part", part], check=True
        )
    subprocess.run([sys.executable, "-m", "benchmarks.mentoring_suggestions"], check=True)


if __name__ == "__main__":
    main()
