"""Who is never suggested to whom nor matched: blocked, own supervisor, ended early, decided by ION staff, oversight."""

from collections.abc import Collection

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.models import BarKind, Block, MentoringBar, Oversight, Person, User

BLOCKED = "blocked"
OVERSIGHT = "oversight"
SAME_ORGANIZATION = "same_organization"

mine, theirs = aliased(User), aliased(User)
one, other = aliased(Person), aliased(Person)
BARS = select(MentoringBar.person_id, MentoringBar.other_id, MentoringBar.kind).where(
    or_(
        MentoringBar.person_id.in_(bindparam("ids", expanding=True)),
        MentoringBar.other_id.in_(bindparam("ids", expanding=True)),
    )
)
BLOCKS = (
    select(mine.person_id, theirs.person_id.label("other_id"))
    .select_from(Block)
    .join(mine, mine.id == Block.user_id)
    .join(theirs, theirs.id == Block.blocked_id)
    .where(
        or_(
            mine.person_id.in_(bindparam("ids", expanding=True)),
            theirs.person_id.in_(bindparam("ids", expanding=True)),
        )
    )
)
OVERSEEN = (
    select(one.id.label("person_id"), other.id.label("other_id"))
    .select_from(Oversight)
    .join(one, one.organization_id == Oversight.grantor_id)
    .join(other, other.organization_id == Oversight.grantee_id)
    .where(or_(one.id.in_(bindparam("ids", expanding=True)), other.id.in_(bindparam("ids", expanding=True))))
)
COLLEAGUES = (
    select(one.id.label("person_id"), other.id.label("other_id"))
    .join(other, other.organization_id == one.organization_id)
    .where(one.id.in_(bindparam("ids", expanding=True)), other.id != one.id)
)


def conflicts(person_ids: Collection[int], *, same_organization: bool = True) -> dict[frozenset[int], str]:
    """Why two persons, of whom at least one is among these, are kept apart: BLOCKED, a BarKind, OVERSIGHT or
    SAME_ORGANIZATION, by the pair. Where several reasons hold, the one that stands first in this list."""
    if not person_ids:
        return {}
    ids, found = list(person_ids), dict[frozenset[int], str]()
    if same_organization:
        note(found, reading.rows(COLLEAGUES, ids=ids), SAME_ORGANIZATION)
    note(found, reading.rows(OVERSEEN, ids=ids), OVERSIGHT)
    for row in reading.rows(BARS, ids=ids):
        found[frozenset((row.person_id, row.other_id))] = BarKind(row.kind).value
    note(found, reading.rows(BLOCKS, ids=ids), BLOCKED)
    return found


def note(found: dict[frozenset[int], str], rows: object, why: str) -> None:
    for row in rows:  # type: ignore[attr-defined]
        found[frozenset((row.person_id, row.other_id))] = why


def apart_from(person_id: int, *, same_organization: bool = True) -> dict[int, str]:
    """The persons that this one is kept apart from, and why (as in `conflicts`)."""
    pairs = conflicts([person_id], same_organization=same_organization)
    return {other_id: why for pair, why in pairs.items() for other_id in pair - {person_id}}
