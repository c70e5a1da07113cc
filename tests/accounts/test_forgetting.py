"""What the night removes, and what it leaves."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.accounts import services
from ion.base.extensions import db
from ion.core import clock, throttle, tokens
from ion.core.throttle import Limit
from ion.core.unit_of_work import unit_of_work
from ion.models import Person, SignIn, Throttle, Token, User
from ion.worker import Worker
from tests.accounts.people import Member
from tests.factories import PersonFactory, PostFactory, sign_in

pytestmark = pytest.mark.database
OLD = timedelta(days=14, minutes=1)


def how_many(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def night() -> None:
    with unit_of_work():
        services.forget_old()


def test_ended_sign_ins_links_and_counts_are_removed_and_others_stay(app: Flask, ana: User) -> None:
    at = clock.now()
    browser = app.test_client()
    sign_in(browser, ana, expires_at=at - timedelta(seconds=1))
    sign_in(browser, ana)
    for lasts in (timedelta(hours=-1), timedelta(hours=1)):
        with unit_of_work():
            tokens.issue("reset", lasts=lasts)
            throttle.count(Limit(f"test {lasts}", 5, lasts), "somebody")

    night()

    assert (how_many(SignIn), how_many(Token), how_many(Throttle)) == (1, 1, 1)


def test_who_never_confirmed_is_removed_after_two_weeks_with_the_person_made_for_them(app: Flask) -> None:
    at = clock.now()
    Member("old@example.org", name="Old", confirmed_at=None, created_at=at - OLD)
    Member("new@example.org", name="New", confirmed_at=None, created_at=at - timedelta(days=13))
    Member("kept@example.org", name="Kept", created_at=at - OLD)
    PersonFactory(name="Without a login")

    night()

    assert set(db.session.scalars(select(User.email))) == {"new@example.org", "kept@example.org"}
    assert set(db.session.scalars(select(Person.name))) == {"New", "Kept", "Without a login"}


def test_a_person_who_was_here_before_the_login_stays(app: Flask) -> None:
    over = {"confirmed_at": None, "created_at": clock.now() - OLD}
    Member("a@example.org", person=PersonFactory(name="Imported", source="authors/imported"), **over)
    author = PersonFactory(name="Author")
    Member("b@example.org", person=author, **over)
    PostFactory(authors=[author])

    night()

    assert how_many(User) == 0
    assert set(db.session.scalars(select(Person.name))) == {"Imported", "Author"}


def test_a_night_without_anything_old_changes_nothing(app: Flask, ana: User) -> None:
    night()

    assert how_many(User) == 1


def test_the_worker_s_night_forgets_too(app: Flask, ana: User) -> None:
    sign_in(app.test_client(), ana, expires_at=clock.now() - timedelta(seconds=1))
    worker = Worker(app)

    worker.night()

    worker.queue.storage.close()
    assert how_many(SignIn) == 0
