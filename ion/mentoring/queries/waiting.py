"""What waits for a mentor's answer, as their mail tells it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.models import MentoringNeed, MentoringRequest, Organization, Person, RequestState

mentee, mentor = aliased(Person), aliased(Person)
ASKED_NOW = (
    select(
        MentoringRequest.id,
        MentoringRequest.mentor_id,
        MentoringRequest.nudged_at,
        MentoringRequest.expires_at,
        MentoringNeed.question,
        MentoringNeed.note,
        mentee.name,
        mentee.job_title,
        mentee.affiliation,
        Organization.name.label("organization"),
        mentor.zone,
    )
    .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    .join(mentee, mentee.id == MentoringNeed.mentee_id)
    .join(mentor, mentor.id == MentoringRequest.mentor_id)
    .join(Organization, Organization.id == mentee.organization_id, isouter=True)
    .where(
        MentoringRequest.id.in_(bindparam("ids", expanding=True)),
        MentoringRequest.mentor_id == bindparam("mentor_id"),
        MentoringRequest.state == RequestState.ASKED,
    )
    .order_by(MentoringRequest.expires_at, MentoringRequest.id)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that waits; `zone` is the mentor's own (IANA, or empty), `work` what the mentee does and where."""

    id: int
    mentor_id: int
    mentee: str
    work: str
    question: str
    note: str
    expires_at: datetime
    is_reminder: bool
    zone: str


def asked_now(mentor_id: int, request_ids: Collection[int]) -> list[Asked]:
    """Those of these requests that still wait for the mentor, the one that expires first ahead."""
    rows = reading.rows(ASKED_NOW, ids=list(request_ids), mentor_id=mentor_id) if request_ids else ()
    return [
        Asked(
            id=row.id,
            mentor_id=row.mentor_id,
            mentee=row.name,
            work=", ".join(part for part in (row.job_title, row.organization or row.affiliation) if part),
            question=row.question,
            note=row.note,
            expires_at=row.expires_at,
            is_reminder=row.nudged_at is not None,
            zone=row.zone,
        )
        for row in rows
    ]
