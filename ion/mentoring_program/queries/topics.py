"""Topics that are asked about and not met: demand and openings side by side, and what one more mentor would place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from ion.core import reading
from ion.core.labels import label
from ion.core.matching.instance import Instance
from ion.core.matching.run import solve
from ion.core.matching.scoring import Criterion, rank, score
from ion.core.mentoring import conflicts, weights
from ion.core.mentoring.pending import is_unmatched
from ion.mentoring_program.queries.supply import Supply
from ion.mentoring_program.queries.unmatched import CRITERIA, fitting
from ion.models import MatchMode, MentoringNeed, PersonTerm, Weight

LEAST_PEOPLE = 3
"""A question is shown word for word only where so many people ask about its topic."""
QUOTED = 3
MOST_NEEDS = 5_000
MATCHED = 200
"""So many open questions, the oldest, are matched anew to see what one more mentor would change."""
LISTED = 12
"""With so many mentors each, those who fit best."""
TRIED = 8
"""For so many topics, those with the widest gap, one more mentor is tried."""
NEW_MENTOR = 0
OPENINGS = 2
"""What the mentor who is tried would take in a month: what new mentors are offered first."""
LOT = "openings"


@dataclass(frozen=True, slots=True)
class Unmet:
    """A topic that is asked about: `people` and `states` count each once; `gap` is how many more people ask than
    there are openings; `placed` how many more people one more mentor would place, None where that was not tried."""

    key: str
    label: str
    people: int
    states: int
    mentors: int
    openings: int
    questions: tuple[str, ...]
    placed: int | None = None

    @property
    def gap(self) -> int:
        return max(self.people - self.openings, 0)


@dataclass(frozen=True, slots=True)
class Need:
    """An open question with what is wanted of a mentor."""

    id: int
    mentee_id: int
    question: str
    criteria: tuple[Criterion, ...]

    @property
    def number(self) -> int:
        """What stands for it where it is matched: mentors are numbered from 1 up, by their person ids."""
        return -self.id

    @property
    def topics(self) -> list[str]:
        return [each.key for each in self.criteria if each.facet == "topic"]


NEEDS = (
    select(MentoringNeed.id, MentoringNeed.mentee_id, MentoringNeed.question)
    .where(is_unmatched())
    .order_by(MentoringNeed.created_at, MentoringNeed.id)
)
STATES = select(PersonTerm.person_id, PersonTerm.key).where(
    PersonTerm.facet == "state", PersonTerm.person_id.in_(bindparam("ids", expanding=True))
)


def needs() -> list[Need]:
    """Open questions without a conversation, the oldest first."""
    rows: Sequence[Any] = reading.rows(NEEDS.limit(MOST_NEEDS)).all()
    wanted: dict[int, list[Criterion]] = defaultdict(list)
    for each in reading.rows(CRITERIA, ids=[row.id for row in rows]) if rows else ():
        wanted[each.need_id].append(Criterion(each.facet, each.key, each.weight))
    return [Need(row.id, row.mentee_id, row.question, tuple(wanted[row.id])) for row in rows]


def unmet(found: Sequence[Need], there: Supply) -> list[Unmet]:
    """Every topic of these questions, the widest gap first, then the most asked."""
    of_topic: dict[str, list[Need]] = defaultdict(list)
    for need in found:
        for key in need.topics:
            of_topic[key].append(need)
    states: dict[int, set[str]] = defaultdict(set)
    ids = sorted({need.mentee_id for need in found})
    for person_id, state in reading.rows(STATES, ids=ids) if ids else ():
        states[person_id].add(state)
    rows = [row_of(key, some, states, there) for key, some in of_topic.items()]
    return sorted(rows, key=lambda row: (-row.gap, -row.people, row.label))


def row_of(key: str, asking: Sequence[Need], states: dict[int, set[str]], there: Supply) -> Unmet:
    people = {need.mentee_id for need in asking}
    mentors = there.of_term("topic", key)
    newest = tuple(dict.fromkeys(need.question for need in reversed(asking)))[:QUOTED]
    return Unmet(
        key,
        label("topic", key),
        len(people),
        len({state for id in people for state in states[id]}),
        len(mentors),
        sum(there.openings.get(id, 0) for id in mentors),
        newest if len(people) >= LEAST_PEOPLE else (),
    )


def placements(found: Sequence[Need], there: Supply, keys: Iterable[str]) -> dict[str, int]:
    """For each of these topics, how many more of these questions would find a mentor if one more mentor talked about
    it and took OPENINGS conversations: the most that can be placed with them, less the most that can be without. The
    oldest MATCHED questions count."""
    found = found[:MATCHED]
    points = fits(found, there)
    mentees = [need.number for need in found]
    limits = {id: number for id, number in there.openings.items() if number}
    base = placed(Instance(LOT, mentees, limits, points))
    return {
        key: placed(
            Instance(LOT, mentees, {**limits, NEW_MENTOR: OPENINGS}, {**points, **fits_new(found, key)})
        )
        - base
        for key in keys
    }


def placed(instance: Instance) -> int:
    return len(solve(instance, MatchMode.MOST_PLACED).pairs)


def fits(found: Sequence[Need], there: Supply) -> dict[tuple[int, int], int]:
    """The points of every question with the best mentors who have openings."""
    apart = conflicts({need.mentee_id for need in found})
    points: dict[tuple[int, int], int] = {}
    for need in found:
        may_be = set(fitting(need.mentee_id, need.criteria, there, apart)) & there.openings.keys()
        free = [
            (id, fit)
            for id, fit in rank(need.criteria, there.mentors.index, weights())
            if id in may_be and there.openings[id]
        ]
        points |= {(need.number, id): fit.points for id, fit in free[:LISTED]}
    return points


def fits_new(found: Sequence[Need], key: str) -> dict[tuple[int, int], int]:
    """The same with a mentor who talks about this topic and nothing else; other musts are left out of it."""
    term = ("topic", key)
    return {
        (need.number, NEW_MENTOR): fit.points
        for need in found
        if key in need.topics
        and (fit := score([softened(each, key) for each in need.criteria], {term}, weights()))
    }


def softened(each: Criterion, key: str) -> Criterion:
    """What a mentor is, nobody knows who is only thought of: a must on another facet or topic hinders them not."""
    is_other = (each.facet, each.key) != ("topic", key)
    return Criterion(each.facet, each.key, Weight.LOW) if is_other and each.weight is Weight.MUST else each
