"""After a mentorship that ended early: the two are kept apart, and the mentee's question is open again."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.text import squeeze
from ion.core.upsert import add_if_absent
from ion.mentorships.services.agreeing import goals_of
from ion.models import (
    BarKind,
    MentoringBar,
    MentoringNeed,
    MentoringRequest,
    Mentorship,
    NeedCriterion,
    NeedState,
)

LONGEST_QUESTION = 500
ANEW = "I am looking for another mentor."


def keep_apart(mentorship: Mentorship) -> None:
    """The two are neither suggested to each other nor matched again."""
    lower, higher = sorted((mentorship.mentor_id, mentorship.mentee_id))
    add_if_absent(
        db.session(),
        MentoringBar,
        person_id=lower,
        other_id=higher,
        kind=BarKind.ENDED_EARLY,
        words="",
        at=clock.now(),
    )


def need_anew(mentorship: Mentorship) -> MentoringNeed:
    """The mentee's need as it was when the two were matched, open and with priority; made once for a mentorship."""
    client_id = f"after-mentorship-{mentorship.id}"
    mine = MentoringNeed.mentee_id == mentorship.mentee_id, MentoringNeed.client_id == client_id
    if found := db.session.scalar(select(MentoringNeed).where(*mine)):
        return found
    old = need_of(mentorship)
    made = MentoringNeed(
        mentee_id=mentorship.mentee_id,
        client_id=client_id,
        question=old.question if old else squeeze(first_goal(mentorship.id), LONGEST_QUESTION),
        note=old.note if old else "",
        item_id=old.item_id if old else None,
        has_priority=True,
        state=NeedState.OPEN,
        created_at=clock.now(),
    )
    if old:
        made.criteria = [
            NeedCriterion(facet=each.facet, key=each.key, weight=each.weight) for each in old.criteria
        ]
    db.session.add(made)
    db.session.flush()
    return made


def need_of(mentorship: Mentorship) -> MentoringNeed | None:
    """The need that the mentorship grew out of: that of its request, or the mentee's in the cohort."""
    if mentorship.request_id is not None:
        request = db.session.get(MentoringRequest, mentorship.request_id)
        return db.session.get(MentoringNeed, request.need_id) if request else None
    if mentorship.cohort_id is None:
        return None
    return db.session.scalar(
        select(MentoringNeed)
        .where(
            MentoringNeed.mentee_id == mentorship.mentee_id, MentoringNeed.cohort_id == mentorship.cohort_id
        )
        .order_by(MentoringNeed.id)
        .limit(1)
    )


def first_goal(mentorship_id: int) -> str:
    goals = goals_of(mentorship_id)
    return goals[0].words if goals else ANEW
