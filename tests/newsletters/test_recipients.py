"""Who gets an issue: everyone who wants newsletters, narrowed by topic, place and partner role; and nobody else."""

from typing import Any

import pytest

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Follow, PersonTerm, User
from ion.newsletters.queries.recipients import Audience, reach, readers
from tests.factories import PersonFactory, TopicFactory, UserFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def reader(*terms: tuple[str, str], follows: tuple[str, str] | None = None, **fields: Any) -> str:
    """A member whose profile lists these; the email."""
    person = PersonFactory(is_sample=fields.pop("is_sample", False))
    user = UserFactory(person=person, **fields)
    email = user.email
    with unit_of_work() as session:
        session.add_all(PersonTerm(person_id=person.id, facet=facet, key=key) for facet, key in terms)
        if follows:
            session.add(Follow(user_id=user.id, kind=follows[0], key=follows[1], at=clock.now()))
    return email


def noise() -> None:
    """Who would be found by a careless question: the right key under another name, and rights that ended."""
    reader(("state", "youth"), ("topic", "KY"), ("role", "topic"))
    reader(follows=("role", "youth"))
    reader(follows=("state", "KY"))
    youth = (("topic", "youth"), ("state", "KY"), ("role", "employers"))
    reader(*youth, confirmed_at=None)
    reader(*youth, suspended_at=clock.now())
    reader(*youth, preferences={"channels": {"newsletter": "off"}})
    reader(*youth, preferences={"channels": {"all": "off", "newsletter": "instant"}})
    nobody = PersonFactory().id
    with unit_of_work() as session:
        session.add(PersonTerm(person_id=nobody, facet="state", key="KY"))  # nobody signs in as them


def found(audience: Audience) -> list[str]:
    addresses = sorted(db.session.scalars(readers(audience, User.email)))
    assert reach(audience).people == len(addresses)
    return addresses


def test_who_follows_a_topic_or_lists_it_gets_an_issue_about_it_once() -> None:
    noise()
    follows = reader(follows=("topic", "youth"))
    lists = reader(("topic", "youth"))
    both = reader(("topic", "youth"), follows=("topic", "youth"))
    reader(("topic", "reentry"))

    assert found(Audience(topics=("youth",))) == sorted([follows, lists, both])


def test_states_and_roles_are_those_of_the_profile() -> None:
    noise()
    here = reader(("state", "KY"), ("state", "OH"), ("role", "colleges"))
    there = reader(("state", "OH"), ("role", "employers"))
    reader(("state", "CO"))

    assert found(Audience(states=("KY", "OH"))) == sorted([here, there])
    assert found(Audience(roles=("employers",))) == [there]


def test_each_part_narrows_the_others() -> None:
    noise()
    all_of_it = reader(("topic", "youth"), ("state", "KY"), ("role", "employers"))
    reader(("topic", "youth"), ("state", "KY"))
    reader(("state", "KY"), ("role", "employers"))

    assert found(Audience(("youth",), ("KY", "OH"), ("employers",))) == [all_of_it]


def test_an_audience_without_any_part_is_everyone_who_wants_newsletters() -> None:
    plain = reader()
    chose = reader(preferences={"channels": {"newsletter": "instant", "followed.published": "off"}})
    odd = reader(preferences={"theme": "plain"})
    reader(confirmed_at=None)
    reader(preferences={"channels": {"newsletter": "off"}})

    assert found(Audience()) == sorted([plain, chose, odd])


def test_sample_people_are_counted_as_such() -> None:
    reader(is_sample=True)
    reader()

    now = reach(Audience())

    assert (now.people, now.samples) == (2, 1)


def test_an_audience_says_in_words_whom_it_means() -> None:
    TopicFactory("youth", "Youth")
    TopicFactory("reentry", "Reentry")

    assert Audience().words == "Every member who wants newsletters"
    assert Audience(("youth", "reentry"), ("KY",), ("employers",)).words == (
        "Topic: Youth or Reentry; state or territory: Kentucky; partner role: Employers and industry"
    )
    assert Audience(states=("KY",)).words == "State or territory: Kentucky"
