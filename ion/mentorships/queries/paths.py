"""Guided paths that one may walk, and those that ION staff keep."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.models import MentoringPath, Mentorship, MentorshipState, PathStep

STAFF_PATH = "/staff/mentoring/paths"


@dataclass(frozen=True, slots=True)
class PathRow:
    """A path in a list; `walked_by` is how many mentorships under way have it."""

    id: int
    name: str
    summary: str
    steps: int
    walked_by: int
    changed_at: datetime
    is_archived: bool
    is_sample: bool

    @property
    def path(self) -> str:
        return f"{STAFF_PATH}/{self.id}"


STEPS = select(func.count()).where(PathStep.path_id == MentoringPath.id).correlate(MentoringPath)
WALKED = (
    select(func.count())
    .where(Mentorship.path_name == MentoringPath.name, Mentorship.state == MentorshipState.ACTIVE)
    .correlate(MentoringPath)
)


def paths(*, with_archived: bool = True) -> list[PathRow]:
    """All paths by name, archived ones last."""
    found = select(
        MentoringPath, STEPS.scalar_subquery().label("steps"), WALKED.scalar_subquery().label("walked_by")
    ).order_by(MentoringPath.archived_at.is_not(None), func.lower(MentoringPath.name), MentoringPath.id)
    if not with_archived:
        found = found.where(MentoringPath.archived_at.is_(None))
    return [
        PathRow(
            id=row.id,
            name=row.name,
            summary=row.summary,
            steps=steps,
            walked_by=walked_by,
            changed_at=row.changed_at,
            is_archived=row.archived_at is not None,
            is_sample=row.is_sample,
        )
        for row, steps, walked_by in db.session.execute(found)
    ]


def offered() -> list[PathRow]:
    """Those that an agreement may choose."""
    return paths(with_archived=False)


def path_of(id: int) -> MentoringPath | None:
    """A path with its steps."""
    return db.session.get(MentoringPath, id)


def name_of(id: int | None) -> str:
    """What a path is called; empty for none."""
    path = db.session.get(MentoringPath, id) if id else None
    return path.name if path else ""
