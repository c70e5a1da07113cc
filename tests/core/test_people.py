"""Which persons may be seen: by the audience of their page, and never while their login is suspended."""

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, people
from ion.models import Person
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.database
PUBLIC, MEMBER = frozenset({"public"}), frozenset({"public", "members"})


def test_a_page_is_seen_by_its_audience(app: Flask) -> None:
    ids = [PersonFactory(audience=audience).id for audience in ("public", "members", "staff")]

    assert set(people.cards(ids, PUBLIC)) == {ids[0]}
    assert set(people.cards(ids, MEMBER)) == {ids[0], ids[1]}
    assert set(people.cards(ids, MEMBER | {"staff"})) == set(ids)


def test_who_is_suspended_or_unconfirmed_is_not_shown(app: Flask) -> None:
    shown = UserFactory().person_id
    suspended = UserFactory(suspended_at=clock.now()).person_id
    unconfirmed = UserFactory(confirmed_at=None).person_id

    assert set(people.cards([shown, suspended, unconfirmed], PUBLIC)) == {shown}


def test_only_who_signs_in_can_be_asked(app: Flask) -> None:
    author = PersonFactory().id
    member = UserFactory().person_id
    suspended = UserFactory(suspended_at=clock.now()).person_id
    unconfirmed = UserFactory(confirmed_at=None).person_id

    found = db.session.scalars(select(Person.id).where(people.HAS_LOGIN)).all()

    assert found == [member]
    assert {author, suspended, unconfirmed}.isdisjoint(found)
