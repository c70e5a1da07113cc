"""People who sign in, and their rights."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from ion.base.extensions import db
from ion.core import reading
from ion.models import Grant, Person, User, UserGrant

PEOPLE = "/staff/people"


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
    suspended_until: datetime | None
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
        suspended_until=user.suspended_until,
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
