"""Whether a mentor may be asked by somebody now, and if not, why, in words for who would ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from ion.core import reading
from ion.core.mentoring import apart_from, openings, terms_of, today_of
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.core.times import us_date
from ion.models import MentorProfile, Person, WhoMayAsk

FULL = "full"

MENTORS = (
    select(
        MentorProfile.person_id,
        MentorProfile.who_may_ask,
        MentorProfile.away_until,
        MentorProfile.paused_at,
        MentorProfile.ended_at,
        Person.name,
        Person.zone,
    )
    .join(Person, Person.id == MentorProfile.person_id)
    .where(MentorProfile.person_id.in_(bindparam("ids", expanding=True)), HAS_LOGIN, PERSON_SEEN)
)


@dataclass(frozen=True, slots=True)
class Askable:
    """A mentor whom somebody would ask. `why` is empty where they may, FULL where they have no openings this month,
    else a sentence."""

    id: int
    name: str
    why: str

    @property
    def words(self) -> str:
        """Why not, as a sentence."""
        return f"{self.name} has no openings this month." if self.why == FULL else self.why


def askable(mentee_id: int, mentor_ids: Collection[int], scopes: frozenset[str]) -> dict[int, Askable]:
    """Those of these mentors whose page a holder of `scopes` may see, and whether the mentee (a person) may ask."""
    if not mentor_ids:
        return {}
    rows = reading.rows(MENTORS, ids=list(mentor_ids), scopes=sorted(scopes)).all()
    left = openings([row.person_id for row in rows])
    apart = apart_from(mentee_id, same_organization=False)
    regions = regions_of([mentee_id, *(row.person_id for row in rows)])
    found: dict[int, Askable] = {}
    for row in rows:
        is_near = bool(regions[mentee_id] & regions[row.person_id])
        is_apart = row.person_id in apart or row.person_id == mentee_id
        why = why_not(row, is_apart=is_apart, is_near=is_near)
        found[row.person_id] = Askable(row.person_id, row.name, why or ("" if left[row.person_id] else FULL))
    return found


def regions_of(person_ids: Collection[int]) -> dict[int, set[str]]:
    """The ETA Regions of each of these persons."""
    found = terms_of(person_ids)
    return {id: {key for facet, key in terms if facet == "region"} for id, terms in found.items()}


def why_not(row: object, *, is_apart: bool, is_near: bool) -> str:
    """Why a mentor of MENTORS is not asked, whatever their openings are; who is kept apart is not told from whom
    takes nothing: nobody is told that they are blocked."""
    name: str = row.name  # type: ignore[attr-defined]
    if is_apart or row.paused_at or row.ended_at:  # type: ignore[attr-defined]
        return f"{name} does not take requests now."
    away: date | None = row.away_until  # type: ignore[attr-defined]
    if away and away > today_of(row.zone):  # type: ignore[attr-defined]
        return f"{name} is away until {us_date(away)}."
    who_may: WhoMayAsk = row.who_may_ask  # type: ignore[attr-defined]
    if who_may == WhoMayAsk.COHORTS:
        return f"{name} mentors in mentoring cohorts only."
    if who_may == WhoMayAsk.REGION and not is_near:
        return f"{name} takes requests from their own ETA Region only."
    return ""
