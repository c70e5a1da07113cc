"""The best mentors for a need, each with reasons; and where there are none, why, and what to loosen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from ion.core.access import Viewer, scopes
from ion.core.matching.scoring import Score, rank, score
from ion.core.mentoring import apart_from, openings, weights
from ion.core.people import user_of
from ion.core.portable import holder
from ion.core.times import count
from ion.mentoring.queries import exposure, loosening
from ion.mentoring.queries.cards import MentorCard, cards
from ion.mentoring.queries.needed import Needed, needed, others_asked
from ion.mentoring.queries.pool import Mentor, Pool, pool
from ion.mentoring.queries.reach import DISMISSED, not_asked_by, out_of_reach
from ion.mentoring.queries.wording import shared_words

BEST = 5
RANKED, WALKED, STEP = 400, 300, 30
"""So many mentors are ranked, and so many of those who fit are looked at for openings, some at a time."""

Ranked = tuple[int, Score]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A mentor who fits. `rank` counts from 1; `others_asked` is how many requests of others wait for them."""

    rank: int
    mentor: MentorCard
    score: Score
    others_asked: int

    @property
    def has_openings(self) -> bool:
        return self.mentor.openings > 0


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The answer to a need: the best mentors first, the first of them even without openings.

    `empty` says in words why nobody with openings stands there, else nothing; `loosen` what would help. `to_note`
    are the mentors on ranks 2 to 5 who are shown for this need for the first time this month; `put_aside` those whom
    the mentee dismissed and who fit.
    """

    best: tuple[Suggested, ...]
    empty: str
    loosen: tuple[loosening.Loosened, ...]
    put_aside: tuple[Mentor, ...]
    to_note: tuple[int, ...]


def suggestions(who: Viewer, need_id: int) -> Suggestions | None:
    """The suggestions for one of the viewer's own open needs; None for any other."""
    need = needed(need_id, who.person_id)
    return of_need(need, scopes(who)) if need and need.is_open else None


def of_need(need: Needed, seen: frozenset[str]) -> Suggestions:
    """The suggestions for a need to a holder of these scopes, its mentee."""
    everyone = pool(seen)
    words = shared_words(need.question, seen, everyone)
    barred = out_of_reach(need, everyone.mentors)
    fitting = ranked(need, everyone, words)
    aside = [everyone.mentors[id] for id, _ in fitting if barred.get(id) == DISMISSED]
    free = [each for each in fitting if each[0] not in barred]
    choice = best_of(need.id, free)
    best = drawn(choice.chosen, need.id, seen)
    is_empty = not any(each.has_openings for each in best)
    return Suggestions(
        best,
        why_empty(choice.openings, len(free), need) if is_empty else "",
        tuple(loosening.ways(need, everyone, words, barred)) if is_empty else (),
        tuple(aside),
        tuple(id for id, _ in choice.chosen[1:] if not choice.shown.get(id, (0, False))[1]),
    )


def ranked(need: Needed, everyone: Pool, words: Mapping[int, tuple[str, ...]] | None) -> list[Ranked]:
    """The mentors who fit, best first: RANKED of them, or all where so many fit equally well."""
    found = rank(need.criteria, everyone.index, weights(), words=words, most=RANKED)
    if len(found) == RANKED and level(found[0]) == level(found[-1]):  # a lot decides among all who are equal
        found = rank(need.criteria, everyone.index, weights(), words=words)
    return [each for each in found if each[1].met]


def level(each: Ranked) -> tuple[int, int]:
    return each[1].points, each[1].met


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen of those who fit; `openings` and `shown` (exposure.shown) of all who were looked at."""

    chosen: Sequence[Ranked]
    openings: Mapping[int, int]
    shown: Mapping[int, tuple[int, bool]]


def best_of(need_id: int, fitting: Sequence[Ranked]) -> Choice:
    """The first, and the next four who have openings and were not shown too often.

    Who fits equally well stands in an order drawn by lot for this need.
    """
    in_order = in_drawn_order(need_id, fitting)
    chosen: list[Ranked] = []
    rooms: dict[int, int] = {}
    shown: dict[int, tuple[int, bool]] = {}
    while len(chosen) < BEST and len(rooms) < WALKED and (some := list(islice(in_order, STEP))):
        ids = [id for id, _ in some]
        rooms |= openings(ids)
        shown |= exposure.shown(ids, need_id)
        for each in some:
            if not chosen or exposure.has_room(each[0], rooms.get(each[0], 0), shown):
                chosen.append(each)
    return Choice(chosen[:BEST], rooms, shown)


def in_drawn_order(need_id: int, fitting: Iterable[Ranked]) -> Iterator[Ranked]:
    for _, equals in groupby(fitting, level):
        yield from sorted(equals, key=lambda each: exposure.lot(need_id, each[0]))


def drawn(chosen: Sequence[Ranked], need_id: int, seen: frozenset[str]) -> tuple[Suggested, ...]:
    """The chosen with their cards."""
    ids = [id for id, _ in chosen]
    found, waiting = cards(ids, seen), others_asked(ids, need_id)
    return tuple(
        Suggested(number, with_others(found[id], waiting.get(id, 0)), fit, waiting.get(id, 0))
        for number, (id, fit) in enumerate(chosen, 1)
        if id in found
    )


def with_others(card: MentorCard, number: int) -> MentorCard:
    words = f"{count(number, 'other', 'others')} asked" if number else ""
    return replace(card, others_asked_words=words)


def why_empty(rooms: Mapping[int, int], number: int, need: Needed) -> str:
    """Why nobody can be asked now, in words."""
    if not number:
        if not need.criteria:
            return "No mentor's own words speak of your question yet. Say what they should know, and ION looks again."
        return "Nobody else fits what you ask for." if need.asked else "No mentor fits what you ask for."
    more = "More than " if len(rooms) < number else ""
    words = "fits, but has" if number == 1 else "fit, but have"
    return f"{more}{count(number, 'mentor', 'mentors')} {words} no openings now."


def fit(need_id: int, mentor_id: int) -> Score | None:
    """How well a mentor fits a need, as its mentee sees it; None where a must is not met or they may not be asked."""
    need = needed(need_id)
    if need is None:
        return None
    seen = scopes_of(need.mentee_id)
    everyone = pool(seen)
    mentor = everyone.mentors.get(mentor_id)
    if mentor is None or mentor_id in refused(need, {mentor_id: mentor}):
        return None
    return fit_of(need, mentor, shared_words(need.question, seen, everyone))


def fit_of(need: Needed, mentor: Mentor, words: Mapping[int, tuple[str, ...]] | None) -> Score | None:
    """The score of one mentor, given what all say of the question; None where a must is not met."""
    own = None if words is None else words.get(mentor.id, ())
    return score(need.criteria, mentor.terms, weights(), words=own)


def refused(need: Needed, found: Mapping[int, Mentor]) -> Collection[int]:
    """Those of these mentors who may not be asked for a need."""
    return {
        *not_asked_by(need.mentee_id, found),
        *apart_from(need.mentee_id, same_organization=False),
        need.mentee_id,
    }


def best_other(need_id: int) -> Suggested | None:
    """The best mentor with openings for a need who was not asked for it yet; None where there is none."""
    need = needed(need_id)
    if need is None or not need.is_open:
        return None
    best = of_need(need, scopes_of(need.mentee_id)).best
    return next((each for each in best if each.has_openings), None)


def scopes_of(person_id: int) -> frozenset[str]:
    """What the person's login may see."""
    user_id = user_of(person_id)
    return scopes(holder(user_id) if user_id else None)
