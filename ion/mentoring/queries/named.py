"""Whom a mentor means when they suggest somebody else: by name, or by the address of the page."""

from sqlalchemy import bindparam, func, select

from ion.core import reading
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.models import MentorProfile, Person

MENTORS_FIRST = (
    select(Person.id, MentorProfile.person_id.label("mentors"))
    .join(MentorProfile, MentorProfile.person_id == Person.id, isouter=True)
    .where(HAS_LOGIN, PERSON_SEEN)
    .limit(10)
)
BY_ID = MENTORS_FIRST.where(Person.id == bindparam("id"))
BY_NAME = MENTORS_FIRST.where(func.lower(Person.name) == bindparam("name")).order_by(Person.id)


def person_meant(page_id: int | None, name: str, scopes: frozenset[str]) -> list[int]:
    """The persons with a login who may be meant, and whose page a holder of `scopes` may see.

    Where some of them mentor, only those.
    """
    if page_id is not None:
        found = reading.rows(BY_ID, id=page_id, scopes=sorted(scopes)).all()
    else:
        found = reading.rows(BY_NAME, name=" ".join(name.lower().split()), scopes=sorted(scopes)).all()
    mentors = [row.id for row in found if row.mentors is not None]
    return mentors or [row.id for row in found]
