"""Reads about logins: whose address it is, what waits for a confirmation, where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ion.accounts import agents
from ion.base.extensions import db
from ion.core import clock, tokens
from ion.models import Departure, Grant, Person, SignIn, Token, User, UserGrant

CONFIRM, RESET, CHANGE_EMAIL = "confirm", "reset", "change-email"
"""What the links of our mails prove."""
WAITING_EMAIL = "waiting-email"
"""The address a user asked for and has not confirmed; the secret of this token is given to nobody."""
USER = "user"
SHOWN_SIGN_INS = 100


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in is checked against; the hash is empty where no password was chosen yet."""

    user_id: int | None = None
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A login as its owner sees it. `waiting_email` is empty when no change waits for its confirmation; `is_leaving`
    when its owner asked for it to be deleted."""

    email: str
    waiting_email: str
    is_leaving: bool = False


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """One place where somebody is signed in."""

    id: int
    browser: str
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Login:
    """A login as the command line lists it; `state` is empty for one that works."""

    email: str
    name: str
    grants: tuple[str, ...]
    state: str


def user_by_email(email: str, *, lock: bool = False) -> User | None:
    """The user of this address, written as `address_of` of mailing does; `lock` holds the row until the end."""
    found = select(User).where(User.email == email).execution_options(populate_existing=True)
    return db.session.scalar(found.with_for_update(of=User) if lock else found)


def locked_user(user_id: int | None) -> User | None:
    """The user as they are now, their row held until the transaction ends."""
    return db.session.get(User, user_id, with_for_update={"of": User}) if user_id else None


def credentials(email: str) -> Credentials:
    """What signing in with this address is checked against; nobody's for an unknown one."""
    row = db.session.execute(select(User.id, User.password_hash).where(User.email == email)).one_or_none()
    return Credentials(*row) if row else Credentials()


def credentials_of(user_id: int) -> Credentials:
    """What a signed-in user's own password is checked against."""
    kept = db.session.scalar(select(User.password_hash).where(User.id == user_id))
    return Credentials(user_id, kept or "")


def mark(user: User, *more: str) -> str:
    """What a link is bound to: it dies when the address or the password is another."""
    return "\n".join((user.email, user.password_hash, *more))


def user_of_link(purpose: str, secret: str, *, lock: bool = False) -> tuple[Token, User] | None:
    """The token behind a link and its user; None when it is wrong, spent, expired, or was overtaken by a change."""
    token = tokens.valid(purpose, secret)
    if token is None or token.subject_kind != USER or token.subject_id is None:
        return None
    user = locked_user(token.subject_id) if lock else db.session.get(User, token.subject_id)
    if user is None or user.suspended_at is not None:
        return None
    more = (waiting_email(user.id),) if purpose == CHANGE_EMAIL else ()
    return (token, user) if tokens.is_bound_to(token, mark(user, *more)) else None


def waiting_email(user_id: int) -> str:
    """The address that the user asked for and has yet to confirm; empty for none."""
    payload = db.session.scalar(
        select(Token.payload).where(
            Token.purpose == WAITING_EMAIL,
            Token.subject_kind == USER,
            Token.subject_id == user_id,
            Token.expires_at > clock.now(),
        )
    )
    return str(payload["email"]) if payload else ""


def overview(user_id: int) -> Overview:
    """The login of a signed-in user."""
    email = db.session.scalars(select(User.email).where(User.id == user_id)).one()
    return Overview(email, waiting_email(user_id), is_leaving(user_id))


def is_leaving(user_id: int) -> bool:
    """Whether the user asked to leave, and may still take it back."""
    return db.session.get(Departure, user_id) is not None


def sign_ins(user_id: int, idle_since: datetime) -> list[SignedInBrowser]:
    """Where the user is signed in, the latest used first; what was idle since before `idle_since` has ended."""
    rows = db.session.execute(
        select(SignIn.id, SignIn.agent, SignIn.created_at, SignIn.seen_at)
        .where(SignIn.user_id == user_id, SignIn.expires_at > clock.now(), SignIn.seen_at > idle_since)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        .limit(SHOWN_SIGN_INS)
    )
    return [SignedInBrowser(id, agents.in_words(agent), since, seen_at) for id, agent, since, seen_at in rows]


def other_admins(user_id: int) -> int:
    """How many can act as admin besides this user."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(UserGrant)
            .join(User, User.id == UserGrant.user_id)
            .where(UserGrant.grant == Grant.ADMIN, User.id != user_id)
            .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
        )
        or 0
    )


def logins() -> list[Login]:
    """Every login, by e-mail."""
    held: dict[int, list[str]] = {}
    for user_id, grant in db.session.execute(select(UserGrant.user_id, UserGrant.grant)):
        held.setdefault(user_id, []).append(str(grant))
    people = (
        select(User.id, User.email, Person.name, User.confirmed_at, User.suspended_at)
        .join(Person, Person.id == User.person_id)
        .order_by(User.email)
    )
    return [
        Login(email, name, tuple(sorted(held.get(id, []))), state_of(confirmed_at, suspended_at))
        for id, email, name, confirmed_at, suspended_at in db.session.execute(people)
    ]


def state_of(confirmed_at: datetime | None, suspended_at: datetime | None) -> str:
    if suspended_at:
        return "suspended"
    return "" if confirmed_at else "not confirmed"
