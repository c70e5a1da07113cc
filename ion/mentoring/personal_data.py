"""What mentoring keeps of somebody: what they offer, what they asked and were asked, and the calls that came of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select

from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.mentoring.services.leaving import take_leave
from ion.models import (
    CallFeedback,
    CallSlot,
    Dismissal,
    Exposure,
    GroupCall,
    MentoringNeed,
    MentoringRequest,
    MentorProfile,
    MentorTerm,
    NeedCriterion,
    RequestState,
)


class MentoringData:
    """A person as a mentor and as a mentee."""

    kind = "mentoring"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        own = select(MentoringNeed.id).where(MentoringNeed.mentee_id == person_id)
        # a request that was planned only is not known to its mentor
        put_to_me = (
            MentoringRequest.mentor_id == person_id,
            MentoringRequest.state != RequestState.PLANNED,
        )
        asked_of_me = select(MentoringRequest.need_id).where(*put_to_me)
        mine = select(MentoringRequest.id).where(
            or_(MentoringRequest.mentor_id == person_id, MentoringRequest.need_id.in_(own))
        )
        return {
            "mentor": rows(MentorProfile, MentorProfile.person_id == person_id),
            "talks_about": rows(MentorTerm, MentorTerm.person_id == person_id),
            "suggested_below_first": rows(Exposure, Exposure.mentor_id == person_id),
            "needs": rows(MentoringNeed, MentoringNeed.mentee_id == person_id),
            "criteria": rows(NeedCriterion, NeedCriterion.need_id.in_(own)),
            "requests": rows(MentoringRequest, MentoringRequest.need_id.in_(own)),
            "requests_to_me": rows(MentoringRequest, *put_to_me),
            "questions_to_me": rows(
                MentoringNeed, MentoringNeed.id.in_(asked_of_me), hide=("client_id", "waits_since", "told_at")
            ),
            "group_calls": rows(GroupCall, GroupCall.mentor_id == person_id),
            "times": rows(CallSlot, or_(CallSlot.proposed_by_id == person_id, CallSlot.request_id.in_(mine))),
            "feedback": rows(CallFeedback, CallFeedback.person_id == person_id),
            "not_suggested": rows(Dismissal, Dismissal.mentee_id == person_id),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        take_leave(person_id)
