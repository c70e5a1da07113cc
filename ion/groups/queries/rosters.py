"""Who is on the roster of a group, and who asks to be let in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.bylines import Name, named
from ion.core.people import page_id
from ion.models import GroupMember, GroupStanding, Organization, Person, User


@dataclass(frozen=True, slots=True)
class Rostered:
    """Somebody on the roster, or asking to be let in (`note` says why then). `organization` may be empty."""

    user_id: int
    name: Name
    job_title: str
    organization: str
    standing: GroupStanding
    note: str
    at: datetime

    @property
    def is_asking(self) -> bool:
        return self.standing is GroupStanding.ASKED

    @property
    def is_facilitator(self) -> bool:
        return self.standing is GroupStanding.FACILITATOR


login = aliased(User)
ORDER = case(
    {GroupStanding.FACILITATOR.value: 0, GroupStanding.MEMBER.value: 1}, value=GroupMember.standing, else_=2
)
ROSTER = (
    select(
        GroupMember.user_id,
        GroupMember.standing,
        GroupMember.note,
        GroupMember.at,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Organization.name.label("organization"),
        page_id(Person).label("page"),
    )
    .join(login, login.id == GroupMember.user_id)
    .join(Person, Person.id == login.person_id)
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(GroupMember.group_id == bindparam("group_id"), login.suspended_at.is_(None))
    .order_by(ORDER, func.lower(Person.name), GroupMember.user_id)
)
PLACE = select(GroupMember.standing).where(
    GroupMember.group_id == bindparam("group_id"), GroupMember.user_id == bindparam("user_id")
)


def roster(group_id: int, scopes: frozenset[str]) -> list[Rostered]:
    """All of them: the facilitator, the members by name, and those who ask."""
    return [rostered(row) for row in reading.rows(ROSTER, group_id=group_id, scopes=sorted(scopes))]


def rostered(row: Any) -> Rostered:
    return Rostered(
        row.user_id,
        named(row.name, row.page),
        row.job_title,
        row.organization or row.affiliation,
        row.standing,
        row.note,
        row.at,
    )


def place_in(group_id: int, user_id: int) -> GroupStanding | None:
    """Where the user stands with the group; None for nowhere."""
    row = reading.rows(PLACE, group_id=group_id, user_id=user_id).one_or_none()
    return row.standing if row else None
