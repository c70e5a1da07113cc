"""Why a mentor is not among the suggestions for a need, in words that are true for this reader."""

from collections.abc import Iterator
from dataclasses import dataclass

from ion.core.access import Viewer, scopes
from ion.core.labels import label
from ion.core.matching.scoring import Criterion, Score
from ion.core.mentoring import facet_label, openings, today_of
from ion.core.mentoring.apart import OVERSIGHT, SAME_ORGANIZATION
from ion.core.times import us_date
from ion.mentoring.queries.needed import Needed
from ion.mentoring.queries.pool import Mentor, pool
from ion.mentoring.queries.reach import ASKED, COHORTS, DISMISSED, REGION, SELF, out_of_reach
from ion.mentoring.queries.suggestions import Suggestions, fit_of, of_need
from ion.mentoring.queries.wording import shared_words
from ion.models import BarKind, Weight

FOUND = 10
APART = "They do not take requests now."
"""What is said of every pair that is kept apart for a reason that is not the reader's to know: a block is silent."""
REASONS = {
    SELF: "This is you.",
    ASKED: "You asked them already.",
    DISMISSED: "You put them aside.",
    REGION: "They take requests from members of their own ETA Region only.",
    COHORTS: "They mentor in mentoring cohorts only.",
    SAME_ORGANIZATION: "You work at the same organization: talk to each other there.",
    OVERSIGHT: "One of your organizations funds or reviews the other.",
    BarKind.SUPERVISOR.value: "One of you reports to the other.",
    BarKind.ENDED_EARLY.value: "A mentorship between you ended early.",
}


@dataclass(frozen=True, slots=True)
class Why:
    """An answer to "Why not X?": `reasons` in words, the strongest first. `rank` is set for who is suggested after
    all. `may_be_asked` says whether the mentee may ask them all the same; `is_put_aside` that they dismissed them."""

    mentor: Mentor
    score: Score | None
    rank: int | None
    reasons: tuple[str, ...]
    may_be_asked: bool
    is_put_aside: bool


def named_like(name: str, seen: frozenset[str], but: int) -> list[Mentor]:
    """The mentors whose names hold what was typed, by name, except for one person; at most FOUND."""
    words = name.casefold().split()
    found = [
        mentor
        for mentor in pool(seen).mentors.values()
        if words and mentor.id != but and all(word in mentor.name.casefold() for word in words)
    ]
    return sorted(found, key=lambda mentor: (mentor.name.casefold(), mentor.id))[:FOUND]


def why_not(who: Viewer, need: Needed, mentor_id: int) -> Why | None:
    """Why the viewer's need does not lead to a mentor; None for nobody whom the viewer may see as a mentor."""
    seen = scopes(who)
    everyone = pool(seen)
    if (mentor := everyone.mentors.get(mentor_id)) is None:
        return None
    suggested = of_need(need, seen)
    barred = out_of_reach(need, {mentor_id: mentor}).get(mentor_id, "")
    fit = fit_of(need, mentor, shared_words(need.question, seen, everyone))
    room = openings([mentor_id]).get(mentor_id, 0)
    rank = next((each.rank for each in suggested.best if each.mentor.id == mentor_id), None)
    reasons = (
        (REASONS.get(barred, APART),)
        if barred
        else tuple(told(need, mentor, fit, room, suggested))
        if rank is None
        else ()
    )
    may = barred in ("", DISMISSED, SAME_ORGANIZATION) and room > 0
    return Why(mentor, fit, rank, reasons, may, barred == DISMISSED)


def told(need: Needed, mentor: Mentor, fit: Score | None, room: int, suggested: Suggestions) -> Iterator[str]:
    """The reasons of somebody who could be suggested."""
    if fit is None:
        yield f"They do not have what you say is a must: {named(missed(need, mentor))}."
    elif not fit.met:
        yield "None of what you ask for is on their profile."
    if not room:
        yield absence(mentor)
    if fit is None or not fit.met or not room:
        return
    better = [each for each in suggested.best if each.score.points > fit.points]
    if better:
        names = "mentor fits" if len(better) == 1 else "mentors fit"
        yield f"{len(better)} {names} better: {fit.points} of 100 points here, {better[-1].score.points} or more there."
    else:
        yield "Others fit just as well: a lot decides between equals, and nobody is shown far beyond their openings."
    if lacks := [of for of in need.criteria if of.term not in mentor.terms]:
        yield f"Not on their profile: {named(lacks)}."


def missed(need: Needed, mentor: Mentor) -> list[Criterion]:
    return [of for of in need.criteria if of.weight == Weight.MUST and of.term not in mentor.terms]


def named(criteria: list[Criterion]) -> str:
    return ", ".join(f"{label(of.facet, of.key)} ({facet_label(of.facet)})" for of in criteria)


def absence(mentor: Mentor) -> str:
    """Why somebody has no openings."""
    if mentor.away_until and mentor.away_until > today_of(mentor.zone):
        return f"They are away until {us_date(mentor.away_until)}."
    return "They have no openings left this month."
