"""What cohorts keep of somebody: where they are in one, whom they ranked, and with whom they were matched."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update

from ion.base.extensions import db
from ion.cohorts.services import joining
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import CohortMember, CohortRank, Match, MatchRun, MentoringCohort

PUBLISHED = MatchRun.published_at.is_not(None)


class CohortData:
    """The cohorts a person is in. Matches that were not published are nobody's yet."""

    kind = "cohorts"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        published = Match.run_id.in_(select(MatchRun.id).where(PUBLISHED))
        return {
            "cohorts": rows(CohortMember, CohortMember.person_id == person_id),
            "ranked": rows(CohortRank, CohortRank.person_id == person_id),
            "matches": rows(
                Match, or_(Match.mentee_id == person_id, Match.mentor_id == person_id), published
            ),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """They are in no cohort any more. A published match stays without words, as one of a former member."""
        joining.leave_all(person_id)
        db.session.execute(delete(CohortRank).where(CohortRank.person_id == person_id))
        db.session.execute(delete(CohortRank).where(CohortRank.other_id == person_id))
        db.session.execute(delete(CohortMember).where(CohortMember.person_id == person_id))
        db.session.execute(update(Match).where(Match.mentee_id == person_id).values(reasons=[]))
        for model, column in ((MatchRun, "asked_by_id"), (MentoringCohort, "created_by_id")):
            db.session.execute(update(model).where(getattr(model, column) == user_id).values({column: None}))
