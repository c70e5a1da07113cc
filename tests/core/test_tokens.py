"""Secrets in links: once, for a while, for what they were made for."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Token
from tests.conftest import NOW
from tests.racing import at_once

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


def issued(**fields: object) -> str:
    with unit_of_work():
        return tokens.issue("reset", lasts=DAY, kind="user", id=7, **fields)  # type: ignore[arg-type]


def spent(secret: str) -> bool:
    with unit_of_work():
        token = tokens.valid("reset", secret)
        return token is not None and tokens.spend(token)


def test_a_secret_is_kept_nowhere(app: Flask) -> None:
    secret = issued()

    row = db.session.scalars(select(Token)).one()
    assert secret not in str(vars(row))
    assert row.secret_hash == tokens.hashed(secret)


def test_looking_at_a_token_does_not_spend_it(app: Flask) -> None:
    secret = issued()

    looks = [tokens.valid("reset", secret) is not None for _ in range(4)]

    assert looks == [True] * 4


def test_a_token_is_spent_once(app: Flask) -> None:
    secret = issued()

    assert [spent(secret), spent(secret)] == [True, False]


def test_a_token_without_number_is_never_spent(app: Flask) -> None:
    secret = issued(uses=None)

    assert [spent(secret) for _ in range(3)] == [True] * 3


def test_a_token_ends_with_its_time(app: Flask) -> None:
    with clock.frozen(NOW):
        secret = issued()
    with clock.frozen(NOW + DAY - timedelta(seconds=1)):
        before = tokens.valid("reset", secret)
    with clock.frozen(NOW + DAY):
        after = tokens.valid("reset", secret)

    assert before is not None
    assert after is None


def test_a_token_serves_its_purpose_alone(app: Flask) -> None:
    assert tokens.valid("confirm", issued()) is None


def test_a_token_knows_what_it_was_bound_to(app: Flask) -> None:
    token = tokens.valid("reset", issued(bound_hash=tokens.hashed("old hash")))

    assert token is not None
    assert tokens.is_bound_to(token, "old hash")
    assert not tokens.is_bound_to(token, "new hash")


def test_revoking_ends_the_tokens_of_one_subject_and_purpose(app: Flask) -> None:
    with unit_of_work():
        mine = tokens.issue("reset", lasts=DAY, kind="user", id=7)
        other = tokens.issue("reset", lasts=DAY, kind="user", id=8)
        unsubscribe = tokens.issue("unsubscribe", lasts=DAY, kind="user", id=7)

    with unit_of_work():
        tokens.revoke("reset", "user", 7)

    assert tokens.valid("reset", mine) is None
    assert tokens.valid("reset", other) is not None
    assert tokens.valid("unsubscribe", unsubscribe) is not None


def test_only_expired_tokens_are_forgotten(app: Flask) -> None:
    with clock.frozen(NOW):
        issued()
    with clock.frozen(NOW + DAY):
        kept = issued()
        with unit_of_work():
            tokens.forget_expired()
        left = db.session.scalars(select(Token.secret_hash)).all()

    assert left == [tokens.hashed(kept)]


def test_of_eight_at_once_one_spends_the_token(app: Flask) -> None:
    for _ in range(3):
        secret = issued()

        won = at_once(app, lambda _, secret=secret: spent(secret))  # type: ignore[misc]

        assert sorted(won) == [False] * 7 + [True]


@given(st.text(max_size=200))
def test_whatever_is_typed_as_a_secret_is_only_wrong(site: object, text: str) -> None:
    with site.app.app_context():  # type: ignore[attr-defined]
        assert tokens.valid("reset", text) is None
        db.session.remove()
