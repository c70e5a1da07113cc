"""What ION staff look at: work that waits or failed, the log of deeds, people and their rights."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from ion.base.extensions import db
from ion.core import clock, reading
from ion.models import AuditRow, Grant, OutboxRow, Person, User, UserGrant

OUTBOX = "/staff/outbox"
AUDIT = "/staff/audit"
PEOPLE = "/staff/people"
LATE = timedelta(minutes=15)
"""Work that is due for longer than this says that the worker is not running, or not keeping up."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A piece of work as staff see it."""

    id: int
    task: str
    key: str
    due_at: datetime
    attempts: int
    last_error: str
    failed_at: datetime | None


def failed() -> ColumnElement[bool]:
    return OutboxRow.failed_at.is_not(None)


def late() -> ColumnElement[bool]:
    return and_(OutboxRow.failed_at.is_(None), OutboxRow.due_at < clock.now() - LATE)


def work_total(which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxRow).where(which)) or 0


def work_rows(which: ColumnElement[bool], *, offset: int = 0, limit: int) -> list[WorkRow]:
    """Pieces of work, the longest due first."""
    rows = db.session.scalars(
        select(OutboxRow).where(which).order_by(OutboxRow.due_at, OutboxRow.id).offset(offset).limit(limit)
    )
    return [
        WorkRow(row.id, row.task, row.key, row.due_at, row.attempts, row.last_error, row.failed_at)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log of deeds; `who` is empty for the system and the command line."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    before: str
    after: str


def deeds_about(action: str) -> ColumnElement[bool]:
    return AuditRow.action == action if action else AuditRow.id > 0


def deed_total(action: str) -> int:
    return db.session.scalar(select(func.count()).select_from(AuditRow).where(deeds_about(action))) or 0


def actions() -> list[str]:
    """Every kind of deed in the log, by name."""
    return list(db.session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def deeds(action: str, *, offset: int, limit: int) -> list[Deed]:
    """The log, newest first."""
    rows = db.session.execute(
        select(AuditRow, Person.name)
        .join(User, User.id == AuditRow.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(deeds_about(action))
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Deed(
            id=row.id,
            at=row.at,
            who=name or "",
            action=row.action,
            subject=f"{row.subject_kind} {row.subject_id}" if row.subject_id else row.subject_kind,
            before=told(row.before),
            after=told(row.after),
        )
        for row, name in rows
    ]


def told(facts: dict[str, Any] | None) -> str:
    """Facts in one line, as "name: value; …"; empty for none."""
    if not facts:
        return ""
    return "; ".join(
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in facts.items()
    )[:500]


@dataclass(frozen=True, slots=True)
class Login:
    """A user as admins see one."""

    id: int
    person_id: int
    name: str
    email: str
    grants: tuple[str, ...]
    created_at: datetime
    is_confirmed: bool
    suspended_at: datetime | None
    is_sample: bool

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None


def found(words: str, only: str) -> ColumnElement[bool]:
    """SQL: the name or e-mail holds the words; `only` is empty, suspended, unconfirmed or a grant."""
    parts: list[ColumnElement[bool]] = [User.person_id == Person.id]
    if words:
        parts.append(
            or_(
                func.lower(Person.name).contains(words.lower(), autoescape=True),
                User.email.contains(words.lower(), autoescape=True),
            )
        )
    if only == "suspended":
        parts.append(User.suspended_at.is_not(None))
    elif only == "unconfirmed":
        parts.append(User.confirmed_at.is_(None))
    elif only:
        parts.append(User.id.in_(select(UserGrant.user_id).where(UserGrant.grant == Grant(only))))
    return and_(*parts)


def login_total(words: str, only: str) -> int:
    return db.session.scalar(select(func.count()).select_from(User).join(Person, found(words, only))) or 0


def logins(words: str, only: str, *, offset: int, limit: int) -> list[Login]:
    """Users by name."""
    rows = db.session.execute(
        select(User, Person)
        .join(Person, found(words, only))
        .order_by(func.lower(Person.name), User.id)
        .offset(offset)
        .limit(limit)
    ).all()
    held = grants_of([user.id for user, _ in rows])
    return [login_row(user, person, held.get(user.id, ())) for user, person in rows]


def login(user_id: int) -> Login | None:
    """One user; None for an unknown id."""
    row = db.session.execute(
        select(User, Person).join(Person, User.person_id == Person.id).where(User.id == user_id)
    ).one_or_none()
    return login_row(row[0], row[1], grants_of([user_id]).get(user_id, ())) if row else None


def login_row(user: User, person: Person, grants: tuple[str, ...]) -> Login:
    return Login(
        id=user.id,
        person_id=person.id,
        name=person.name,
        email=user.email,
        grants=grants,
        created_at=user.created_at,
        is_confirmed=user.confirmed_at is not None,
        suspended_at=user.suspended_at,
        is_sample=person.is_sample,
    )


GRANTS = select(UserGrant.user_id, UserGrant.grant).where(
    UserGrant.user_id.in_(bindparam("ids", expanding=True))
)


def grants_of(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    held: dict[int, list[str]] = {}
    for user_id, grant in reading.rows(GRANTS, ids=list(ids)):
        held.setdefault(user_id, []).append(str(grant))
    return {user_id: tuple(sorted(grants)) for user_id, grants in held.items()}


def user(user_id: int) -> User | None:
    """The user to change; None for an unknown id. Inside a unit of work."""
    return db.session.get(User, user_id)
