"""Names beside posts and practices lead to their people, for whoever may see the page; feeds stay text."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Person, User
from tests.bulk import FIRST, many
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import PersonFactory, PostFactory, PracticeFactory, TopicFactory, UserFactory, sign_in
from tests.factories.profiles import hidden
from tests.reading import Page, visit

pytestmark = pytest.mark.database
FACTS = 'section[aria-labelledby="information-heading"]'
WHERE = {"post": (PostFactory, "/blog/"), "practice": (PracticeFactory, "")}


def three() -> dict[str, Person]:
    return {
        audience: PersonFactory(name=f"For {audience}", audience=audience)
        for audience in ("public", "members", "staff")
    }


def people_linked(page: Page, within: str) -> list[str]:
    return [link.href for link in page.links(within) if link.href.startswith("/people/")]


def browsers(app: Flask) -> dict[str, FlaskClient]:
    found = {name: Browser(app) for name in ("visitor", "member", "editor", "admin")}
    for name, grant in (("member", Grant.MEMBER), ("editor", Grant.EDITOR), ("admin", Grant.ADMIN)):
        sign_in(found[name], UserFactory(grant))
    return dict(found)


LED_TO = {
    "visitor": ["public"],
    "member": ["public", "members"],
    "editor": ["public", "members", "staff"],
    "admin": ["public", "members", "staff"],
}


@pytest.mark.parametrize("kind", WHERE)
def test_a_name_leads_to_the_page_for_who_may_see_it(app: Flask, now: datetime, kind: str) -> None:
    factory, listed = WHERE[kind]
    people = three()
    item = factory(authors=[*people.values()], posted_by_id=people["members"].id)

    for name, browser in browsers(app).items():
        page = visit(browser, item.path)
        paths = [people[audience].path for audience in LED_TO[name]]
        poster = [people["members"].path] if name != "visitor" else []
        words = "For public, For members, and For staff"

        assert people_linked(page, "header.ion-article__head") == [*paths, *poster], name
        assert people_linked(page, FACTS) == ([*poster, *paths] if kind == "post" else [*paths, *poster]), (
            name
        )
        assert page.facts(FACTS)["Submitted by"] == words
        assert page.facts(FACTS)["Posted by"] == "For members"
        if listed:
            rows = visit(browser, listed)
            assert people_linked(rows, "#posts") == [*paths, *poster], name
            assert f"Submitted by {words}" in rows.text("#posts")


@pytest.mark.parametrize("kind", WHERE)
@pytest.mark.parametrize("how", ["suspended", "unconfirmed"])
def test_the_name_of_who_is_hidden_stays_a_name(
    client: FlaskClient, now: datetime, kind: str, how: str
) -> None:
    factory, listed = WHERE[kind]
    person = PersonFactory(name="Gone Away")
    UserFactory(person=person, **hidden(how))
    item = factory(authors=[person], posted_by_id=person.id)

    for path in (item.path, listed or item.path):
        page = visit(client, path)
        assert "Submitted by Gone Away" in page.text("main")
        assert people_linked(page, "main") == []


def change(kind: str, id: int, **fields: Any) -> None:
    with unit_of_work() as session:
        row = session.get_one(Person if kind == "person" else User, id)
        for name, value in fields.items():
            setattr(row, name, value)


@pytest.mark.parametrize("kind", WHERE)
def test_what_is_remembered_follows_the_person_at_once(client: FlaskClient, now: datetime, kind: str) -> None:
    factory, listed = WHERE[kind]
    user = UserFactory(person=PersonFactory(name="First Name"))
    item = factory(authors=[user.person], posted_by_id=PersonFactory().id)
    paths = [item.path, *([listed] if listed else [])]

    def told() -> list[tuple[bool, bool, bool]]:
        pages = [visit(client, path) for path in paths]
        return [
            ("First Name" in page.html, "Second Name" in page.html, user.person.path in page.html)
            for page in pages
        ]

    stages = [told()]
    for which, id, fields in (
        ("person", user.person_id, {"name": "Second Name"}),
        ("person", user.person_id, {"audience": "members"}),
        ("person", user.person_id, {"audience": "public"}),
        ("user", user.id, {"suspended_at": clock.now()}),
        ("user", user.id, {"suspended_at": None}),
    ):
        change(which, id, **fields)
        stages.append(told())

    assert stages == [
        [each] * len(paths)
        for each in (
            (True, False, True),
            (False, True, True),
            (False, True, False),
            (False, True, True),
            (False, True, False),
            (False, True, True),
        )
    ]


def test_visitors_and_members_do_not_share_what_is_remembered_for_members(app: Flask, now: datetime) -> None:
    person = PersonFactory(name="For members", audience="members")
    post = PostFactory(authors=[person])
    seen = browsers(app)

    for _ in range(2):
        for name in ("member", "visitor", "admin"):
            linked = people_linked(visit(seen[name], post.path), "main")
            assert set(linked) == (set() if name == "visitor" else {person.path}), name


def test_names_are_written_as_names(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory(name='<b>"Bold"</b> & Co')
    post = PostFactory(authors=[person, PersonFactory(name="Ann")])

    for path in (post.path, "/blog/"):
        page = visit(client, path)
        assert '<b>"Bold"</b> & Co and Ann' in page.text("main")
        assert page.all("main b") == []


def test_who_wrote_and_posted_is_named_once_in_a_short_byline(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory(name="Ann")
    post = PostFactory(authors=[person], posted_by_id=person.id)

    assert "Posted by" not in visit(client, post.path).text("header.ion-article__head")
    assert "Posted by" not in visit(client, "/blog/").text("#posts")


def test_the_feed_holds_names_as_text(client: FlaskClient, now: datetime) -> None:
    PostFactory(authors=[PersonFactory(name="Ann"), PersonFactory(name="Ben", audience="staff")])

    feed = visit(client, "/blog/feed.atom").html

    names = "<author><name>Ann</name></author><author><name>Ben</name></author>"
    assert names in " ".join(feed.split()).replace("> <", "><")
    assert "/people/" not in feed


@pytest.mark.parametrize("path", ["/blog/", f"/blog/post-of-many-{FIRST + 3}"])
@pytest.mark.parametrize("is_member", [False, True])
def test_linked_names_cost_no_question_more(
    client: FlaskClient, now: datetime, path: str, is_member: bool
) -> None:
    TopicFactory("equity")
    if is_member:
        sign_in(client, UserFactory())
    many("post", 5, {"topic": ["equity"]})
    few = questions(client, path)

    many("post", 200, {"topic": ["equity"]}, start=5)
    lots = questions(client, path)

    assert len(few) <= 6, few
    assert few == lots
