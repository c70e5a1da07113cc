"""Mentors as search finds them: members only, and never who ended or may not sign in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.access import MEMBERS, PUBLIC, STAFF_ONLY
from ion.core.people import HAS_LOGIN, PERSON_SEEN, page_path
from ion.models import MentorProfile, Person

KIND = "mentor"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class FoundMentor:
    """A mentor as a hit. `audience` is who may find them: members, although the page may be open to everyone."""

    id: int
    path: str
    name: str
    work: str
    talks_about: str
    audience: str
    is_sample: bool

    @property
    def summary(self) -> str:
        """What stands below the name."""
        return self.talks_about or self.work


IDS = (
    select(MentorProfile.person_id)
    .join(Person, Person.id == MentorProfile.person_id)
    .where(MentorProfile.ended_at.is_(None), HAS_LOGIN)
)
MENTORS = select(
    Person.id, Person.name, Person.job_title, Person.audience, Person.is_sample, MentorProfile.talks_about
).where(
    MentorProfile.person_id == Person.id,
    Person.id.in_(bindparam("ids", expanding=True)),
    MentorProfile.ended_at.is_(None),
    HAS_LOGIN,
)
SEEN = MENTORS.where(PERSON_SEEN)


def mentor_ids() -> Iterator[int]:
    """The persons who mentor, whoever may see them, ascending, a few hundred at a time."""
    last = 0
    while True:
        after = IDS.where(MentorProfile.person_id > last).order_by(MentorProfile.person_id).limit(CHUNK)
        ids = list(db.session.scalars(after))
        if not ids:
            return
        yield from ids
        last = ids[-1]


def found_mentors(ids: Collection[int], scopes: frozenset[str] | None = None) -> list[FoundMentor]:
    """Those of these persons who mentor, ascending; with `scopes`, whom a holder of them may find."""
    if not ids or (scopes is not None and MEMBERS not in scopes):
        return []
    if scopes is None:
        rows = reading.rows(MENTORS.order_by(Person.id), ids=list(ids))
    else:
        rows = reading.rows(SEEN.order_by(Person.id), ids=list(ids), scopes=sorted(scopes))
    return [
        FoundMentor(
            id=row.id,
            path=page_path(row.id),
            name=row.name,
            work=row.job_title,
            talks_about=row.talks_about,
            audience=MEMBERS if row.audience in (PUBLIC, MEMBERS) else STAFF_ONLY,
            is_sample=row.is_sample,
        )
        for row in rows
    ]
