"""The mentors whom a reader could ask: read once, right after every change; and words of questions in theirs."""

from datetime import datetime

import pytest

from ion.base.extensions import db
from ion.core.access import scopes
from ion.core.ports.engine import engine
from ion.core.ports.search import Document
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.pool import pool
from ion.mentoring.queries.wishes import named, offered, term_meant
from ion.mentoring.queries.wording import shared_words, terms_in
from ion.models import MentorProfile
from tests.counting import statements
from tests.factories import HeldTermFactory, MentorFactory, TopicFactory, UserFactory, viewer_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
SEEN = frozenset({"public", "members"})


def test_the_pool_is_read_once_until_a_mentor_changes(now: datetime) -> None:
    id = MentorFactory(("topic", "employers")).person_id
    pool(SEEN)
    db.session.rollback()
    with statements() as told:
        assert list(pool(SEEN).mentors) == [id]
    assert not [each for each in told if "talks_about" in each]

    with unit_of_work() as session:
        session.get_one(MentorProfile, id).paused_at = now

    assert list(pool(SEEN).mentors) == []


def test_inside_a_unit_of_work_the_pool_is_remembered_and_its_own_writes_are_seen(now: datetime) -> None:
    id = MentorFactory().person_id
    pool(SEEN)

    with unit_of_work() as session:
        with statements() as told:
            before = list(pool(SEEN).mentors)
        session.get_one(MentorProfile, id).ended_at = now
        session.flush()
        after = list(pool(SEEN).mentors)
        session.rollback()

    assert (before, after) == ([id], [])
    assert not [each for each in told if "talks_about" in each]
    assert list(pool(SEEN).mentors) == [id]


def test_a_mentor_for_members_is_not_in_the_pool_of_a_visitor(now: datetime) -> None:
    user = UserFactory()
    with unit_of_work():
        user.person.audience = "members"
        db.session.merge(user.person)
    mentor = MentorFactory(user=user)

    assert mentor.person_id in pool(scopes(viewer_of(UserFactory()))).mentors
    assert pool(frozenset({"public"})).mentors == {}


def test_other_forms_of_a_word_are_found_by_the_search_engine(now: datetime) -> None:
    mentor = MentorFactory(talks_about="How one employer returned.")
    engine().put(
        [Document("mentor", mentor.person_id, "/", "Grant", text=mentor.talks_about, audience="members")]
    )

    assert shared_words("Employers return?", SEEN, pool(SEEN)) == {mentor.person_id: ("employer", "returned")}
    assert shared_words("Employers return?", SEEN - {"members"}, pool(SEEN)) is None
    assert shared_words("What is it about?", SEEN, pool(SEEN)) is None


def test_a_word_that_many_mentors_write_says_nothing(now: datetime) -> None:
    for _ in range(11):
        MentorFactory(talks_about="Programs and data.")
    rare = MentorFactory(talks_about="Childcare.")

    assert shared_words("Data on childcare?", SEEN, pool(SEEN)) == {rare.person_id: ("childcare",)}


def test_a_question_names_topics_word_for_word(now: datetime) -> None:
    TopicFactory("ra", "Registered apprenticeship")
    TopicFactory("data", "Data")

    assert terms_in("How do you run a registered apprenticeship?") == (("topic", "ra"),)


def test_a_typed_need_is_understood_with_its_facet_or_alone(now: datetime) -> None:
    TopicFactory("employers", "Employers and industry")
    HeldTermFactory(MentorFactory().person_id, ("language", "es"))
    both = term_meant("Employers and industry")

    assert term_meant(named("topic", "employers").upper()) == ("topic", "employers")
    assert term_meant(" colorado ") == ("state", "CO")
    assert (both, term_meant("Nothing of the kind")) == (None, None)
    assert "Spanish (Language)" in offered(SEEN)
    assert "French (Language)" not in offered(SEEN)
