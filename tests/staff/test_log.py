"""The log of deeds: narrowed by who, what and when, linked to what was done to, and as a spreadsheet."""

import csv
import io
from datetime import UTC, datetime

import pytest
from flask import Flask

from ion.core import audit, clock
from ion.core.unit_of_work import unit_of_work
from ion.models import ItemState, User
from ion.staff.queries import log
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import OrganizationFactory, PersonFactory, PostFactory, TopicFactory, UserFactory
from tests.reading import Page, visit


def noted(
    action: str, when: datetime = NOW, *, kind: str = "post", id: int | None = 1, **more: object
) -> None:
    with clock.frozen(when), unit_of_work():
        audit.record(action, kind=kind, id=id, **more)  # type: ignore[arg-type]


def deeds(page: Page) -> list[str]:
    return [cells[2] for cells in rows(page)]


def rows(page: Page) -> list[list[str]]:
    cells = page.texts("tbody td")
    return [cells[at : at + 6] for at in range(0, len(cells), 6)]


def test_the_log_tells_who_did_what_newest_first(admins: Browser, ann: User) -> None:
    noted("renamed", kind="organization", id=7, user_id=ann.id, before={"name": "A"}, after={"name": "B"})
    noted("imported", kind="post", id=8, after={"taken": 3})

    assert rows(visit(admins, "/staff/audit")) == [
        ["Sat., Nov. 21, 2026, 8:00 a.m. MT", "The system", "Imported", "post 8", "", "taken: 3"],
        ["Sat., Nov. 21, 2026, 8:00 a.m. MT", "Ann Admin", "Renamed", "organization 7", "name: A", "name: B"],
    ]


NARROWED = {
    "": "edcba",
    "action=b": "b",
    "kind=topic": "cb",
    "kind=topic&id=2": "c",
    "id=1": "ba",
    "who=ann": "ba",
    "who=ANN%40ion": "ba",
    "who=The+System": "c",
    "who=%25": "",
    "who=ann&kind=topic&id=1&action=b": "b",
    "from=2026-11-20": "edc",
    "to=2026-11-20": "dcba",
    "from=2026-11-20&to=2026-11-20": "dc",
    "action=nonsense": "",
    "id=99999999999999999999&from=yesterday&to=0000-00-00&kind=%00": "edcba",
}
"""What the address asks for, and the deeds of the test below that are left, newest first."""


@pytest.mark.database
def test_the_log_is_narrowed(admins: Browser, ann: User) -> None:
    ben = UserFactory(person=PersonFactory(name="Ben"), email="ben@ion.example")
    noted("a", datetime(2026, 11, 1, tzinfo=UTC), user_id=ann.id)
    noted("b", datetime(2026, 11, 20, 6, 59, tzinfo=UTC), kind="topic", user_id=ann.id)
    noted("c", datetime(2026, 11, 20, 7, 0, tzinfo=UTC), kind="topic", id=2)  # midnight in Denver
    noted("d", datetime(2026, 11, 21, 6, 59, tzinfo=UTC), kind="person", id=3, user_id=ben.id)
    noted("e", datetime(2026, 11, 21, 7, 0, tzinfo=UTC), kind="outbox", id=None, user_id=ben.id)

    found = {query: "".join(deeds(visit(admins, f"/staff/audit?{query}"))).lower() for query in NARROWED}

    assert found == NARROWED


def test_what_was_done_to_is_named_and_linked_where_it_is_there(admins: Browser) -> None:
    post, draft = PostFactory(title="A post", slug="a-post"), PostFactory(title="B", state=ItemState.DRAFT)
    secret = PostFactory(title="Between two", audience="user:999")
    topic, organization = TopicFactory("youth"), OrganizationFactory("Ash County", slug="ash")
    user = UserFactory(person=PersonFactory(name="Ben"))
    for kind, id in [
        ("post", post.item_id),
        ("post", draft.item_id),
        ("post", secret.item_id),
        ("topic", topic.id),
        ("topic", 999),
        ("organization", organization.id),
        ("user", user.id),
        ("setting", None),
        ("practice", post.item_id),
    ]:
        noted("touched", kind=kind, id=id)

    page = visit(admins, "/staff/audit")

    assert [row[3] for row in reversed(rows(page))] == [
        "post “A post”",
        "post “B”",
        f"post {secret.item_id}",
        "topic “Youth”",
        "topic 999",
        "organization “Ash County”",
        "user “Ben”",
        "setting",
        f"practice {post.item_id}",
    ]
    assert [link.href for link in reversed(page.links("tbody"))] == [
        "/blog/a-post",
        f"/staff/publishing/{draft.item_id}",
        f"/staff/topics/{topic.id}",
        "/directory/ash",
        f"/staff/people/{user.id}",
        "/staff/setup",
    ]


def test_what_is_filtered_comes_as_a_spreadsheet(admins: Browser, ann: User) -> None:
    noted("renamed", kind="topic", id=2, user_id=ann.id, before={"name": "=1+1"}, after={"name": "B", "n": 2})
    noted("noise", kind="topic", id=2)

    href = visit(admins, "/staff/audit?action=renamed").href("as a spreadsheet")
    answer = admins.get(href)

    told = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert href == "/staff/audit.csv?action=renamed"
    assert told[1:] == [
        [
            "2026-11-21T15:00:00+00:00",
            "Ann Admin",
            "ann@ion.example",
            "renamed",
            "topic",
            "2",
            "topic 2",
            "name: =1+1",
            "name: B; n: 2",
        ]
    ]


@pytest.mark.database
def test_a_long_log_goes_out_whole(admins: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "CHUNK", 3)
    with unit_of_work():
        for number in range(7):
            audit.record(f"deed {number}", kind="post", id=number)

    told = list(csv.reader(io.StringIO(admins.get("/staff/audit.csv").text)))

    assert [row[3] for row in told[1:]] == [f"deed {number}" for number in reversed(range(7))]


def test_the_log_asks_the_same_for_many(app: Flask, admins: Browser) -> None:
    asked = []
    for many in (5, 40):
        for _ in range(many):
            noted("touched", id=PostFactory().item_id)
            noted("touched", kind="user", id=UserFactory().id)
        asked.append(len(questions(admins, "/staff/audit")))

    assert asked[0] == asked[1] <= 6


def test_an_empty_log_says_what_will_be_there(admins: Browser) -> None:
    assert "Nothing here yet" in visit(admins, "/staff/audit").text("main")
    noted("a")
    assert "No such deed" in visit(admins, "/staff/audit?action=b").text("main")
