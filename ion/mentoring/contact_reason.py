"""Who have a mentoring conversation may write to each other."""

from collections.abc import Collection

from sqlalchemy import Integer, and_, bindparam, literal, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.models import MentoringNeed, MentoringRequest, RequestState, User

MOST = 300
"""People that are named for suggestions."""
WHY = "You have a mentoring conversation."
mine, theirs = aliased(User), aliased(User)
TOGETHER = (
    select(theirs.id)
    .select_from(MentoringRequest)
    .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    .join(mine, mine.id == bindparam("user_id", type_=Integer))
    .join(
        theirs,
        or_(
            and_(MentoringNeed.mentee_id == mine.person_id, theirs.person_id == MentoringRequest.mentor_id),
            and_(MentoringRequest.mentor_id == mine.person_id, theirs.person_id == MentoringNeed.mentee_id),
        ),
    )
    .where(MentoringRequest.state == RequestState.ACCEPTED)
    .distinct()
)
KNOWN = TOGETHER.with_only_columns(theirs.id.label("user_id"), literal(WHY).label("why")).where(
    theirs.id.in_(bindparam("others", expanding=True))
)
PEOPLE = TOGETHER.order_by(theirs.id).limit(MOST)


class MentoringContact:
    """Mentee and mentor of an accepted request, from then on."""

    kind = "mentoring"
    known = KNOWN

    def people(self, user_id: int) -> Collection[int]:
        return [row.id for row in reading.rows(PEOPLE, user_id=user_id)]
