"""Where a member may write to somebody, the pages that name them say so; nowhere else."""

import pytest
from flask import Flask

from ion.core import blocking
from ion.core.unit_of_work import unit_of_work
from ion.models import User
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import (
    GroupFactory,
    PersonFactory,
    PracticeFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.factories.profiles import MemberFactory
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("now")


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def writing(browser: Browser, path: str) -> list[tuple[str, str]]:
    """The ways to write to somebody that a page offers besides the header's."""
    links = visit(browser, path).links("main")
    return [(link.words, link.href) for link in links if link.href.startswith("/messages/new?to=")]


def test_a_member_is_offered_to_write_on_the_page_of_a_person_and_in_the_list(app: Flask) -> None:
    ana = MemberFactory(name="Ana")
    browser = browser_of(app, MemberFactory(name="Mia"))
    href = f"/messages/new?to={ana.person_id}"

    assert writing(browser, f"/people/{ana.person_id}") == [("Write a message", href)]
    assert writing(browser, "/people/") == [("Write a message to Ana", href)]


def test_nobody_is_offered_who_cannot_be_written_to(app: Flask) -> None:
    mia = MemberFactory(name="Mia")
    author = PersonFactory(name="Author")
    closed = MemberFactory(name="Closed")
    apart = MemberFactory(name="Apart")
    with unit_of_work() as session:
        session.get_one(User, closed.id).preferences = {"contact": "closed"}
        blocking.block(apart.id, mia.id)
    browser = browser_of(app, mia)

    assert writing(browser, "/people/") == []
    for person_id in (mia.person_id, author.id, closed.person_id, apart.person_id):
        assert writing(browser, f"/people/{person_id}") == []


def test_a_visitor_is_offered_to_write_to_nobody(app: Flask) -> None:
    ana = MemberFactory()
    PracticeFactory(slug="one", authors=[ana.person])

    for path in ("/people/", f"/people/{ana.person_id}", "/practices/one"):
        assert writing(Browser(app), path) == []


def test_authors_presenters_and_facilitators_can_be_asked_from_what_they_stand_for(app: Flask) -> None:
    ana, ben = MemberFactory(name="Ana"), MemberFactory(name="Ben")
    guest = PersonFactory(name="Guest")
    PracticeFactory(slug="one", authors=[ana.person, guest, ben.person])
    WebinarFactory(slug="two", authors=[guest, ben.person])
    GroupFactory(slug="three", facilitator=ana.person)
    browser = browser_of(app, UserFactory())
    to_ana, to_ben = (f"/messages/new?to={user.person_id}" for user in (ana, ben))

    assert writing(browser, "/practices/one") == [("Write to Ana", to_ana), ("Write to Ben", to_ben)]
    assert writing(browser, "/webinars/two") == [("Write to Ben", to_ben)]
    assert writing(browser, "/groups/three") == [("Write to Ana", to_ana)]


def test_a_roster_offers_to_write_to_everyone_else_on_it(app: Flask) -> None:
    mia, ana = MemberFactory(name="Mia"), MemberFactory(name="Ana")
    GroupFactory(slug="three", roster=[mia, ana])

    assert writing(browser_of(app, mia), "/groups/three/roster") == [
        ("Write a message to Ana", f"/messages/new?to={ana.person_id}")
    ]


def test_offering_to_write_to_twenty_asks_no_more_than_to_two(app: Flask) -> None:
    browser = browser_of(app, UserFactory())
    for _ in range(2):
        MemberFactory()
    few = questions(browser, "/people/")

    for _ in range(18):
        MemberFactory()

    assert questions(browser, "/people/") == few
    assert len(few) <= 6, few
