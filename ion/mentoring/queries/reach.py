"""Whom of the pool a mentee is not led to, and why: kept apart, put aside, asked already, or not taking requests."""

from collections.abc import Mapping

from sqlalchemy import Integer, bindparam, select

from ion.core import reading
from ion.core.mentoring import apart_from, terms_of
from ion.mentoring.policies import ASKED_AGAIN
from ion.mentoring.queries.needed import Needed
from ion.mentoring.queries.pool import Mentor
from ion.models import Dismissal, WhoMayAsk

SELF, ASKED, DISMISSED, REGION, COHORTS = "self", "asked", "dismissed", "region", "cohorts"

PUT_ASIDE = select(Dismissal.mentor_id).where(Dismissal.mentee_id == bindparam("id", type_=Integer))


def put_aside(mentee_id: int) -> list[int]:
    """The mentors (person ids) whom a mentee does not want suggested any more."""
    return list(reading.rows(PUT_ASIDE, id=mentee_id).scalars())


def out_of_reach(need: Needed, mentors: Mapping[int, Mentor]) -> dict[int, str]:
    """Why each of these mentors is not suggested for a need: SELF, ASKED, DISMISSED, REGION, COHORTS or a reason of
    ion.core.mentoring.apart_from; who may be is absent. Where several hold, the strongest one."""
    found = dict.fromkeys(put_aside(need.mentee_id), DISMISSED)
    found |= not_asked_by(need.mentee_id, mentors)
    found |= dict.fromkeys((each.mentor_id for each in need.asked if each.state not in ASKED_AGAIN), ASKED)
    found |= apart_from(need.mentee_id)
    return {id: why for id, why in (found | {need.mentee_id: SELF}).items() if id in mentors}


def not_asked_by(mentee_id: int, mentors: Mapping[int, Mentor]) -> dict[int, str]:
    """The mentors who do not take requests of this mentee: REGION (only from their own ETA Region), or COHORTS."""
    closed = {id: mentor for id, mentor in mentors.items() if mentor.who_may_ask != WhoMayAsk.MEMBERS}
    near = regions_of(mentee_id) if closed else frozenset()
    return {
        id: COHORTS if mentor.who_may_ask == WhoMayAsk.COHORTS else REGION
        for id, mentor in closed.items()
        if mentor.who_may_ask == WhoMayAsk.COHORTS or not mentor.regions & near
    }


def regions_of(person_id: int) -> frozenset[str]:
    """The ETA Regions of the states that a person names."""
    return frozenset(key for facet, key in terms_of([person_id])[person_id] if facet == "region")
