"""Match records: what a run was made from, what came out, and a proof that anyone can check without the database."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ion.core.matching.instance import BadInstance, Instance, from_inputs, hash_of
from ion.core.matching.orders import Orders, orders
from ion.core.matching.run import Outcome, Unmatched, figures_of, origin_of, why_unmatched
from ion.core.matching.stable import blocking_pairs, stable
from ion.core.matching.totals import gains, prices, total
from ion.models import MatchMode

FORMAT = "ION match record 1"
TIE_RULE = (
    "A person's lot is the SHA-256 of the cohort's lot and the person's number, joined by a colon, in hexadecimal. "
    "Of equals the one with the lower lot goes first."
)
PAIR_TIE_RULE = (
    "A pair's lot is the SHA-256 of the cohort's lot, the mentee's and the mentor's number, joined by colons, in "
    "hexadecimal. Of equal matchings the one with the lower sum of the first bits of its pairs' lots is chosen."
)
FIELDS = {
    "format": str,
    "mode": str,
    "tie_rule": str,
    "inputs_hash": str,
    "inputs": dict,
    "pairs": list,
    "unmatched": list,
    "figures": dict,
    "proof": dict,
}


def match_record(instance: Instance, mode: MatchMode, outcome: Outcome) -> dict[str, Any]:
    """The record of an outcome, as JSON keeps it. Raises NotTheHighest where its pairs are not the highest total.

    It holds the inputs with their hash, every pair with its origin (matched, fixed, edited), the others with why, the
    figures, and the proof for the instance that remains: in mode stable the number of blocking pairs, which is none;
    in the others the price of each person, which shows that no matching can have a higher total.
    """
    return {
        "format": FORMAT,
        "mode": str(mode),
        "tie_rule": TIE_RULE if mode == MatchMode.STABLE else PAIR_TIE_RULE,
        "inputs_hash": instance.inputs_hash,
        "inputs": instance.inputs,
        "pairs": [[*pair, str(outcome.origins[pair[0]])] for pair in outcome.pairs.items()],
        "unmatched": [[mentee, str(why)] for mentee, why in outcome.unmatched.items()],
        "figures": dict(outcome.figures),
        "proof": proof(instance, mode, outcome.pairs),
    }


def proof(instance: Instance, mode: MatchMode, pairs: Mapping[int, int]) -> dict[str, Any]:
    found = undecided(instance, pairs)
    if mode == MatchMode.STABLE:
        return {"blocking_pairs": sum(1 for _ in blocking_pairs(instance, found))}
    worth = prices(instance, found, gains(instance, mode))
    return {
        "bound": worth.bound,
        "mentee_prices": [list(row) for row in worth.mentees.items()],
        "mentor_prices": [list(row) for row in worth.mentors.items() if row[1]],
    }


def verify(record: object) -> list[str]:
    """What is wrong with a record, in sentences; empty where it proves what it says. Never raises."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return ["This is not an ION match record."]
    if missing := [name for name, kind in FIELDS.items() if not isinstance(record.get(name), kind)]:
        return [f"The record has no {name}." for name in missing]
    try:
        return list(problems(record))
    except (BadInstance, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return [f"The record cannot be read: {type(error).__name__}: {error}"]


def problems(record: Mapping[str, Any]) -> Iterator[str]:
    """The checks, in the order in which one rests on the other."""
    if hash_of(record["inputs"]) != record["inputs_hash"]:
        yield "The inputs are not those of the hash."
    instance, mode = from_inputs(record["inputs"]), MatchMode(record["mode"])
    if instance.inputs != record["inputs"]:
        yield "The inputs are not in their order."
    pairs = {mentee: mentor for mentee, mentor, _ in record["pairs"]}
    if kept := list(broken(instance, record, pairs)):
        yield from kept
        return
    order, found = orders(instance, instance.possible), undecided(instance, pairs)
    if figures_of(instance, pairs, found, order) != record["figures"]:
        yield "The figures are not those of the pairs."
    if mode == MatchMode.STABLE:
        yield from unstable(instance, found, order, record["proof"])
    else:
        yield from below_the_bound(instance, mode, found, record["proof"])


def broken(instance: Instance, record: Mapping[str, Any], pairs: Mapping[int, int]) -> Iterator[str]:
    """Limits, constraints, decided pairs and reasons that are not kept."""
    without = {mentee: Unmatched(why) for mentee, why in record["unmatched"]}
    if sorted([*(row[0] for row in record["pairs"]), *without]) != list(instance.mentees):
        yield "Not every mentee stands there exactly once."
        return
    if unknown := sorted(set(pairs.values()) - instance.limits.keys()):
        yield f"Mentors {unknown} are not in the cohort."
        return
    taken = Counter(pairs.values())
    for mentor, number in taken.items():
        if number > instance.limits[mentor]:
            yield f"Mentor {mentor} has {number} mentees, above the limit of {instance.limits[mentor]}."
    yield from misplaced(instance, pairs)
    for mentee, _, origin in record["pairs"]:
        if origin != origin_of(instance, mentee):
            yield f"The pair of mentee {mentee} says {origin}, which it is not."
    if without != why_unmatched(instance, pairs):
        yield "Why mentees have no mentor is not what follows from the inputs."


def misplaced(instance: Instance, pairs: Mapping[int, int]) -> Iterator[str]:
    """Pairs that are not as ION staff decided, or that cannot be."""
    for mentee, decided in instance.decided.items():
        if pairs.get(mentee) != decided:
            yield f"What ION staff decided of mentee {mentee} is not kept."
    for mentee, mentor in undecided(instance, pairs).items():
        if (mentee, mentor) not in instance.possible:
            yield f"Mentee {mentee} and mentor {mentor} cannot be matched: kept apart, a must, or no opening."


def unstable(
    instance: Instance, found: Mapping[int, int], order: Orders, told: Mapping[str, Any]
) -> Iterator[str]:
    blocking = list(blocking_pairs(instance, found, order))
    for mentee, mentor in blocking[:10]:
        yield f"Mentee {mentee} and mentor {mentor} would both rather have each other."
    if told != {"blocking_pairs": len(blocking)}:
        yield f"The proof speaks of other blocking pairs than the {len(blocking)} there are."
    if not blocking and found != stable(instance, order):
        yield "The pairs are stable, but another stable matching is better for mentees."


def below_the_bound(
    instance: Instance, mode: MatchMode, found: Mapping[int, int], told: Mapping[str, Any]
) -> Iterator[str]:
    """Weak duality, checked by addition alone: with prices of zero or more that cover every possible pair, no matching
    can gain more than their sum, and this one gains exactly that."""
    gain = gains(instance, mode)
    of_mentee = {mentee: price for mentee, price in told["mentee_prices"]}
    of_mentor = {mentor: price for mentor, price in told["mentor_prices"]}
    every = [*of_mentee.values(), *of_mentor.values()]
    if not all(isinstance(price, int) and price >= 0 for price in every):
        yield "A price is not a whole number of zero or more."
    for (mentee, mentor), worth in gain.items():
        if of_mentee.get(mentee, 0) + of_mentor.get(mentor, 0) < worth:
            yield f"The prices of mentee {mentee} and mentor {mentor} do not cover what the pair would count."
            break
    bound = sum(of_mentee.values()) + sum(price * instance.left[id] for id, price in of_mentor.items())
    if not bound == told["bound"] == total(found, gain):
        yield "The pairs do not reach the bound: another matching may have a higher total."


def undecided(instance: Instance, pairs: Mapping[int, int]) -> dict[int, int]:
    """The pairs of the instance that remains."""
    return {mentee: mentor for mentee, mentor in pairs.items() if mentee not in instance.decided}
