"""The logins of the sample people: confirmed, following what their file says. Only who has an e-mail there can type
a password; everyone else is one click away on /demo.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from ion.accounts.passwords import hashed
from ion.base.extensions import db
from ion.commons.importing.reading import read_list, read_text
from ion.core import clock, text
from ion.models import Follow, Grant, Person, User, UserGrant

LARGEST = 1_000_000
HOST = "ion.example"
PASSWORD = "peer-learning"

Entries = Mapping[str, Mapping[str, Any]]


def people_in(file: Path) -> Entries:
    """What the file says of each person, by the slug of the person's name."""
    return {text.slug(entry["name"]): entry for entry in read_list(read_text(file, LARGEST))}


def without_login(entries: Entries) -> list[Person]:
    """Those sample people of the file who have no login and whose address nobody else has."""
    has_login = exists().where(User.person_id == Person.id)
    asked = select(Person).where(Person.is_sample, ~has_login, Person.slug.in_(entries)).order_by(Person.id)
    taken = set(db.session.scalars(select(User.email).where(User.email.in_(map(address, entries.values())))))
    return [person for person in db.session.scalars(asked) if address(entries[person.slug]) not in taken]


def address(entry: Mapping[str, Any]) -> str:
    return str(entry.get("email") or f"{entry['slug']}@{HOST}")


def give_logins(entries: Entries) -> None:
    """Give a login to everyone of the file who has none; what those who have one changed is theirs."""
    people = without_login(entries)
    kept = hashed(PASSWORD) if any("email" in entries[person.slug] for person in people) else ""
    users = [login(person, entries[person.slug], kept) for person in people]
    db.session.add_all(users)
    db.session.flush()
    for user, person in zip(users, people, strict=True):
        db.session.add_all(follow(user, wish) for wish in entries[person.slug]["follows"])


def login(person: Person, entry: Mapping[str, Any], password_hash: str) -> User:
    person.audience = entry["audience"]
    return User(
        email=address(entry),
        password_hash=password_hash if "email" in entry else "",
        person_id=person.id,
        created_at=clock.now(),
        confirmed_at=clock.now(),
        grants=[UserGrant(grant=Grant(name)) for name in ("member", *entry.get("grants", ()))],
    )


def follow(user: User, wish: str) -> Follow:
    """What "topic:funding" asks for."""
    kind, _, key = wish.partition(":")
    return Follow(user_id=user.id, kind=kind, key=key, at=clock.now())
