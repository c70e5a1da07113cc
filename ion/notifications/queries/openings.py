"""Who waits for a mentor with openings, and which mentor fits them now."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from ion.core import mentoring, reading
from ion.core.access import MEMBERS, PUBLIC
from ion.core.matching.index import Index
from ion.core.matching.scoring import Criterion, Term, rank
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.core.ports.query import folded_words
from ion.core.ports.stopwords import STOP_WORDS
from ion.models import (
    Dismissal,
    MentoringNeed,
    MentoringRequest,
    MentorProfile,
    NeedCriterion,
    NeedState,
    Person,
    WhoMayAsk,
)
from ion.models.types import UTCDateTime

SEEN_BY_MEMBERS = sorted({PUBLIC, MEMBERS})
SHORTEST = 5
"""Letters of a word that says what a question is about, where nothing else was given."""
IDS: Any = bindparam("ids", expanding=True)
WAITING = (
    select(MentoringNeed.id, MentoringNeed.mentee_id, MentoringNeed.question)
    .join(Person, Person.id == MentoringNeed.mentee_id)
    .where(MentoringNeed.state == NeedState.OPEN, MentoringNeed.cohort_id.is_(None), HAS_LOGIN)
    .where(MentoringNeed.waits_since.is_not(None))
    .where(
        or_(MentoringNeed.told_at.is_(None), MentoringNeed.told_at < bindparam("before", type_=UTCDateTime))
    )
    .order_by(MentoringNeed.has_priority.desc(), MentoringNeed.waits_since, MentoringNeed.id)
)
CRITERIA = select(NeedCriterion.need_id, NeedCriterion.facet, NeedCriterion.key, NeedCriterion.weight).where(
    NeedCriterion.need_id.in_(IDS)
)
MENTORS = (
    select(MentorProfile.person_id, MentorProfile.who_may_ask, MentorProfile.talks_about)
    .join(Person, Person.id == MentorProfile.person_id)
    .where(MentorProfile.ended_at.is_(None), MentorProfile.paused_at.is_(None), PERSON_SEEN, HAS_LOGIN)
    .where(MentorProfile.who_may_ask != WhoMayAsk.COHORTS)
    .order_by(MentorProfile.person_id)
)
ASKED = select(MentoringRequest.need_id, MentoringRequest.mentor_id).where(MentoringRequest.need_id.in_(IDS))
DISMISSED = select(Dismissal.mentee_id, Dismissal.mentor_id).where(Dismissal.mentee_id.in_(IDS))


@dataclass(frozen=True, slots=True)
class Waiter:
    """An open need whose mentee wants to hear of openings; `words` are those of the question."""

    id: int
    mentee_id: int
    words: frozenset[str]
    criteria: tuple[Criterion, ...]
    not_again: frozenset[int]


@dataclass(frozen=True, slots=True)
class Open:
    """A mentor with openings, what they have and wrote, and the ETA Regions they take requests from (empty: all)."""

    id: int
    said: frozenset[str]
    terms: frozenset[Term]
    regions: frozenset[Term]


def waiters(before: datetime) -> list[Waiter]:
    """Needs that wait and were not told of an opening since `before`, those with priority first, then the oldest."""
    rows = reading.rows(WAITING, before=before).all()
    if not rows:
        return []
    ids, mentees = [row.id for row in rows], list({row.mentee_id for row in rows})
    wanted: dict[int, list[Criterion]] = defaultdict(list)
    for row in reading.rows(CRITERIA, ids=ids):
        wanted[row.need_id].append(Criterion(row.facet, row.key, row.weight))
    asked: dict[int, set[int]] = defaultdict(set)
    for need_id, mentor_id in reading.rows(ASKED, ids=ids):
        asked[need_id].add(mentor_id)
    away: dict[int, set[int]] = defaultdict(set)
    for mentee_id, mentor_id in reading.rows(DISMISSED, ids=mentees):
        away[mentee_id].add(mentor_id)
    return [
        Waiter(
            row.id,
            row.mentee_id,
            telling_words(row.question),
            tuple(wanted[row.id]),
            frozenset(asked[row.id] | away[row.mentee_id] | {row.mentee_id}),
        )
        for row in rows
    ]


def open_mentors(only: int | None = None) -> list[Open]:
    """Mentors whom members may ask and who have openings; `only` that one, where it is given."""
    asked = MENTORS if only is None else MENTORS.where(MentorProfile.person_id == only)
    rows = reading.rows(asked, scopes=SEEN_BY_MEMBERS).all()
    left = mentoring.openings([row.person_id for row in rows])
    found = [row for row in rows if left.get(row.person_id)]
    terms = mentoring.terms_of([row.person_id for row in found])
    return [
        Open(
            row.person_id,
            telling_words(row.talks_about),
            terms[row.person_id],
            regions(terms[row.person_id], row.who_may_ask),
        )
        for row in found
    ]


def regions(terms: frozenset[Term], who_may_ask: WhoMayAsk) -> frozenset[Term]:
    if who_may_ask != WhoMayAsk.REGION:
        return frozenset()
    return frozenset(term for term in terms if term[0] == "region") or frozenset({("region", "")})


def fitting(needs: Collection[Waiter], mentors: Collection[Open]) -> Iterator[tuple[Waiter, int]]:
    """Each of the needs that one of these mentors fits, with the mentor (person id) who fits it best."""
    if not needs or not mentors:
        return
    mentees = {need.mentee_id for need in needs}
    own, by_id = mentoring.terms_of(mentees), {mentor.id: mentor for mentor in mentors}
    apart = mentoring.conflicts(mentees if len(mentees) < len(by_id) else by_id.keys())
    index, weights = Index({mentor.id: mentor.terms for mentor in mentors}), mentoring.weights()
    for need in needs:
        if need.criteria:
            best = (by_id[id] for id, fit in rank(need.criteria, index, weights) if fit.met)
        else:
            best = (mentor for mentor in mentors if mentor.said & need.words)
        for mentor in best:
            if may_ask(need, mentor, own[need.mentee_id], apart):
                yield need, mentor.id
                break


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, in the form in which words are compared."""
    return frozenset(word for word in folded_words(text) if len(word) >= SHORTEST and word not in STOP_WORDS)


def may_ask(need: Waiter, mentor: Open, own: frozenset[Term], apart: Mapping[frozenset[int], str]) -> bool:
    """Whether the mentee may ask this mentor, and has not yet."""
    if mentor.id in need.not_again or frozenset((need.mentee_id, mentor.id)) in apart:
        return False
    return not mentor.regions or bool(mentor.regions & own)
