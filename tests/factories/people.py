"""People and logins."""

import hashlib
from datetime import timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Person, SignIn, User, UserGrant

_numbers = count(1)


def PersonFactory(**fields: Any) -> Person:
    number = next(_numbers)
    person = Person(**{"slug": f"person-{number}", "name": f"Person {number}"} | fields)
    with unit_of_work() as session:
        session.add(person)
    return person


def UserFactory(*grants: Grant, **fields: Any) -> User:
    person = fields.pop("person", None) or PersonFactory()
    usual = {"email": f"{person.slug}@ion.example", "created_at": clock.now(), "confirmed_at": clock.now()}
    user = User(**usual | fields)
    with unit_of_work() as session:
        user.person_id = person.id
        user.grants = [UserGrant(grant=grant) for grant in grants or (Grant.MEMBER,)]
        session.add(user)
    return user


def sign_in(client: FlaskClient, user: User, **fields: Any) -> str:
    """Give the browser a signed-in user's cookie; returns the token."""
    token = f"token-{next(_numbers)}"
    at = clock.now()
    row = SignIn(
        **{
            "token_hash": hashlib.sha256(token.encode()).hexdigest(),
            "created_at": at,
            "seen_at": at,
            "expires_at": at + timedelta(days=1),
        }
        | fields
    )
    with unit_of_work():
        row.user_id = user.id
        db.session.add(row)
    client.set_cookie("ion", token)
    return token
