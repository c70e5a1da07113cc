"""The two of a mentorship may write to each other."""

from collections.abc import Collection

from sqlalchemy import Integer, bindparam, case, literal, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.mentorships.policies import OPEN
from ion.models import Mentorship, MentorshipState, User

MOST = 300
mine, theirs = aliased(User), aliased(User)
OTHER = case((Mentorship.mentor_id == mine.person_id, Mentorship.mentee_id), else_=Mentorship.mentor_id)
SHARED = (
    select(theirs.id.label("user_id"))
    .select_from(Mentorship)
    .join(mine, (Mentorship.mentor_id == mine.person_id) | (Mentorship.mentee_id == mine.person_id))
    .join(theirs, theirs.person_id == OTHER)
    .where(
        mine.id == bindparam("user_id", type_=Integer),
        Mentorship.state.in_((*OPEN, MentorshipState.COMPLETED)),
    )
)
WORDS = "You are in a mentorship with each other."
KNOWN = SHARED.with_only_columns(theirs.id.label("user_id"), literal(WORDS).label("why")).where(
    theirs.id.in_(bindparam("others", expanding=True))
)
PEOPLE = SHARED.order_by(Mentorship.active_at.desc(), Mentorship.id).limit(MOST)


class MentorshipContact:
    """Two whose mentorship is proposed, under way or completed. One that ended early gives no reason any more."""

    kind = "mentorship"
    known = KNOWN

    def people(self, user_id: int) -> Collection[int]:
        return list(dict.fromkeys(row.user_id for row in reading.rows(PEOPLE, user_id=user_id)))
