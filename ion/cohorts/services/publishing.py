"""Publishing a run: once, as it stands, to everyone in the cohort at the same moment."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ion.base.extensions import db
from ion.cohorts.queries.cohorts import path_name
from ion.cohorts.queries.people import sides
from ion.cohorts.services import holding
from ion.core import clock, signals
from ion.core.mentoring import conflicts
from ion.core.mentoring.apart import SAME_ORGANIZATION
from ion.core.refusals import NotThere, Refused
from ion.models import (
    CohortState,
    Match,
    MatchOrigin,
    MatchRun,
    MentoringCohort,
    MentoringNeed,
    Mentorship,
    MentorshipState,
    NeedCriterion,
    NeedState,
)

NOT_READY = "This run is not ready to be published."
OUT_OF_DATE = "The cohort changed since this run. Run it again, which keeps what you edited, then publish."
TAKEN_APART = "Something keeps {} of its pairs apart since this run was made. Run it again, then publish."
NOBODY = "This run matched nobody."


def publish(cohort_id: int, run_id: int, *, user_id: int) -> MatchRun:
    """Tell everyone their match: a mentorship is proposed to each pair, and who has no mentor gets an open need.

    The row of the cohort is held, so that of two at once the second is refused. Raises NotThere and Refused.
    """
    cohort = holding.not_published(cohort_id)
    run = db.session.get(MatchRun, run_id, populate_existing=True)
    if run is None or run.cohort_id != cohort_id:
        raise NotThere
    matches = db.session.scalars(select(Match).where(Match.run_id == run_id).order_by(Match.mentee_id)).all()
    must_be_publishable(cohort, run, matches)
    at = clock.now()
    cohort.state = CohortState.PUBLISHED
    cohort.published_at = run.published_at = at
    propose_all(cohort, matches)
    settle_needs(cohort, matches)
    db.session.flush()
    holding.note("cohort published", cohort, user_id, run=run_id, pairs=len(paired(matches)))
    signals.cohort_published.send(run)
    return run


def must_be_publishable(cohort: MentoringCohort, run: MatchRun, matches: Sequence[Match]) -> None:
    if cohort.state is not CohortState.MATCHING or run.ready_at is None or run.problem:
        raise Refused(NOT_READY)
    if run.inputs_version != cohort.version:
        raise Refused(OUT_OF_DATE)
    if not paired(matches):
        raise Refused(NOBODY)
    if wrong := apart_by_now(cohort, matches):
        raise Refused(TAKEN_APART.format(len(wrong)))


def paired(matches: Collection[Match]) -> list[Match]:
    """Those with a mentor."""
    return [match for match in matches if match.mentor_id is not None]


def apart_by_now(cohort: MentoringCohort, matches: Collection[Match]) -> list[Match]:
    """Pairs that something keeps apart since the run: a block, a bar, a login that ended."""
    mentees, openings = sides(cohort.id)
    here = {*mentees, *openings}
    found = conflicts(mentees, same_organization=cohort.keeps_apart_same_organization)
    return [
        match
        for match in paired(matches)
        if is_apart(match, found) or match.mentee_id not in here or match.mentor_id not in here
    ]


def is_apart(match: Match, found: dict[frozenset[int], str]) -> bool:
    """Whether the pair may not be; ION staff may match two of one organization by hand."""
    why = found.get(frozenset((match.mentee_id, match.mentor_id or 0)))
    return why is not None and not (why == SAME_ORGANIZATION and match.origin is not MatchOrigin.MATCHED)


def propose_all(cohort: MentoringCohort, matches: Collection[Match]) -> None:
    """A mentorship for each pair, which both sides then agree to."""
    at, guide = clock.now(), path_name(cohort.path_id)
    db.session.add_all(
        Mentorship(
            mentor_id=match.mentor_id,
            mentee_id=match.mentee_id,
            cohort_id=cohort.id,
            state=MentorshipState.PROPOSED,
            path_name=guide,
            proposed_at=at,
            active_at=at,
            ends_on=cohort.ends_on,
        )
        for match in paired(matches)
    )


def settle_needs(cohort: MentoringCohort, matches: Collection[Match]) -> None:
    """What a matched mentee looked for is met; for the others it goes on as a need of their own."""
    mentors = {match.mentee_id: match.mentor_id for match in matches}
    asked = select(MentoringNeed).where(
        MentoringNeed.cohort_id == cohort.id, MentoringNeed.state == NeedState.OPEN
    )
    for need in db.session.scalars(asked.options(selectinload(MentoringNeed.criteria))).all():
        has_mentor = mentors.get(need.mentee_id) is not None
        need.state, need.closed_at = NeedState.MET if has_mentor else NeedState.UNMET, clock.now()
        if not has_mentor:
            db.session.add(goes_on(need))


def goes_on(need: MentoringNeed) -> MentoringNeed:
    """The same need outside of the cohort, for suggestions."""
    return MentoringNeed(
        mentee_id=need.mentee_id,
        client_id=f"after-cohort-{need.cohort_id}",
        question=need.question,
        note=need.note,
        item_id=need.item_id,
        created_at=clock.now(),
        criteria=[
            NeedCriterion(facet=each.facet, key=each.key, weight=each.weight) for each in need.criteria
        ],
    )
