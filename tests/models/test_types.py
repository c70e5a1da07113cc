"""Columns that mean the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Heartbeat, Item, ItemState, UserGrant
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]

EAST = timezone(-timedelta(hours=5))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001


def kept(instant: datetime | None) -> datetime | None:
    """What the database gives back for an instant."""
    with unit_of_work() as session:
        session.merge(Heartbeat(name="test", at=instant))
    db.session.expire_all()
    return db.session.scalar(select(Heartbeat.at))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(StatementError, match="An instant needs a zone"):
        kept(datetime(2026, 11, 21, 15, 0))  # noqa: DTZ001


def test_an_instant_comes_back_in_utc() -> None:
    back = kept(datetime(2026, 11, 21, 10, 0, tzinfo=EAST))

    assert back is not None
    assert (back, back.tzinfo) == (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), UTC)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instants)
def test_every_instant_comes_back_to_the_microsecond_and_can_be_compared(instant: datetime) -> None:
    assert kept(instant) == instant
    assert db.session.scalar(select(Heartbeat.name).where(Heartbeat.at == instant)) == "test"
    assert db.session.scalar(select(Heartbeat.name).where(Heartbeat.at < instant)) is None


def test_instants_are_ordered_as_instants_whatever_their_zone() -> None:
    with unit_of_work() as session:
        session.add(Heartbeat(name="second", at=datetime(2026, 11, 21, 10, 0, tzinfo=EAST)))
        session.add(Heartbeat(name="first", at=datetime(2026, 11, 21, 14, 0, tzinfo=UTC)))

    assert db.session.scalars(select(Heartbeat.name).order_by(Heartbeat.at)).all() == ["first", "second"]


def test_states_and_grants_are_kept_as_their_words() -> None:
    PostFactory(state=ItemState.IN_REVIEW)
    UserFactory(Grant.EDITOR)

    words = db.session.execute(text('SELECT item.state, user_grant."grant" FROM item, user_grant')).one()
    assert tuple(words) == ("in_review", "editor")
    assert db.session.scalar(select(Item.state)) is ItemState.IN_REVIEW
    assert db.session.scalar(select(UserGrant.grant)) is Grant.EDITOR


def test_a_slug_is_taken_once_in_its_kind_and_free_in_another() -> None:
    PostFactory(slug="same")
    PracticeFactory(slug="same")

    with pytest.raises(IntegrityError):
        PostFactory(slug="same")


@pytest.mark.parametrize("make", [lambda: PersonFactory(slug="ana"), lambda: TopicFactory("ana")])
def test_people_and_topics_have_addresses_of_their_own(make: object) -> None:
    make()  # type: ignore[operator]

    with pytest.raises(IntegrityError):
        make()  # type: ignore[operator]


def test_a_source_is_imported_into_one_item() -> None:
    PostFactory(source="posts/a.md")

    with pytest.raises(IntegrityError):
        PracticeFactory(source="posts/a.md")


def test_removing_an_item_removes_what_hangs_on_it_and_leaves_people() -> None:
    person = PersonFactory()
    post = PostFactory(terms={"topic": ["one"]}, authors=[person])

    with unit_of_work() as session:
        item = post.item
        session.delete(post)
        session.flush()
        session.delete(item)

    tables = ("item", "item_body", "item_count", "item_term", "item_author", "post", "person")
    left = {name: db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in tables}
    assert left == {**dict.fromkeys(tables, 0), "person": 1}


def test_a_person_in_a_byline_cannot_be_removed() -> None:
    person = PersonFactory()
    PostFactory(authors=[person])

    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.delete(person)
