"""Roles that others turn to somebody for, given to somebody else in one step."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import audit
from ion.core.ports.personal import CONTACT_ROLES, ContactRole
from ion.models import User
from ion.privacy.queries import roles as roles_of
from ion.privacy.services.refusals import Refused

NOBODY_SIGNS_IN = "Nobody signs in as this person, so they cannot take this over. Name a member."
ONESELF = "Name somebody else: these are this person's already."


def hand_over(
    chosen: Collection[str] | None,
    *,
    person_id: int | None,
    to_person_id: int | None,
    by_user_id: int | None,
) -> list[dict[str, Any]]:
    """Give roles of a person (None: those that are nobody's) to somebody, or to nobody; what was given, as a
    departure lists it. `chosen` are keys of roles, None for all of them. Whoever gets them is told by mail.

    Raises Refused where that person cannot take them.
    """
    if to_person_id is not None:
        refuse_unable(person_id, to_person_id)
    held = roles_of.roles(person_id) if person_id is not None else roles_of.vacant()
    given = [role for role in held if chosen is None or roles_of.key_of(role) in chosen]
    for role in given:
        CONTACT_ROLES[role.kind].hand_over(role.id, person_id, to_person_id)
    db.session.flush()
    if not given:
        return []
    to = roles_of.name_of(to_person_id) if to_person_id is not None else ""
    audit.record(
        "handed over roles",
        kind="person",
        id=person_id if person_id is not None else to_person_id,
        user_id=by_user_id,
        after={"to": to_person_id, "roles": [f"{role.role}: {role.title}" for role in given]},
    )
    if to_person_id is not None:
        tell(to_person_id, given)
    return [
        {"kind": role.kind, "id": role.id, "title": role.title, "role": role.role, "to": to} for role in given
    ]


def refuse_unable(person_id: int | None, to_person_id: int) -> None:
    if person_id == to_person_id:
        raise Refused(ONESELF)
    if not roles_of.signs_in(to_person_id):
        raise Refused(NOBODY_SIGNS_IN)


def tell(person_id: int, given: Sequence[ContactRole]) -> None:
    """One mail that lists what is theirs now."""
    user = db.session.scalars(select(User).where(User.person_id == person_id)).one()
    mailing.ask(
        "handed over",
        address=user.email,
        template="privacy/handed",
        user_id=user.id,
        context={
            "name": user.person.name,
            "roles": [{"title": role.title, "path": role.path, "role": role.role} for role in given],
        },
    )
